"use client";
/** Asks for what snippets need to know of a machine. */

import { useId } from "react";
import { systems } from "@/lib/credentials/uses/machine";
import type { MachineForm } from "./use-machine";

const field =
  "h-9 w-full rounded-md border border-field bg-panel px-2.5 outline-none placeholder:text-dim focus:border-accent focus:ring-3 focus:ring-accent/20 aria-invalid:border-bad";

export function MachineFields({ form }: { form: MachineForm }) {
  const { machine, home, region, faults, onSystem, onHome, onRegion } = form;
  const example = systems.find(({ id }) => id === machine.system)?.home;
  return (
    <div className="grid gap-3 sm:grid-cols-[auto_minmax(0,1fr)_minmax(0,200px)]">
      <fieldset>
        <legend className="mb-1 text-dim text-xs">System</legend>
        <div className="flex h-9 overflow-hidden rounded-md border border-field">
          {systems.map(({ id, label }) => (
            <button
              key={id}
              type="button"
              aria-pressed={id === machine.system}
              onClick={() => onSystem(id)}
              className="border-edge px-3 text-sm outline-offset-[-2px] not-first:border-l hover:bg-hover aria-pressed:bg-accent-tint aria-pressed:font-medium"
            >
              {label}
            </button>
          ))}
        </div>
      </fieldset>
      <TextField
        label="Home folder, as a whole path"
        value={home}
        placeholder={example ?? ""}
        fault={faults.home}
        onChange={onHome}
      />
      <TextField
        label="Region"
        value={region}
        placeholder={machine.region}
        fault={faults.region}
        onChange={onRegion}
      />
    </div>
  );
}

type TextFieldProps = {
  label: string;
  value: string;
  placeholder: string;
  fault: string | null;
  onChange: (value: string) => void;
};

function TextField({ label, value, placeholder, fault, onChange }: TextFieldProps) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label className="block">
        <span className="mb-1 block text-dim text-xs">{label}</span>
        <input
          value={value}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
          maxLength={200}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          aria-invalid={fault !== null}
          aria-describedby={fault ? id : undefined}
          className={`${field} font-mono text-sm`}
        />
      </label>
      <p id={id} role="alert" className="mt-1 text-bad text-xs empty:hidden">
        {fault}
      </p>
    </div>
  );
}
