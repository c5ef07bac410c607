"use client";
/** Lines that go and lines that come. Only what is seen exists in the page. */

import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { CodeText } from "@/app/(portal)/profiles/_file/code-text";
import { hideSecrets } from "@/app/(portal)/profiles/_file/hide-secrets";
import type { DiffRow } from "./region-diff";

const looks = {
  same: { sign: " ", paint: "", word: "" },
  added: { sign: "+", paint: "bg-development-tint", word: "Added: " },
  removed: { sign: "−", paint: "bg-bad-tint", word: "Removed: " },
};

const rowHeight = 18;

export function DiffView({ rows }: { rows: readonly DiffRow[] }) {
  const box = useRef<HTMLDivElement>(null);
  const longest = useMemo(
    () => rows.reduce((most, row) => Math.max(most, row.kind === "kept" ? 0 : row.text.length), 0),
    [rows],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  return (
    <details open className="min-w-0">
      <summary className="mb-1 font-medium text-sm">Line by line</summary>
      <section
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
        tabIndex={0}
        aria-label="Line by line"
        className="max-h-96 overflow-auto rounded-lg border border-line bg-sunken font-mono text-xs"
      >
        <div
          className="relative min-w-full"
          style={{ height: virtual.getTotalSize(), width: `${longest + 4}ch` }}
        >
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index];
            return row ? (
              <div
                key={key}
                className="absolute inset-x-0 top-0 h-[18px] whitespace-pre"
                style={{ transform: `translateY(${start}px)` }}
              >
                <OneRow row={row} />
              </div>
            ) : null;
          })}
        </div>
      </section>
    </details>
  );
}

function OneRow({ row }: { row: DiffRow }) {
  if (row.kind === "kept") {
    const words =
      row.sections === 1
        ? "1 section stays as it is"
        : `${row.sections.toLocaleString("en")} sections stay as they are`;
    return <p className="h-full px-3 text-dim italic">{words}</p>;
  }
  const { sign, paint, word } = looks[row.kind];
  return (
    <p className={`h-full px-3 ${paint}`}>
      <span aria-hidden="true" className="select-none">
        {sign}{" "}
      </span>
      {word ? <span className="sr-only">{word}</span> : null}
      <CodeText text={hideSecrets(row.text)} />
    </p>
  );
}
