/** Roles that are assumed from another profile, from what a machine is, or with a token. */

import type { ProfileChain } from "@/lib/core/profile-set";
import type { NamedProfile } from "./name-profiles";
import type { ProfileSection, Setting } from "./profile-block";
import { grantKey } from "./profile-grant";

export type ChainedSet = {
  chains: readonly ProfileChain[];
  regions: readonly string[];
  defaults: Readonly<Record<string, string>>;
};

export type Chained = {
  sections: readonly ProfileSection[];
  /** Names of chains whose source this person does not have. */
  skipped: readonly string[];
  faults: readonly string[];
};

/** A source that is neither of this set nor skipped stands in the person's own file, or does not: the linter says. */
export function chainedProfiles(
  { chains, regions, defaults }: ChainedSet,
  named: readonly NamedProfile[],
): Chained {
  const ofGrants = new Map(named.map(({ key, name }) => [key, name]));
  const folded = chains.map(({ name }) => name.toLowerCase());
  const isFirst = (at: number) => folded.indexOf(folded[at] ?? "") === at;
  const byName = new Map(chains.filter((_, at) => isFirst(at)).map((chain) => [chain.name, chain]));
  const faults = chains.filter((_, at) => !isFirst(at)).map(({ name }) => `Two chains are called ${name}.`);

  const sourceOf = (
    chain: ProfileChain,
    seen: ReadonlySet<string>,
  ): readonly Setting[] | "missing" | "circle" => {
    const { source } = chain;
    if (source.kind === "credential-source") return [["credential_source", source.credentialSource]];
    if (source.kind === "web-identity") return [["web_identity_token_file", source.tokenFile]];
    if (source.kind === "grant") {
      const name = ofGrants.get(grantKey(source.grant));
      return name === undefined ? "missing" : [["source_profile", name]];
    }
    const other = byName.get(source.name);
    if (!other) return [["source_profile", source.name]];
    if (seen.has(other.name)) return "circle";
    const further = sourceOf(other, new Set([...seen, other.name]));
    return typeof further === "string" ? further : [["source_profile", other.name]];
  };

  const skipped: string[] = [];
  const sections: ProfileSection[] = [];
  for (const chain of byName.values()) {
    const source = sourceOf(chain, new Set([chain.name]));
    if (source === "missing") skipped.push(chain.name);
    else if (source === "circle") faults.push(`${chain.name} is its own source, by way of others.`);
    else {
      const region = chain.region ?? regions[0] ?? null;
      const settings = [...roleSettings(chain, source), ...(region ? [["region", region] as const] : [])];
      sections.push({
        name: chain.name,
        settings: [...settings, ...Object.entries(defaults)],
        from: null,
        aliasOf: null,
      });
    }
  }
  return { sections, skipped, faults };
}

function roleSettings(chain: ProfileChain, source: readonly Setting[]): readonly Setting[] {
  const all: readonly (readonly [string, string | null])[] = [
    ["role_arn", chain.roleArn],
    ...source,
    ["external_id", chain.externalId],
    ["mfa_serial", chain.mfaSerial],
    ["duration_seconds", chain.durationSeconds === null ? null : String(chain.durationSeconds)],
    ["role_session_name", chain.sessionName],
  ];
  return all.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
}
