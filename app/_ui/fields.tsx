"use client";
/** Fields of a form: small, labelled, with their fault beside them. */

import { type ReactNode, useEffect, useId, useRef } from "react";
import { ChevronIcon } from "./icons";
import { useStable } from "./use-stable";

const look =
  "h-9 w-full min-w-0 rounded-lg border border-field bg-panel text-sm outline-none focus:border-accent focus:ring-3 focus:ring-accent/20 aria-invalid:border-bad";

type FieldProps = {
  label: string;
  /** Read aloud only, where the place says what it is. */
  quiet?: boolean | undefined;
  fault?: string | undefined;
  children: (ids: { id: string; fault: string }) => ReactNode;
};

function Field({ label, quiet = false, fault, children }: FieldProps) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={quiet ? "sr-only" : "mb-1 block text-dim text-xs"}>
        {label}
      </label>
      {children({ id, fault: `${id}-fault` })}
      <p id={`${id}-fault`} className="mt-1 text-pretty text-bad text-xs empty:hidden">
        {fault}
      </p>
    </div>
  );
}

type TextProps = {
  label: string;
  quiet?: boolean | undefined;
  value: string;
  onChange: (value: string) => void;
  maxLength: number;
  placeholder?: string;
  fault?: string | undefined;
  mono?: boolean;
};

export function TextField({
  label,
  quiet,
  value,
  onChange,
  maxLength,
  placeholder,
  fault,
  mono = false,
}: TextProps) {
  const box = useEarlyText(value, onChange);
  return (
    <Field label={label} quiet={quiet} fault={fault}>
      {(ids) => (
        <input
          ref={box}
          id={ids.id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          maxLength={maxLength}
          placeholder={placeholder}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-invalid={fault !== undefined}
          aria-describedby={fault === undefined ? undefined : ids.fault}
          className={`${look} px-2.5 ${mono ? "font-mono text-xs" : ""}`}
        />
      )}
    </Field>
  );
}

/** What was written before the page was ready counts. */
function useEarlyText(value: string, onChange: (value: string) => void) {
  const box = useRef<HTMLInputElement>(null);
  const take = useStable(() => {
    if (box.current && box.current.value !== value) onChange(box.current.value);
  });
  useEffect(take, [take]);
  return box;
}

type SelectProps<V extends string> = {
  label: string;
  quiet?: boolean | undefined;
  value: V;
  onChange: (value: V) => void;
  choices: readonly (readonly [value: V, words: string])[];
  /** Stands before the words. */
  mark?: ReactNode;
};

export function SelectField<V extends string>({
  label,
  quiet,
  value,
  onChange,
  choices,
  mark,
}: SelectProps<V>) {
  return (
    <Field label={label} quiet={quiet}>
      {({ id }) => (
        <span className="relative flex items-center">
          {mark ? <span className="pointer-events-none absolute left-2.5 grid">{mark}</span> : null}
          <select
            id={id}
            value={value}
            onChange={(event) => {
              const chosen = choices.find(([one]) => one === event.target.value);
              if (chosen) onChange(chosen[0]);
            }}
            className={`${look} appearance-none truncate pr-7 hover:bg-hover ${mark ? "pl-7" : "pl-2.5"}`}
          >
            {choices.map(([one, words]) => (
              <option key={one} value={one}>
                {words}
              </option>
            ))}
          </select>
          <ChevronIcon className="pointer-events-none absolute right-2 rotate-90 text-dim" />
        </span>
      )}
    </Field>
  );
}
