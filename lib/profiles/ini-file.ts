/**
 * Reads `~/.aws/config` line by line as botocore does, on which the AWS CLI stands, and keeps where everything is. It changes
 * nothing and forgives nothing: what would make botocore refuse the file is a fault. See docs/decisions/037-profiles.md for
 * why this is no library.
 */

import { linesOf, type Span } from "./ini-lines";
import { backSpace, skipSpace } from "./ini-space";
import { nestedFaults } from "./ini-value";

export type IniKey = Span & {
  /** As botocore knows it: in lower case. */
  key: string;
  written: string;
  delimiter: "=" | ":";
  /** What stands behind it on its own line. */
  value: string;
  valueFrom: number;
  /** Lines that go on with it, because they stand further in. Blank ones too. */
  more: (Span & { text: string })[];
};

export type IniSection = Span & {
  header: string;
  keys: IniKey[] /** Where the next one begins, or the text ends. */;
  end: number;
};

export type IniFault = Span & {
  kind:
    | "text-before-section"
    | "no-equals"
    | "no-key"
    | "duplicate-section"
    | "duplicate-key"
    | "nested-no-equals";
  /** The section or key. */
  name: string;
  /** Where it stands the first time. */
  first?: number;
};

/** `faults`: with any of them botocore refuses the whole file. */
export type IniFile = { text: string; sections: readonly IniSection[]; faults: readonly IniFault[] };

type Reading = {
  text: string;
  sections: IniSection[];
  faults: IniFault[];
  seen: Map<string, IniSection>;
  /** Python's `[DEFAULT]` may stand several times, but each of its keys once. */
  magic: Map<string, IniKey>;
  /** Of the section that is being read. */
  keys: Map<string, IniKey>;
  section: IniSection | null;
  key: IniKey | null;
};

/** Never throws. Its time grows with the text alone. */
export function readIni(text: string): IniFile {
  const magic = new Map<string, IniKey>();
  const now: Reading = {
    text,
    sections: [],
    faults: [],
    seen: new Map(),
    magic,
    keys: magic,
    section: null,
    key: null,
  };
  let indent = 0;
  for (const line of linesOf(text)) {
    const from = skipSpace(text, line.from, line.to);
    const to = backSpace(text, from, line.to);
    const begins = text.charCodeAt(from);
    if (from === to) now.key?.more.push({ from, to, text: "" });
    else if (begins === hash || begins === semicolon) continue;
    else if (now.key && from - line.from > indent) {
      now.key.more.push({ from, to, text: text.slice(from, to) });
    } else {
      indent = from - line.from;
      const header = begins === bracket ? headerOf(text.slice(from, to)) : null;
      if (header !== null) beginSection(now, header, { from, to });
      else if (now.section) addKey(now, { from, to }, now.section);
      else now.faults.push({ from, to, kind: "text-before-section", name: text.slice(from, to) });
    }
  }
  const { sections, faults } = now;
  for (const one of sections) faults.push(...nestedFaults(one));
  return { text, sections, faults };
}

function beginSection(now: Reading, header: string, span: Span): void {
  const isMagic = header === "DEFAULT";
  const first = isMagic ? undefined : now.seen.get(header);
  if (first) now.faults.push({ ...span, kind: "duplicate-section", name: header, first: first.from });
  if (now.section) now.section.end = span.from;
  now.section = { ...span, header, keys: [], end: now.text.length };
  now.key = null;
  now.keys = isMagic ? now.magic : new Map();
  now.sections.push(now.section);
  if (!first) now.seen.set(header, now.section);
}

function addKey(now: Reading, span: Span, section: IniSection): void {
  const made = keyOf(now.text, span);
  if (!made) {
    now.faults.push({ ...span, kind: "no-equals", name: now.text.slice(span.from, span.to) });
    return;
  }
  if (made.key === "") now.faults.push({ ...span, kind: "no-key", name: "" });
  const first = now.keys.get(made.key);
  if (first) now.faults.push({ ...span, kind: "duplicate-key", name: made.key, first: first.from });
  else now.keys.set(made.key, made);
  section.keys.push(made);
  now.key = made.key === "" ? null : made;
}

const hash = 0x23;
const semicolon = 0x3b;
const bracket = 0x5b;

/** Up to the last bracket of the line, whatever stands behind it. */
function headerOf(line: string): string | null {
  const close = line.lastIndexOf("]");
  return close >= 2 ? line.slice(1, close) : null;
}

function keyOf(text: string, { from, to }: Span): IniKey | null {
  let at = from;
  while (at < to && text[at] !== "=" && text[at] !== ":") at++;
  if (at === to) return null;
  const written = text.slice(from, backSpace(text, from, at));
  const valueFrom = skipSpace(text, at + 1, to);
  const delimiter = text[at] === ":" ? ":" : "=";
  return {
    from,
    to,
    key: written.toLowerCase(),
    written,
    delimiter,
    value: text.slice(valueFrom, to),
    valueFrom,
    more: [],
  };
}
