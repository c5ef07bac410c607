"use client";
/** One finding: what, why, where, and the way out. */

import { memo, useId } from "react";
import { Button } from "@/app/_ui/button";
import { CodeText } from "@/app/(portal)/profiles/_file/code-text";
import { hideSecrets } from "@/app/(portal)/profiles/_file/hide-secrets";
import type { Finding } from "@/lib/profiles/lint-file";
import { type ExcerptLine, excerpt, type Lines } from "./excerpt-lines";
import type { FindingItem } from "./finding-list";
import { SeverityBar, SeverityTag } from "./severity";

type CardProps = {
  item: Extract<FindingItem, { kind: "finding" }>;
  lines: Lines;
  busy: boolean;
  onFix: (finding: Finding, place: number) => void;
  onFixAll: (title: string) => Promise<void>;
};

export const FindingCard = memo(function FindingCard({ item, lines, busy, onFix, onFixAll }: CardProps) {
  const { finding, place, alike } = item;
  const { severity, file, line, column, message, reason, fix } = finding;
  const id = useId();
  return (
    <article
      data-finding={place}
      aria-labelledby={id}
      tabIndex={-1}
      className="relative overflow-hidden rounded-xl border border-line bg-panel py-3 pr-3 pl-4 sm:pr-4"
    >
      <SeverityBar severity={severity} />
      <div className="flex flex-wrap items-center gap-x-2 text-dim text-xs">
        <SeverityTag severity={severity} />
        <span>
          {file}, line {line.toLocaleString("en")}
        </span>
      </div>
      <h3 id={id} className="wrap-anywhere mt-1 text-pretty font-semibold">
        <CodeText text={hideSecrets(message)} />
      </h3>
      <p className="text-pretty text-dim text-sm">{reason}</p>
      <Excerpt rows={excerpt(lines, line, column)} />
      {fix ? (
        <div className="mt-2.5 flex flex-wrap gap-2">
          <Button
            size="small"
            data-fix=""
            disabled={busy}
            aria-describedby={id}
            onClick={() => onFix(finding, place)}
            className="min-w-0 max-w-full"
          >
            <span className="truncate">
              <CodeText text={hideSecrets(fix.title)} />
            </span>
          </Button>
          {alike > 1 ? (
            <Button
              kind="quiet"
              size="small"
              disabled={busy}
              aria-describedby={id}
              onClick={() => void onFixAll(`All of: ${fix.title}`)}
            >
              Fix all {alike.toLocaleString("en")} like this
            </Button>
          ) : null}
        </div>
      ) : null}
    </article>
  );
});

function Excerpt({ rows }: { rows: readonly ExcerptLine[] }) {
  return (
    <pre className="mt-2 overflow-x-auto rounded-md bg-sunken py-1.5 font-mono text-xs" tabIndex={-1}>
      {rows.map(({ number, pieces, here }) => (
        <div key={number} className="flex min-w-max px-2">
          <span aria-hidden="true" className="w-10 shrink-0 select-none pr-3 text-right text-dim">
            {number}
          </span>
          <code className={here ? "" : "text-dim"}>
            {pieces.map(({ text, marked }, at) => {
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one line have no other name and never move.
              const piece = <CodeText key={at} text={text} />;
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              return marked ? <mark key={at}>{piece}</mark> : piece;
            })}
            {pieces.length === 0 ? " " : ""}
          </code>
        </div>
      ))}
    </pre>
  );
}
