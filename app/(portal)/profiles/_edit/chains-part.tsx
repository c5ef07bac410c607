"use client";
/** Roles that are assumed by what another profile is: for accounts that Identity Center does not reach. */

import { Button } from "@/app/_ui/button";
import { SelectField, TextField } from "@/app/_ui/fields";
import { CloseIcon, PlusIcon } from "@/app/_ui/icons";
import { credentialSources } from "@/lib/core/assume-role";
import type { ProfileChain } from "@/lib/core/profile-set";
import type { ProfilePreview } from "@/lib/portal/preview-profiles";
import { type PartProps, replaced, without } from "./draft";
import { Part } from "./part";

const fresh: ProfileChain = {
  name: "",
  source: { kind: "profile", name: "" },
  roleArn: "",
  externalId: null,
  mfaSerial: null,
  durationSeconds: null,
  sessionName: null,
  region: null,
};

type Source = ProfileChain["source"];

/** A name of this set's is kept as the role that it is, so that it follows when the profile is renamed. */
function sourceOf(text: string, preview: ProfilePreview | null): Source {
  const [, path] = /^web identity: (.*)$/.exec(text) ?? [];
  if (path !== undefined) return { kind: "web-identity", tokenFile: path };
  const machine = credentialSources.find((one) => one === text);
  if (machine) return { kind: "credential-source", credentialSource: machine };
  const own = preview?.names.find(({ name }) => name === text);
  if (!own) return { kind: "profile", name: text };
  const { instance, accountId, role } = own;
  return { kind: "grant", grant: { instance, accountId, role } };
}

function textOf(source: Source, preview: ProfilePreview | null): string {
  if (source.kind === "profile") return source.name;
  if (source.kind === "credential-source") return source.credentialSource;
  if (source.kind === "web-identity") return `web identity: ${source.tokenFile}`;
  const { instance, accountId, role } = source.grant;
  const own = preview?.names.find(
    (one) => one.instance === instance && one.accountId === accountId && one.role === role,
  );
  return own?.name ?? `${role} in ${accountId}`;
}

const orNull = (text: string) => (text === "" ? null : text);

type ChainProps = {
  chain: ProfileChain;
  at: number;
  onChain: (chain: ProfileChain) => void;
  onRemove: () => void;
} & Pick<PartProps, "faultOf" | "preview">;

function Chain({ chain, at, onChain, onRemove, faultOf, preview }: ChainProps) {
  const fault = (field: string) => faultOf(`chains.${at}.${field}`);
  const change = (part: Partial<ProfileChain>) => onChain({ ...chain, ...part });
  const source = textOf(chain.source, preview);
  const ways = [
    ...(preview?.names ?? []).map(({ name }) => name),
    ...credentialSources,
    ...(chain.source.kind === "web-identity" ? [] : ["web identity: /var/run/secrets/token"]),
  ];
  const choices = [...new Set([source, ...ways])].map((one) => [one, one === "" ? "Choose" : one] as const);
  return (
    <li aria-label={`Assumed role ${at + 1}`} className="space-y-2 rounded-lg border border-line p-3">
      <div className="flex items-start gap-2">
        <div className="grid min-w-0 grow gap-2 sm:grid-cols-2">
          <TextField
            label="Profile’s name"
            value={chain.name}
            onChange={(name) => change({ name })}
            maxLength={128}
            fault={fault("name")}
            mono
          />
          <SelectField
            label="Starts from"
            value={source}
            choices={choices}
            onChange={(text) => change({ source: sourceOf(text, preview) })}
          />
        </div>
        <Button
          kind="quiet"
          className="mt-5 h-9 w-9 px-0"
          aria-label={`Remove assumed role ${at + 1}`}
          onClick={onRemove}
        >
          <CloseIcon />
        </Button>
      </div>
      <TextField
        label="Role’s ARN"
        value={chain.roleArn}
        onChange={(roleArn) => change({ roleArn })}
        maxLength={2048}
        placeholder="arn:aws:iam::123456789012:role/Deploy"
        fault={fault("roleArn") ?? fault("source") ?? fault("source.name") ?? faultOf(`chains.${at}`)}
        mono
      />
      <details>
        <summary className="w-fit rounded-sm text-dim text-sm">
          External id, MFA, duration, session name, region
        </summary>
        <div className="mt-2 grid gap-2 sm:grid-cols-2">
          <TextField
            label="External id"
            value={chain.externalId ?? ""}
            onChange={(text) => change({ externalId: orNull(text) })}
            maxLength={1224}
            fault={fault("externalId")}
            mono
          />
          <TextField
            label="MFA device"
            value={chain.mfaSerial ?? ""}
            onChange={(text) => change({ mfaSerial: orNull(text) })}
            maxLength={256}
            fault={fault("mfaSerial")}
            mono
          />
          <TextField
            label="Seconds"
            value={chain.durationSeconds === null ? "" : String(chain.durationSeconds)}
            onChange={(text) => change({ durationSeconds: text === "" ? null : Number(text) })}
            maxLength={5}
            fault={fault("durationSeconds")}
          />
          <TextField
            label="Session name"
            value={chain.sessionName ?? ""}
            onChange={(text) => change({ sessionName: orNull(text) })}
            maxLength={64}
            fault={fault("sessionName")}
            mono
          />
          <TextField
            label="Region"
            value={chain.region ?? ""}
            onChange={(text) => change({ region: orNull(text) })}
            maxLength={32}
            fault={fault("region")}
            mono
          />
        </div>
      </details>
    </li>
  );
}

export function ChainsPart({ draft, onSet, faultOf, preview }: PartProps) {
  const { chains } = draft.set;
  return (
    <Part
      title="Assumed roles"
      about="Further roles, reached from a profile of the set. Whoever has not got that profile has not got them."
    >
      {chains.length > 0 ? (
        <ul className="space-y-3">
          {chains.map((chain, at) => (
            <Chain
              // biome-ignore lint/suspicious/noArrayIndexKey: its name is what is being written.
              key={at}
              chain={chain}
              at={at}
              onChain={(next) => onSet({ chains: replaced(chains, at, next) })}
              onRemove={() => onSet({ chains: without(chains, at) })}
              faultOf={faultOf}
              preview={preview}
            />
          ))}
        </ul>
      ) : null}
      <p className="text-pretty text-bad text-xs empty:hidden">{faultOf("chains")}</p>
      <Button
        size="small"
        disabled={chains.length >= 200}
        onClick={() => onSet({ chains: [...chains, fresh] })}
      >
        <PlusIcon />
        Assumed role
      </Button>
    </Part>
  );
}
