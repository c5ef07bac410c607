/** Finds keys in text that is to be shown. A file may be on a shared screen; what it holds is nobody's to read there. */

/** From, inclusive, to, exclusive. `shown` stands in its place. */
export type Secret = { from: number; to: number; shown: string };

const dots = "••••••••";
const accessKey = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{12,}/g;
const named = /^[\s#;]*[\w.-]*(?:secret|session_token|security_token|password|passwd)[\w.-]*\s*[=:]\s*/i;
/** Nobody writes so many letters and digits in one word by hand. */
const long = /[A-Za-z0-9/+=]{32,}|spt_[\w-]{8,}/g;

/** Those of one line, in order and apart from each other. */
export function secretsIn(line: string): readonly Secret[] {
  const name = named.exec(line)?.[0];
  if (name !== undefined && name.length < line.length)
    return [...keysIn(line.slice(0, name.length)), { from: name.length, to: line.length, shown: dots }];
  const found = [...keysIn(line), ...wordsIn(line)].sort((one, other) => one.from - other.from);
  return found.filter(({ from }, at) => from >= (found[at - 1]?.to ?? 0));
}

export function hideSecrets(text: string): string {
  return text.split("\n").map(hideInLine).join("\n");
}

function hideInLine(line: string): string {
  let at = 0;
  let result = "";
  for (const { from, to, shown } of secretsIn(line)) {
    result += line.slice(at, from) + shown;
    at = to;
  }
  return result + line.slice(at);
}

function keysIn(line: string): Secret[] {
  return Array.from(line.matchAll(accessKey), ({ 0: key, index }) => ({
    from: index,
    to: index + key.length,
    shown: `${key.slice(0, 4)}••••${key.slice(-4)}`,
  }));
}

function wordsIn(line: string): Secret[] {
  return Array.from(line.matchAll(long))
    .filter(([word]) => /^spt_/.test(word) || (/[A-Za-z]/.test(word) && /\d/.test(word)))
    .map(({ 0: word, index }) => ({ from: index, to: index + word.length, shown: dots }));
}

/** Lines that go on with a secret of the line above, as places in `lines`: what stands further in, or has no key. */
export function secretLines(lines: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  let inSecret: number | null = null;
  for (const [place, line] of lines.entries()) {
    const indent = line.length - line.trimStart().length;
    if (named.test(line)) inSecret = indent;
    else if (inSecret !== null && line.trim() !== "") {
      if (indent > inSecret || !/[=:[\]#;]/.test(line)) found.add(place);
      else inSecret = null;
    }
  }
  return found;
}

export const wholeLineHidden = dots;
