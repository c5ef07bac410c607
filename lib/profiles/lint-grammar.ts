/** What makes botocore refuse a whole file, and lines that end differently. */

import type { IniFault } from "./ini-file";
import { fullValue } from "./ini-value";
import { type Fix, type LintedFile, lineStart, mostTold, withoutKeys } from "./lint-file";
import type { LintRule } from "./lint-rules";

export function lintGrammar(file: LintedFile): void {
  for (const fault of file.ini.faults.slice(0, mostTold)) {
    const rule: LintRule = fault.kind === "no-key" ? "no-equals" : fault.kind;
    file.say(rule, fault, messageFor(fault), fixFor(file, fault));
  }
  const lone = /\r(?!\n)/.exec(file.text);
  if (!lone) return;
  const edits = Array.from(file.text.matchAll(/\r(?!\n)/g), ({ index }) => ({
    from: index,
    to: index + 1,
    insert: "\n",
  }));
  file.say(
    "lone-carriage-return",
    { from: lone.index, to: lone.index + 1 },
    "A line ends with a carriage return alone.",
    {
      title: "End lines with a line feed",
      edits,
    },
  );
}

function messageFor({ kind, name }: IniFault): string {
  if (kind === "duplicate-section") return `[${name}] stands here a second time.`;
  if (kind === "duplicate-key") return `${name} stands a second time in its section.`;
  if (kind === "text-before-section") return "A line stands before any [section].";
  if (kind === "no-key") return "There is no key before the = sign.";
  return kind === "no-equals" ? "This line has no = sign." : "A line further in has no = sign.";
}

function fixFor(file: LintedFile, fault: IniFault): Fix | null {
  if (fault.kind === "duplicate-section") return withoutRepetition(file, fault);
  if (fault.kind === "duplicate-key") {
    const keys = file.ini.sections.flatMap((section) => section.keys);
    const first = keys.find(({ from }) => from === fault.first);
    return first ? { title: "Remove the first one", edits: withoutKeys(file, [first]) } : null;
  }
  // Where the line begins: within a value, a # further in would still be a comment.
  const at = lineStart(file.text, fault.from);
  return { title: "Make it a comment", edits: [{ from: at, to: at, insert: "# " }] };
}

/** Only where nothing is lost: each of its keys stands in the first one too. */
function withoutRepetition(file: LintedFile, fault: IniFault): Fix | null {
  const first = file.ini.sections.find(({ from }) => from === fault.first);
  const second = file.ini.sections.find(({ from }) => from === fault.from);
  if (!first || !second) return null;
  const known = new Map(first.keys.map((key) => [key.key, fullValue(key)]));
  if (second.keys.some((key) => known.get(key.key) !== fullValue(key))) return null;
  const from = lineStart(file.text, second.from);
  // Where the text ends, its last line may have no end of its own.
  const to = second.end === file.text.length ? second.end : lineStart(file.text, second.end);
  return { title: "Remove this repetition", edits: [{ from, to, insert: "" }] };
}
