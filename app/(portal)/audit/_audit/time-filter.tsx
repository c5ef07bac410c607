"use client";
/** Since and until: a few usual spans, and two fields in the reader's own time. */

import type { ReactNode } from "react";
import { Button } from "@/app/_ui/button";
import { ChevronIcon } from "@/app/_ui/icons";
import { useInBrowser } from "@/app/_ui/use-in-browser";
import type { AuditFilter } from "@/lib/core/audit-row";

/** A moment as such a field wants it, in the reader's zone: `2026-11-21T10:00:00`. */
function localField(moment: string): string {
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

type TimeFilterProps = { filter: AuditFilter; children: ReactNode };

export function TimeFilter({ filter: { from, until }, children }: TimeFilterProps) {
  const any = !from && !until;
  const zone = useInBrowser(
    () => `your time, ${new Intl.DateTimeFormat().resolvedOptions().timeZone}`,
    "UTC",
  );
  return (
    <details className="relative">
      <summary
        className={`flex h-9 list-none items-center gap-2 whitespace-nowrap rounded-lg border bg-panel px-2.5 text-sm hover:bg-hover [&::-webkit-details-marker]:hidden ${any ? "border-field" : "border-accent"}`}
      >
        {any ? "Any time" : "Chosen time"}
        <ChevronIcon className="ml-auto rotate-90 text-dim" />
      </summary>
      <div className="absolute right-0 z-30 mt-1.5 w-72 space-y-3 rounded-xl bg-panel p-3 shadow-float">
        <div className="flex flex-wrap gap-1">{children}</div>
        <Field name="from" label={`Since (${zone})`} moment={from} />
        <Field name="until" label={`Until (${zone})`} moment={until} />
        <Button type="submit" kind="primary" size="small">
          Show
        </Button>
      </div>
    </details>
  );
}

function Field({ name, label, moment }: { name: string; label: string; moment: string | undefined }) {
  const value = useInBrowser(() => (moment ? localField(moment) : ""), moment ? moment.slice(0, 19) : "");
  return (
    <label className="block text-dim text-xs">
      {label}
      <input
        key={value}
        type="datetime-local"
        step={1}
        name={name}
        defaultValue={value}
        className="mt-1 block h-8 w-full rounded-md border border-field bg-panel px-2 text-ink text-sm"
      />
    </label>
  );
}
