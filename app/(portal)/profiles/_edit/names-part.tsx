"use client";
/** How profiles are called: as people know it from another tool, or by a template of one's own. */

import { useId } from "react";
import { TextField } from "@/app/_ui/fields";
import { readableProfileName } from "@/lib/core/aws-profile-name";
import type { PreviewedName } from "@/lib/portal/preview-profiles";
import { namePresets } from "@/lib/profiles/name-presets";
import { compileTemplate } from "@/lib/profiles/name-template";
import type { PartProps } from "./draft";
import { Dot, Part } from "./part";

/** Until the owner's own roles are known. */
const example = {
  instance: "main",
  accountId: "123456789012",
  accountName: "payments-prod",
  role: "ReadOnly",
};

function exampleOf(template: string, of: Pick<PreviewedName, keyof typeof example> | undefined): string {
  const compiled = compileTemplate(template);
  if (!compiled.ok) return "";
  const { instance, accountId, accountName, role } = of ?? example;
  const look = { displayName: null, label: null, environment: null };
  const grant = { instance, accountId, accountName, role, ...look };
  return readableProfileName(compiled.template.name({ grant, region: null }));
}

export function NamesPart({ draft, onSet, faultOf, preview }: PartProps) {
  const name = useId();
  const { nameTemplate, aliasDays } = draft.set;
  const sample = preview?.names[0];
  const isPreset = namePresets.some(({ template }) => template === nameTemplate);
  return (
    <Part
      title="Names"
      about="A name that was given stays, and never comes to mean another account. Whoever came first keeps theirs."
    >
      <div role="radiogroup" aria-label="Names as in" className="space-y-1.5">
        {namePresets.map(({ id, label, template }) => (
          <Dot
            key={id}
            name={name}
            checked={template === nameTemplate}
            onChange={() => onSet({ nameTemplate: template })}
          >
            {label.split(":")[0]}{" "}
            <code className="wrap-anywhere font-mono text-dim text-xs">{exampleOf(template, sample)}</code>
          </Dot>
        ))}
        <Dot
          name={name}
          checked={!isPreset}
          onChange={() => onSet({ nameTemplate: "{account_name | safe | lower}-{role | lower}" })}
        >
          By a template of our own
        </Dot>
      </div>
      <div>
        <TextField
          label="Template"
          value={nameTemplate}
          onChange={(template) => onSet({ nameTemplate: template })}
          maxLength={300}
          fault={faultOf("nameTemplate")}
          mono
        />
        <p className="mt-1 text-pretty text-dim text-xs">
          {
            "{account_name} {account_id} {display_name} {label} {environment} {role} {region} {short_region} {instance}"
          }
          , and behind each, after a bar: lower, upper, title, safe, nospace, trim("acme-"), replace("a",
          "b").
        </p>
      </div>
      <AliasDays
        days={aliasDays}
        onDays={(days) => onSet({ aliasDays: days })}
        fault={faultOf("aliasDays")}
      />
    </Part>
  );
}

function AliasDays({
  days,
  onDays,
  fault,
}: {
  days: number;
  onDays: (days: number) => void;
  fault: string | undefined;
}) {
  return (
    <div className="max-w-64">
      <TextField
        label="Days that an old name goes on beside a new one"
        value={Number.isNaN(days) ? "" : String(days)}
        onChange={(text) => onDays(/^\d{1,4}$/.test(text) ? Number(text) : Number.NaN)}
        maxLength={4}
        fault={fault}
      />
    </div>
  );
}
