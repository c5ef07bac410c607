/** What every chart has: a title, its legend, the drawing, and the same as a table for whoever does not see it. */

import type { ReactNode } from "react";
import type { Series } from "./series";

type FrameProps = {
  id: string;
  title: string;
  /** What it says in one sentence. */
  note: ReactNode;
  series?: readonly Series[];
  table?: ReactNode;
  children: ReactNode;
};

export function ChartFrame({ id, title, note, series = [], table, children }: FrameProps) {
  return (
    <section
      aria-labelledby={id}
      className="min-w-0 rounded-xl border border-line bg-panel px-4 py-3.5 lg:px-5"
    >
      <div className="mb-3 flex flex-wrap items-baseline gap-x-5 gap-y-1">
        <h2 id={id} className="font-semibold text-base">
          {title}
        </h2>
        <p className="min-w-0 grow text-dim text-sm">{note}</p>
        {series.length > 0 ? (
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-dim text-xs">
            {series.map(({ what, label, mark }) => (
              <li key={what} className="flex items-center gap-1.5">
                <span aria-hidden="true" className={`size-2 rounded-[2px] ${mark}`} />
                {label}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      {children}
      {table ? (
        <details className="mt-2">
          <summary className="w-fit rounded-sm text-dim text-xs">As a table</summary>
          {table}
        </details>
      ) : null}
    </section>
  );
}
