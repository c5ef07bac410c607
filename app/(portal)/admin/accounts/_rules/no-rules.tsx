"use client";
/** Before the first rule: what rules are, and two to start from. */

import { Button } from "@/app/_ui/button";
import { EnvironmentTag } from "@/app/_ui/environment";
import type { AccountRule } from "@/lib/core/account-rules";
import { emptyRule, exampleRules } from "./use-rules";

export function NoRules({ onAdd }: { onAdd: (rules: readonly AccountRule[]) => void }) {
  return (
    <div className="rounded-xl border border-line bg-panel px-6 py-10">
      <h2 className="font-semibold text-lg">No rules yet</h2>
      <p className="mt-1 max-w-prose text-pretty text-dim">
        A rule says which accounts are production, what colour they have and what they are called, on
        everybody’s page. Until you save one, Sallyport goes by names that say prod, staging or dev. Two to
        start from:
      </p>
      <ul className="my-4 space-y-2">
        {exampleRules.map((rule) => (
          <li key={rule.pattern} className="flex flex-wrap items-center gap-2 text-sm">
            <code className="font-mono text-xs">{rule.pattern}</code>
            <EnvironmentTag look={rule} />
            {rule.confirm ? (
              <span className="text-dim">asks for the account’s name before keys or console</span>
            ) : null}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" onClick={() => onAdd(exampleRules)}>
          Start with these two
        </Button>
        <Button onClick={() => onAdd([emptyRule])}>Start with an empty rule</Button>
      </div>
    </div>
  );
}
