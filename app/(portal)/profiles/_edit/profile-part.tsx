"use client";
/** What stands in each profile: how it gets its keys, its regions, and settings that are the same in all. */

import { useId } from "react";
import { Button } from "@/app/_ui/button";
import { SelectField, TextField } from "@/app/_ui/fields";
import { CloseIcon, PlusIcon } from "@/app/_ui/icons";
import { settingChoices, settingKeys } from "@/lib/core/config-settings";
import { consoleRegions } from "@/lib/core/console-regions";
import { Chips } from "./chips";
import type { PartProps } from "./draft";
import { Dot, Part, Row } from "./part";

export function ProfilePart({ draft, onSet, faultOf }: PartProps) {
  const name = useId();
  const { kind, defaults } = draft.set;
  const regionFault = draft.set.regions.map((_, at) => faultOf(`regions.${at}`)).find(Boolean);
  return (
    <Part title="Profiles">
      <Row label="How they get their keys">
        <Dot name={name} checked={kind === "sso-session"} onChange={() => onSet({ kind: "sso-session" })}>
          By AWS’s own sign-in <span className="text-dim">(aws sso login; works without Sallyport)</span>
        </Dot>
        <Dot
          name={name}
          checked={kind === "credential-process"}
          onChange={() => onSet({ kind: "credential-process" })}
        >
          By themselves, from Sallyport{" "}
          <span className="text-dim">(a paired machine, curl; no sign-in in between)</span>
        </Dot>
      </Row>
      <Chips
        label="Regions"
        values={draft.set.regions}
        onValues={(values) => onSet({ regions: values })}
        known={consoleRegions}
        placeholder="eu-west-1"
        maxLength={32}
        fault={faultOf("regions") ?? regionFault}
        firstIs="usual"
      />
      <Settings
        defaults={defaults}
        onDefaults={(next) => onSet({ defaults: next })}
        faultOf={(key) => faultOf(`defaults.${key}`)}
      />
    </Part>
  );
}

type SettingsProps = {
  defaults: Readonly<Record<string, string>>;
  onDefaults: (defaults: Record<string, string>) => void;
  faultOf: (key: string) => string | undefined;
};

function Settings({ defaults, onDefaults, faultOf }: SettingsProps) {
  const entries = Object.entries(defaults);
  const free = settingKeys.filter((key) => !Object.hasOwn(defaults, key));
  const [next] = free;
  return (
    <div>
      <p className="mb-1 text-dim text-xs">The same settings in every profile</p>
      {entries.length > 0 ? (
        <ul className="mb-2 space-y-2">
          {entries.map(([key, value]) => {
            const known = settingKeys.find((one) => one === key);
            const choices = known ? settingChoices(known) : null;
            const change = (text: string) => onDefaults({ ...defaults, [key]: text });
            return (
              <li key={key} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-start gap-2">
                <SelectField
                  label="Setting"
                  quiet
                  value={key}
                  choices={[key, ...free].map((one) => [one, one] as const)}
                  onChange={(chosen) =>
                    onDefaults(
                      Object.fromEntries(
                        entries.map(([one, held]) => (one === key ? [chosen, firstOf(chosen)] : [one, held])),
                      ),
                    )
                  }
                />
                {choices ? (
                  <SelectField
                    label={`Value of ${key}`}
                    quiet
                    value={value}
                    choices={choices.map((one) => [one, one] as const)}
                    onChange={change}
                  />
                ) : (
                  <TextField
                    label={`Value of ${key}`}
                    quiet
                    value={value}
                    onChange={change}
                    maxLength={4000}
                    fault={faultOf(key)}
                    mono
                  />
                )}
                <Button
                  kind="quiet"
                  className="h-9 w-9 px-0"
                  aria-label={`Remove ${key}`}
                  onClick={() => onDefaults(Object.fromEntries(entries.filter(([one]) => one !== key)))}
                >
                  <CloseIcon />
                </Button>
              </li>
            );
          })}
        </ul>
      ) : null}
      {next ? (
        <Button size="small" onClick={() => onDefaults({ ...defaults, [next]: firstOf(next) })}>
          <PlusIcon />
          Setting
        </Button>
      ) : null}
    </div>
  );
}

/** A setting that takes one of a few words starts with the first of them. */
function firstOf(key: string): string {
  const known = settingKeys.find((one) => one === key);
  return (known && settingChoices(known)?.[0]) ?? "";
}
