/** A part of the page about the record: a title, what belongs beside it, and facts below. */

import type { ReactNode } from "react";

type SectionProps = { title: string; aside?: ReactNode; children: ReactNode };

export function RecordSection({ title, aside = null, children }: SectionProps) {
  return (
    <section aria-label={title} className="min-w-0 rounded-xl border border-line bg-panel p-4 md:p-5">
      <div className="mb-3 flex min-h-7 items-center justify-between gap-3">
        <h2 className="font-semibold text-base">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** One line of a `dl`. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0 sm:grid sm:grid-cols-[7rem_1fr] sm:gap-3">
      <dt className="text-dim text-sm">{label}</dt>
      <dd className="min-w-0 text-sm tabular-nums">{children}</dd>
    </div>
  );
}
