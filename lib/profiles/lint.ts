/**
 * Reads a config file as AWS's tools do and says what they will not like, or take in different ways. Runs in the browser as it is:
 * what is in the file never leaves it. What cannot be seen in a text, such as who may read the file, is not looked for.
 */

import type { FileKind, Finding, Fix, LintedFile } from "./lint-file";
import { lintedFile } from "./lint-file";
import { lintGrammar } from "./lint-grammar";
import { lintJavascript } from "./lint-javascript";
import { lintNames } from "./lint-names";
import { lintRules } from "./lint-rules";
import { lintSecrets } from "./lint-secrets";
import { lintSessions } from "./lint-sessions";
import { lintSources } from "./lint-sources";
import { lintValues } from "./lint-values";
import type { ProfileInstance } from "./profile-grant";

export type LintInput = {
  config: string;
  credentials?: string | undefined;
  /** Where known, to tell whether a sign-in is looked for in the right region. */
  instances?: readonly ProfileInstance[];
  /** Milliseconds since 1970, to tell whether keys have ended. */
  now?: number;
};

/** In the order of the file, config before credentials. Never throws. */
export function lint({ config, credentials, instances = [], now }: LintInput): readonly Finding[] {
  const first = read("config", config);
  const second = credentials === undefined ? null : read("credentials", credentials);
  lintSessions(first.file, instances);
  lintSources(first.file, second?.file ?? null);
  return [first, ...(second ? [second] : [])].flatMap(({ file, marked }) => {
    lintGrammar(file);
    lintNames(file);
    lintValues(file);
    lintSecrets(file, now ?? null);
    lintJavascript(file);
    const found = file.findings.sort((one, other) => one.line - other.line || one.column - other.column);
    return marked ? [mark(file.kind), ...found.map(moved)] : found;
  });
}

/** The text after one click. */
export function applyFix(text: string, { edits }: Fix): string {
  const inOrder = [...edits].sort((one, other) => one.from - other.from || one.to - other.to);
  let at = 0;
  let result = "";
  for (const { from, to, insert } of inOrder) {
    // Two edits of one place: the first one was enough.
    if (from < at) continue;
    result += text.slice(at, from) + insert;
    at = to;
  }
  return result + text.slice(at);
}

/** What Windows' editors put before the first character. The rest is read without it, and told as it stands with it. */
function read(kind: FileKind, text: string): { file: LintedFile; marked: boolean } {
  const marked = text.startsWith("\ufeff");
  return { marked, file: lintedFile(kind, marked ? text.slice(1) : text) };
}

function mark(file: FileKind): Finding {
  return {
    rule: "byte-order-mark",
    severity: "error",
    file,
    line: 1,
    column: 1,
    message: "The file begins with a byte order mark.",
    reason: lintRules["byte-order-mark"][1],
    fix: { title: "Remove the mark", edits: [{ from: 0, to: 1, insert: "" }] },
  };
}

function moved(finding: Finding): Finding {
  const column = finding.line === 1 ? finding.column + 1 : finding.column;
  const edits =
    finding.fix?.edits.map(({ from, to, insert }) => ({ from: from + 1, to: to + 1, insert })) ?? [];
  return { ...finding, column, fix: finding.fix && { ...finding.fix, edits } };
}
