/** The last look: where the SDK for JavaScript still finds something else than botocore, and no other rule has said why. */

import type { IniSection } from "./ini-file";
import { linesOf, type Span } from "./ini-lines";
import { javascriptLine } from "./ini-meaning";
import { fullValue, nestedOf } from "./ini-value";
import type { LintedFile } from "./lint-file";

export function lintJavascript(file: LintedFile): void {
  // Botocore reads nothing at all then.
  if (file.ini.faults.length > 0) return;
  const told = new Set(file.findings.map(({ line }) => line));
  for (const { section, meaning } of file.sections) {
    const { found, header } = javascriptReads(file.text, section.to, section.end);
    if (header)
      sayOnce(file, told, header, "To some tools a section begins here, to others a value goes on.");
    if (!meaning) continue;
    const ours = botocoreReads(section);
    const differing = [...ours].filter(([name, { value }]) => found.get(name) !== value);
    for (const [name, { at }] of differing) {
      sayOnce(file, told, { from: at, to: at }, `${name} is read in different ways.`);
    }
    const [more] = [...found.keys()].filter((name) => !ours.has(name));
    if (more !== undefined && differing.length === 0) {
      sayOnce(file, told, section, `Only some tools find ${more} here.`);
    }
  }
}

/** Where a line has a finding already, this adds nothing. */
function sayOnce(file: LintedFile, told: ReadonlySet<number>, at: Span, message: string): void {
  if (!told.has(file.lineOf(at.from))) file.say("read-differently", at, message);
}

function botocoreReads({ keys }: IniSection): ReadonlyMap<string, { value: string; at: number }> {
  const found = new Map<string, { value: string; at: number }>();
  for (const key of keys) {
    const nested = nestedOf(key);
    if (!nested) found.set(key.key, { value: fullValue(key), at: key.from });
    else for (const [name, value] of nested) found.set(`${key.key}.${name}`, { value, at: key.from });
  }
  return found;
}

/** What it makes of the lines below a section's header, up to one that it takes for the next header. */
function javascriptReads(
  text: string,
  start: number,
  end: number,
): { found: Map<string, string>; header: Span | null } {
  const found = new Map<string, string>();
  let outer: string | null = null;
  for (const { from, to } of linesOf(text.slice(start, end))) {
    const written = text.slice(start + from, start + to);
    const line = javascriptLine(written);
    if (line.startsWith("[") && line.endsWith("]"))
      return { found, header: { from: start + from, to: start + to } };
    const equals = line.indexOf("=");
    if (equals < 1) continue;
    const name = line.slice(0, equals).trim();
    const value = line.slice(equals + 1).trim();
    if (value === "") {
      outer = name;
      continue;
    }
    if (outer !== null && written.trimStart() === written) outer = null;
    found.set(outer === null ? name : `${outer}.${name}`, value);
  }
  return { found, header: null };
}
