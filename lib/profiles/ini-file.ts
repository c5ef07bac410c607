/**
 * Reads `~/.aws/config` line by line as botocore does, on which the AWS CLI stands, and keeps where everything is. It changes
 * nothing and forgives nothing: what would make botocore refuse the file is a fault. See docs/decisions/037-profiles.md for
 * why this is no library.
 */

import { backSpace, skipSpace } from "./ini-space";
import { nestedFaults } from "./ini-value";

/** Offsets in the text, without the line's end. */
export type Span = { from: number; to: number };

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

/** Never throws. Its time grows with the text alone. */
export function readIni(text: string): IniFile {
  const sections: IniSection[] = [];
  const faults: IniFault[] = [];
  const seen = new Map<string, IniSection>();
  /** Python's `[DEFAULT]` may stand several times, but each of its keys once. */
  const magic = new Map<string, IniKey>();
  const now: { section: IniSection | null; key: IniKey | null } = { section: null, key: null };
  let keys = magic;
  let indent = 0;

  const begin = (header: string, span: Span) => {
    const isMagic = header === "DEFAULT";
    const first = isMagic ? undefined : seen.get(header);
    if (first) faults.push({ ...span, kind: "duplicate-section", name: header, first: first.from });
    if (now.section) now.section.end = span.from;
    now.section = { ...span, header, keys: [], end: text.length };
    now.key = null;
    if (!first) seen.set(header, now.section);
    sections.push(now.section);
    keys = isMagic ? magic : new Map();
  };
  const option = (span: Span, into: IniSection) => {
    const made = optionOf(text, span);
    if (!made) {
      faults.push({ ...span, kind: "no-equals", name: text.slice(span.from, span.to) });
      return;
    }
    if (made.key === "") faults.push({ ...span, kind: "no-key", name: "" });
    const first = keys.get(made.key);
    if (first) faults.push({ ...span, kind: "duplicate-key", name: made.key, first: first.from });
    else keys.set(made.key, made);
    into.keys.push(made);
    now.key = made.key === "" ? null : made;
  };

  for (const line of linesOf(text)) {
    const from = skipSpace(text, line.from, line.to);
    const to = backSpace(text, from, line.to);
    const begins = text.charCodeAt(from);
    if (from === to) now.key?.more.push({ from, to, text: "" });
    else if (begins === hash || begins === semicolon) continue;
    else if (now.key && from - line.from > indent)
      now.key.more.push({ from, to, text: text.slice(from, to) });
    else {
      indent = from - line.from;
      const header = begins === bracket ? headerOf(text.slice(from, to)) : null;
      if (header !== null) begin(header, { from, to });
      else if (now.section) option({ from, to }, now.section);
      else faults.push({ from, to, kind: "text-before-section", name: text.slice(from, to) });
    }
  }
  for (const one of sections) faults.push(...nestedFaults(one));
  return { text, sections, faults };
}

const hash = 0x23;
const semicolon = 0x3b;
const bracket = 0x5b;

/** Python ends a line at each of `\n`, `\r\n` and `\r`. */
export function* linesOf(text: string): Generator<Span> {
  let from = 0;
  if (/\r(?!\n)/.test(text)) {
    for (const { 0: end, index } of text.matchAll(/\r\n?|\n/g)) {
      yield { from, to: index };
      from = index + end.length;
    }
  } else {
    for (let feed = text.indexOf("\n"); feed >= 0; feed = text.indexOf("\n", from)) {
      yield { from, to: feed > from && text.charCodeAt(feed - 1) === 0x0d ? feed - 1 : feed };
      from = feed + 1;
    }
  }
  if (from < text.length) yield { from, to: text.length };
}

/** Up to the last bracket of the line, whatever stands behind it. */
function headerOf(line: string): string | null {
  const close = line.lastIndexOf("]");
  return close >= 2 ? line.slice(1, close) : null;
}

function optionOf(text: string, { from, to }: Span): IniKey | null {
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
