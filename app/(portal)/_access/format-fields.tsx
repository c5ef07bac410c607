"use client";
/** What only the person knows, for formats that ask for it. Nothing of it is remembered or sent. */

import { useId } from "react";
import type { FormatField } from "@/lib/credentials/credential-format";

type FieldsProps = {
  fields: readonly FormatField[];
  typed: Readonly<Record<string, string>>;
  /** What stands in the text where nothing is typed. */
  known: Readonly<Record<string, string | undefined>>;
  fault: string | null;
  onType: (typed: Record<string, string>) => void;
};

export function FormatFields({ fields, typed, known, fault, onType }: FieldsProps) {
  const id = useId();
  if (fields.length === 0) return null;
  return (
    <div className="grid grid-cols-2 gap-2 px-4 pt-3">
      {fields.map(({ name, label, placeholder, allowed }) => {
        const wrong = Boolean(typed[name]?.trim()) && !allowed.test(typed[name]?.trim() ?? "");
        return (
          <label key={name} className="block min-w-0 text-xs">
            <span className="mb-1 block text-dim">{label}</span>
            <input
              value={typed[name] ?? ""}
              placeholder={known[name] ?? placeholder}
              onChange={(event) => onType({ ...typed, [name]: event.target.value })}
              maxLength={4000}
              autoComplete="off"
              autoCapitalize="off"
              autoCorrect="off"
              spellCheck={false}
              aria-invalid={wrong}
              aria-describedby={wrong ? id : undefined}
              className="h-8 w-full rounded-md border border-field bg-panel px-2 font-mono text-xs outline-none placeholder:text-dim focus:border-accent focus:ring-3 focus:ring-accent/20 aria-invalid:border-bad"
            />
          </label>
        );
      })}
      <p id={id} role="alert" className="col-span-2 text-bad text-xs empty:hidden">
        {fault}
      </p>
    </div>
  );
}
