"use client";
/** What a rule makes of an account: environment, colour, label and name. */

import { EnvironmentDot } from "@/app/_ui/environment";
import { SelectField, TextField } from "@/app/_ui/fields";
import type { AccountRule } from "@/lib/core/account-rules";
import { colourChoices, environmentChoices } from "./rule-words";

export type RuleEdit = {
  rule: AccountRule;
  set: (part: Partial<AccountRule>) => void;
  faultOf: (field: keyof AccountRule) => string | undefined;
};

export function RuleLooks({ rule, set, faultOf }: RuleEdit) {
  const { environment, colour } = rule;
  return (
    <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
      <SelectField
        label="Environment"
        value={environment ?? "none"}
        choices={environmentChoices}
        onChange={(one) => set({ environment: one === "none" ? null : one })}
      />
      <SelectField
        label="Colour"
        value={colour ?? "own"}
        choices={colourChoices(environment)}
        mark={<EnvironmentDot look={rule} />}
        onChange={(one) => set({ colour: one === "own" ? null : one })}
      />
      <TextField
        label="Label"
        value={rule.label ?? ""}
        maxLength={40}
        placeholder="none"
        fault={faultOf("label")}
        onChange={(label) => set({ label: label || null })}
      />
      <TextField
        label="Shown as"
        value={rule.displayName ?? ""}
        maxLength={120}
        placeholder="its own name"
        fault={faultOf("displayName")}
        onChange={(displayName) => set({ displayName: displayName || null })}
      />
    </div>
  );
}
