/** A part of the editor: its title, one line of what it is for, and its fields. */

import type { ReactNode } from "react";

export function Part({ title, about, children }: { title: string; about?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="rounded-xl border border-line bg-panel px-4 py-4 md:px-5">
      <h2 className="font-semibold">{title}</h2>
      {about ? <p className="text-pretty text-dim text-sm">{about}</p> : null}
      <div className="mt-3 space-y-4">{children}</div>
    </section>
  );
}

type TickProps = { checked: boolean; onChange: () => void; children: ReactNode };

export function Tick({ checked, onChange, children }: TickProps) {
  return (
    <label className="flex min-h-6 cursor-pointer items-center gap-2 text-sm">
      <input
        type="checkbox"
        checked={checked}
        onChange={onChange}
        className="size-4 shrink-0 accent-accent"
      />
      {children}
    </label>
  );
}

type DotProps = { name: string; checked: boolean; onChange: () => void; children: ReactNode };

export function Dot({ name, checked, onChange, children }: DotProps) {
  return (
    <label className="flex min-h-6 cursor-pointer items-start gap-2.5 text-sm">
      <input
        type="radio"
        name={name}
        checked={checked}
        onChange={onChange}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0">{children}</span>
    </label>
  );
}

/** What stands beside several small things of one kind. */
export function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-dim text-xs">{label}</legend>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1">{children}</div>
    </fieldset>
  );
}
