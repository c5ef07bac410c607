/** Fixes, one or many at once, and what they change. Pure. */

import { applyFix, type LintInput, lint } from "@/lib/profiles/lint";
import type { FileKind, Finding, TextEdit } from "@/lib/profiles/lint-file";
import type { LintRule } from "@/lib/profiles/lint-rules";

/** Lines as they were and as they are. `line` from 1, in the text before. */
export type ChangedLines = { line: number; before: readonly string[]; after: readonly string[] };

export type Mended = { text: string; fixes: number; changed: readonly ChangedLines[] };

/** What these mend, the AWS CLI reads afterwards as it did before; a file that it refused, it reads. */
const safeRules: ReadonlySet<LintRule> = new Set<LintRule>([
  "byte-order-mark",
  "duplicate-section",
  "text-before-section",
  "no-equals",
  "nested-no-equals",
  "lone-carriage-return",
  "upper-case-key",
  "colon-delimiter",
]);

export function isSafe({ rule, fix }: Finding): boolean {
  return fix !== null && safeRules.has(rule);
}

/** One mended thing brings the next to light, and of one rule a thousand are told at a time. */
const mostRounds = 40;

/**
 * Mends one file until nothing is left that is `wanted`; the other stays. `pause` is awaited before each round, so that a page
 * can be painted between two.
 */
export async function mendAll(
  input: LintInput,
  kind: FileKind,
  wanted: (finding: Finding) => boolean,
  pause: () => Promise<void>,
): Promise<Mended> {
  let text = (kind === "config" ? input.config : input.credentials) ?? "";
  let fixes = 0;
  const changed: ChangedLines[] = [];
  for (let round = 0; round < mostRounds; round++) {
    await pause();
    const found = lint({ ...input, [kind]: text });
    const { edits, count } = together(
      text,
      found.filter((finding) => finding.file === kind && wanted(finding)),
    );
    if (count === 0) break;
    for (const one of changedLines(text, edits)) changed.push(one);
    text = applyFix(text, { title: "", edits });
    fixes += count;
  }
  return { text, fixes, changed };
}

/** Fixes that touch no line of each other's. One that does waits for the next round, as a whole. */
function together(text: string, findings: readonly Finding[]): { edits: readonly TextEdit[]; count: number } {
  const edits: TextEdit[] = [];
  const taken = new Set<number>();
  let count = 0;
  for (const { fix } of findings) {
    const lines = fix?.edits.flatMap((edit) => linesUnder(text, edit)) ?? [];
    if (!fix || lines.some((line) => taken.has(line))) continue;
    for (const line of lines) taken.add(line);
    edits.push(...fix.edits);
    count += 1;
  }
  return { edits, count };
}

/** Where each line begins that an edit touches. */
function linesUnder(text: string, { from, to }: TextEdit): readonly number[] {
  const lines = [beginOfLine(text, from)];
  for (let at = text.indexOf("\n", from); at >= 0 && at + 1 < to; at = text.indexOf("\n", at + 1))
    lines.push(at + 1);
  return lines;
}

/** Lines that edits touch, each with what becomes of it. */
export function changedLines(text: string, edits: readonly TextEdit[]): readonly ChangedLines[] {
  const sorted = [...edits].sort((one, other) => one.from - other.from || one.to - other.to);
  const groups: { from: number; to: number; edits: TextEdit[] }[] = [];
  for (const edit of sorted) {
    const span = { from: beginOfLine(text, edit.from), to: endOfLine(text, edit.to) };
    const last = groups.at(-1);
    if (last && span.from <= last.to) {
      last.to = Math.max(last.to, span.to);
      last.edits.push(edit);
    } else groups.push({ ...span, edits: [edit] });
  }
  let counted = 0;
  let line = 1;
  return groups.map(({ from, to, edits: own }) => {
    line += linesIn(text.slice(counted, from)).length - 1;
    counted = from;
    const before = text.slice(from, to);
    const moved = own.map((edit) => ({ ...edit, from: edit.from - from, to: edit.to - from }));
    const [old, fresh] = [linesIn(before), linesIn(applyFix(before, { title: "", edits: moved }))];
    return { line, ...differing(old, fresh) };
  });
}

/** Without the lines that both begin or end with. */
function differing(old: readonly string[], fresh: readonly string[]) {
  let first = 0;
  while (first < old.length && first < fresh.length && old[first] === fresh[first]) first++;
  let last = 0;
  while (last < Math.min(old.length, fresh.length) - first && old.at(-1 - last) === fresh.at(-1 - last))
    last++;
  return { before: old.slice(first, old.length - last), after: fresh.slice(first, fresh.length - last) };
}

export function linesIn(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

function beginOfLine(text: string, at: number): number {
  return Math.max(text.lastIndexOf("\n", at - 1), text.lastIndexOf("\r", at - 1)) + 1;
}

function endOfLine(text: string, at: number): number {
  const ending = /[\r\n]/g;
  ending.lastIndex = at;
  return ending.exec(text)?.index ?? text.length;
}

/** The one edit that turns `after` back into `before`. */
export function wayBack(before: string, after: string): TextEdit {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before.charCodeAt(from) === after.charCodeAt(from)) from++;
  let behind = 0;
  while (
    behind < most - from &&
    before.charCodeAt(before.length - 1 - behind) === after.charCodeAt(after.length - 1 - behind)
  )
    behind++;
  return { from, to: after.length - behind, insert: before.slice(from, before.length - behind) };
}
