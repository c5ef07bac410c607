"use client";
/** What was changed, the latest first, each as the lines that went and those that came. */

import { Button } from "@/app/_ui/button";
import { CodeText } from "@/app/(portal)/profiles/_file/code-text";
import { hideSecrets, secretLines, wholeLineHidden } from "@/app/(portal)/profiles/_file/hide-secrets";
import type { Change } from "./check-state";
import type { ChangedLines } from "./mend";

type ChangesProps = { changes: readonly Change[]; busy: boolean; onUndo: () => void };

const mostChanges = 50;

export function ChangeList({ changes, busy, onUndo }: ChangesProps) {
  if (changes.length === 0) return null;
  return (
    <section aria-label="Changes" className="rounded-xl border border-line bg-panel px-4 py-3">
      <div className="mb-2 flex items-center gap-2">
        <h2 className="font-semibold">
          {changes.length === 1 ? "1 change" : `${changes.length.toLocaleString("en")} changes`}
        </h2>
        <Button size="small" disabled={busy} className="ml-auto" onClick={onUndo}>
          Undo the last
        </Button>
      </div>
      <ol className="max-h-[50vh] space-y-3 overflow-y-auto" aria-label="Changes, the latest first">
        {changes.slice(0, mostChanges).map((change) => (
          <OneChange key={change.key} change={change} />
        ))}
      </ol>
    </section>
  );
}

function OneChange({ change: { title, file, changed, lines } }: { change: Change }) {
  const more = lines - changed.length;
  return (
    <li className="min-w-0">
      <p className="wrap-anywhere text-sm">
        <CodeText text={hideSecrets(title)} /> <span className="text-dim text-xs">{file}</span>
      </p>
      <div className="mt-1 space-y-1">
        {changed.map((one) => (
          <Lines key={`${one.line} ${one.before.length} ${one.after.length}`} {...one} />
        ))}
      </div>
      {more > 0 ? (
        <p className="mt-1 text-dim text-xs">and in {more.toLocaleString("en")} more places</p>
      ) : null}
    </li>
  );
}

function Lines({ line, before, after }: ChangedLines) {
  const rows = [
    ...shown(before).map((text) => ({ sign: "−", text, paint: "bg-bad-tint", word: "Removed" })),
    ...shown(after).map((text) => ({ sign: "+", text, paint: "bg-development-tint", word: "Added" })),
  ];
  return (
    <div className="overflow-hidden rounded-md font-mono text-2xs">
      {rows.map(({ sign, text, paint, word }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one change have no other name and never move.
        <p key={at} className={`flex gap-2 px-2 py-0.5 ${paint}`}>
          <span aria-hidden="true" className="shrink-0 select-none">
            {at === 0 ? `${line} ${sign}` : sign}
          </span>
          <span className="sr-only">{word}: </span>
          <span className="wrap-anywhere min-w-0 whitespace-pre-wrap">
            <CodeText text={text} />
          </span>
        </p>
      ))}
    </div>
  );
}

const mostLines = 12;

function shown(lines: readonly string[]): readonly string[] {
  const secret = secretLines(lines);
  const hidden = lines
    .slice(0, mostLines)
    .map((line, at) => (secret.has(at) ? wholeLineHidden : hideSecrets(line).slice(0, 300)));
  return lines.length > mostLines ? [...hidden, `… ${lines.length - mostLines} more lines`] : hidden;
}
