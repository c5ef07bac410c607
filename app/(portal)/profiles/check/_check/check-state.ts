/** The files in hand and what was done to them. Pure, and in memory alone: a reload forgets it all. */

import { applyFix } from "@/lib/profiles/lint";
import type { FileKind, Finding, TextEdit } from "@/lib/profiles/lint-file";
import { type ChangedLines, changedLines, type Mended, wayBack } from "./mend";

export type CheckedFile = { name: string; text: string };

export type Change = {
  key: number;
  file: FileKind;
  title: string;
  /** The first of them; `lines` counts all. */
  changed: readonly ChangedLines[];
  lines: number;
  back: TextEdit;
};

export type CheckState = {
  files: Readonly<Record<FileKind, CheckedFile | null>>;
  /** The latest first. */
  changes: readonly Change[];
  /** When the files were given: keys may have ended since they were written. */
  now: number;
};

export const nothingGiven: CheckState = { files: { config: null, credentials: null }, changes: [], now: 0 };

const mostShown = 20;

/** A new file in the place of one before: what was done to that is of no use any more. */
export function given(state: CheckState, kind: FileKind, file: CheckedFile | null, now: number): CheckState {
  const changes = state.changes.filter((change) => change.file !== kind);
  return { files: { ...state.files, [kind]: file }, changes, now };
}

export function fixed(state: CheckState, finding: Finding): CheckState {
  const file = state.files[finding.file];
  if (!file || !finding.fix) return state;
  const text = applyFix(file.text, finding.fix);
  const changed = changedLines(file.text, finding.fix.edits);
  return changedTo(state, finding.file, finding.fix.title, { text, changed, fixes: 1 });
}

export function changedTo(state: CheckState, kind: FileKind, title: string, mended: Mended): CheckState {
  const file = state.files[kind];
  if (!file || file.text === mended.text) return state;
  const change: Change = {
    key: (state.changes[0]?.key ?? 0) + 1,
    file: kind,
    title,
    changed: mended.changed.slice(0, mostShown),
    lines: mended.changed.length,
    back: wayBack(file.text, mended.text),
  };
  const files = { ...state.files, [kind]: { ...file, text: mended.text } };
  return { ...state, files, changes: [change, ...state.changes] };
}

/** Takes back the latest change. */
export function undone(state: CheckState): CheckState {
  const [last, ...changes] = state.changes;
  const file = last && state.files[last.file];
  if (!last || !file) return state;
  const text = applyFix(file.text, { title: "", edits: [last.back] });
  return { ...state, files: { ...state.files, [last.file]: { ...file, text } }, changes };
}
