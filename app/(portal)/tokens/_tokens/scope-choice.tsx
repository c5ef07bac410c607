"use client";
/** What a token is for: some roles, or all of them by that word. Nothing is chosen beforehand. */

import { useId } from "react";
import { GrantPicker } from "@/app/(portal)/_grants/grant-picker";
import type { Grants } from "@/app/(portal)/_grants/use-grants";

export type Scoped = { all: boolean; keys: ReadonlySet<string> };

type ChoiceProps = {
  grants: Grants;
  scoped: Scoped;
  onScoped: (scoped: Scoped) => void;
  fault: string | null;
};

export function ScopeChoice({ grants, scoped, onScoped, fault }: ChoiceProps) {
  const name = useId();
  const radio = (all: boolean, words: string) => (
    <label className="flex items-center gap-2.5 text-sm">
      <input
        type="radio"
        name={name}
        checked={scoped.all === all}
        onChange={() => onScoped({ ...scoped, all })}
        className="size-4 accent-accent"
      />
      {words}
    </label>
  );
  return (
    <fieldset className="min-w-0 space-y-2">
      <legend className="mb-2 font-medium text-sm">What it may take</legend>
      {radio(false, "Only these roles")}
      {scoped.all ? null : (
        <div className="sm:pl-6.5">
          <GrantPicker
            grants={grants}
            chosen={scoped.keys}
            onChosen={(keys) => onScoped({ ...scoped, keys })}
            fault={fault}
          />
        </div>
      )}
      {radio(true, "All my roles, and those that I get later")}
    </fieldset>
  );
}
