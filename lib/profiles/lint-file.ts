/** A file under the linter: its sections with their meaning, and how rules say what they find. */

import { type IniFile, type IniKey, type IniSection, readIni } from "./ini-file";
import { linesOf, type Span } from "./ini-lines";
import { botocoreMeaning, type Meaning } from "./ini-meaning";
import { fullValue } from "./ini-value";
import { type LintRule, lintRules, type Severity } from "./lint-rules";

/** A file that is wrong from top to bottom need not be told line by line: of such faults so many are. */
export const mostTold = 200;

/** Of any one rule, in any one file. Whoever mends these is told the next. */
const mostOfARule = 1000;

export type FileKind = "config" | "credentials";

/** Offsets in the text as it was given. */
export type TextEdit = { from: number; to: number; insert: string };

/** Of one click. All edits are of the finding's own file. */
export type Fix = { title: string; edits: readonly TextEdit[] };

export type Finding = {
  rule: LintRule;
  severity: Severity;
  file: FileKind;
  /** Both from 1; the column counts UTF-16 units, as editors do. */
  line: number;
  column: number;
  /** What is wrong. Never holds a secret. */
  message: string;
  /** What that does. */
  reason: string;
  fix: Fix | null;
};

export type LintedSection = {
  section: IniSection;
  meaning: Meaning | null;
  keys: ReadonlyMap<string, IniKey>;
};

export type LintedFile = {
  kind: FileKind;
  text: string;
  ini: IniFile;
  sections: readonly LintedSection[];
  headers: ReadonlySet<string>;
  /** The line's end in this file. */
  eol: string;
  say(rule: LintRule, at: Span, message: string, fix?: Fix | null): void;
  findings: Finding[];
  /** From 1. */
  lineOf(offset: number): number;
};

export function lintedFile(kind: FileKind, text: string): LintedFile {
  const ini = readIni(text);
  const findings: Finding[] = [];
  const starts = Array.from(linesOf(text), ({ from }) => from);
  const counts = new Map<LintRule, number>();
  return {
    kind,
    text,
    ini,
    findings,
    headers: new Set(ini.sections.map(({ header }) => header)),
    lineOf: (offset) => lineOf(starts, offset),
    eol: /\r?\n/.exec(text)?.[0] ?? "\n",
    sections: ini.sections.map((section) => ({
      section,
      meaning:
        kind === "config" ? botocoreMeaning(section.header) : { kind: "profile", name: section.header },
      keys: new Map(section.keys.map((key) => [key.key, key])),
    })),
    say(rule, { from }, message, fix = null) {
      const count = (counts.get(rule) ?? 0) + 1;
      counts.set(rule, count);
      if (count > mostOfARule) return;
      const [severity, reason] = lintRules[rule];
      const line = lineOf(starts, from);
      const column = from - (starts[line - 1] ?? 0) + 1;
      findings.push({ rule, severity, file: kind, line, column, message, reason, fix });
    },
  };
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, low);
}

export function valueAt({ keys }: LintedSection, key: string): string | undefined {
  const found = keys.get(key);
  return found && fullValue(found);
}

/** Deletes whole lines: those of the key and those that go on with it. */
export function withoutKeys({ text }: LintedFile, keys: readonly IniKey[]): readonly TextEdit[] {
  return keys.map((key) => {
    const last = key.more.filter((line) => line.text !== "").at(-1) ?? key;
    return { from: lineStart(text, key.from), to: nextLine(text, last.to), insert: "" };
  });
}

export function replaced({ valueFrom, to }: IniKey, insert: string): TextEdit {
  return { from: valueFrom, to, insert };
}

/** A new line right below the section's header. */
export function addedLine({ text, eol }: LintedFile, section: IniSection, line: string): TextEdit {
  const at = nextLine(text, section.to);
  const isLast = at === text.length && !/[\r\n]$/.test(text);
  return { from: at, to: at, insert: isLast ? `${eol}${line}` : `${line}${eol}` };
}

export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== "\n" && text[at - 1] !== "\r") at--;
  return at;
}

export function nextLine(text: string, offset: number): number {
  const ending = /\r\n|\r|\n/g;
  ending.lastIndex = offset;
  const found = ending.exec(text);
  return found ? found.index + found[0].length : text.length;
}
