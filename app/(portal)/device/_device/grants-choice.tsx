"use client";
/** What the machine may have. What it suggests is only said: the person ticks it. All roles are a choice of its own. */

import { useId, useMemo } from "react";
import { Button } from "@/app/_ui/button";
import { GrantPicker } from "@/app/(portal)/_grants/grant-picker";
import type { Choice, Grants } from "@/app/(portal)/_grants/use-grants";
import { isHinted } from "@/lib/core/pairing";

export type Reach = { kind: "chosen"; keys: ReadonlySet<string> } | { kind: "all" };

type ChoiceProps = {
  hints: readonly string[];
  grants: Grants;
  reach: Reach;
  onReach: (reach: Reach) => void;
  fault: string | null;
};

function hinted(hints: readonly string[], choices: readonly Choice[]): Choice[] {
  return choices.filter(({ grant, accountName }) =>
    hints.some((hint) => isHinted(hint, { ...grant, accountName })),
  );
}

export function GrantsChoice({ hints, grants, reach, onReach, fault }: ChoiceProps) {
  const name = useId();
  const keys = reach.kind === "chosen" ? reach.keys : new Set<string>();
  const { choices } = grants;
  const asked = useMemo(() => hinted(hints, choices ?? []), [hints, choices]);
  const first = useMemo(() => new Set(asked.map(({ key }) => key)), [asked]);
  return (
    <fieldset className="mt-6">
      <legend className="font-semibold">What it may have</legend>
      <label className="mt-2 flex items-center gap-2.5 text-sm">
        <input
          type="radio"
          name={name}
          checked={reach.kind === "chosen"}
          onChange={() => onReach({ kind: "chosen", keys })}
          className="size-4 accent-accent"
        />
        Only these roles
      </label>
      {reach.kind === "chosen" ? (
        <div className="mt-2 space-y-2 sm:pl-6.5">
          {choices ? <Suggested hints={hints} roles={asked} keys={keys} onReach={onReach} /> : null}
          <GrantPicker
            grants={grants}
            first={first}
            chosen={keys}
            onChosen={(next) => onReach({ kind: "chosen", keys: next })}
            fault={fault}
          />
        </div>
      ) : null}
      <label className="mt-3 flex items-center gap-2.5 text-sm">
        <input
          type="radio"
          name={name}
          checked={reach.kind === "all"}
          onChange={() => onReach({ kind: "all" })}
          className="size-4 accent-accent"
        />
        All my roles, and those that I get later
      </label>
    </fieldset>
  );
}

type SuggestedProps = {
  hints: readonly string[];
  roles: readonly Choice[];
  keys: ReadonlySet<string>;
  onReach: (reach: Reach) => void;
};

function Suggested({ hints, roles, keys, onReach }: SuggestedProps) {
  if (hints.length === 0) return null;
  const isChosen = roles.length > 0 && roles.every(({ key }) => keys.has(key));
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 rounded-lg bg-sunken px-3 py-2 text-sm">
      <p className="min-w-0 grow basis-40 text-pretty">
        It asks for <code className="wrap-anywhere font-mono text-xs">{hints.join(", ")}</code>
        {roles.length === 0 ? ": no role of yours is called so." : null}
      </p>
      {roles.length > 0 ? (
        <Button
          size="small"
          disabled={isChosen}
          onClick={() =>
            onReach({ kind: "chosen", keys: new Set([...keys, ...roles.map(({ key }) => key)]) })
          }
        >
          {isChosen ? "Chosen" : roles.length === 1 ? "Choose it" : `Choose these ${roles.length}`}
        </Button>
      ) : null}
    </div>
  );
}
