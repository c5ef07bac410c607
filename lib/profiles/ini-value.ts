/** What a key's value is once its lines are joined, and the keys within it. */

import type { IniFault, IniKey, IniSection } from "./ini-file";
import { backSpace, strip } from "./ini-space";

/** The whole value, its lines joined. */
export function fullValue({ value, more }: IniKey): string {
  if (more.length === 0) return value;
  const joined = [value, ...more.map(({ text }) => text)].join("\n");
  return joined.slice(0, backSpace(joined, 0, joined.length));
}

function isNested(key: IniKey): boolean {
  return key.more.length > 0 && fullValue(key).startsWith("\n");
}

/** Python's `splitlines` ends lines at more characters than a file does. */
function linesIn(text: string): readonly string[] {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what ends a line there.
      .split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/u)
      .map(strip)
      .filter((line) => line !== "")
  );
}

/** Keys within a key, as in `s3 =` and lines further in. Null where it has none. */
export function nestedOf(key: IniKey): ReadonlyMap<string, string> | null {
  if (!isNested(key)) return null;
  const pairs = linesIn(fullValue(key)).map((line) => {
    const equals = line.indexOf("=");
    return [strip(line.slice(0, Math.max(0, equals))), strip(line.slice(equals + 1))] as const;
  });
  return new Map(pairs);
}

export function nestedFaults({ keys }: IniSection): IniFault[] {
  return keys
    .filter(isNested)
    .flatMap(({ more }) => more.filter(({ text }) => linesIn(text).some((line) => !line.includes("="))))
    .map(({ from, to, text }) => ({ from, to, kind: "nested-no-equals", name: text }));
}
