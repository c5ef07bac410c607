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
  const folded = chains.map(({ name }) => name.toLowerCase());
  const isFirst = (at: number) => folded.indexOf(folded[at] ?? "") === at;
  const known: Known = {
    grants: new Map(named.map(({ key, name }) => [key, name])),
    chains: new Map(chains.filter((_, at) => isFirst(at)).map((chain) => [chain.name, chain])),
  };
  const faults = chains.filter((_, at) => !isFirst(at)).map(({ name }) => `Two chains are called ${name}.`);
  const skipped: string[] = [];
  const sections: ProfileSection[] = [];
  for (const chain of known.chains.values()) {
    const source = sourceOf(chain, known, new Set([chain.name]));
    if (source === "missing") skipped.push(chain.name);
    else if (source === "circle") faults.push(`The sources of ${chain.name} lead in a circle.`);
    else {
      const region = chain.region ?? regions[0];
      const place: readonly Setting[] = region === undefined ? [] : [["region", region]];
      const settings = [...roleSettings(chain, source), ...place, ...Object.entries(defaults)];
      sections.push({ name: chain.name, settings, from: null, aliasOf: null });
    }
  }
  return { sections, skipped, faults };
}

type Known = {
  /** Profiles' names, by the grant's key. */
  grants: ReadonlyMap<string, string>;
  chains: ReadonlyMap<string, ProfileChain>;
};

function sourceOf(
  { source }: ProfileChain,
  known: Known,
  seen: ReadonlySet<string>,
): readonly Setting[] | "missing" | "circle" {
  if (source.kind === "credential-source") return [["credential_source", source.credentialSource]];
  if (source.kind === "web-identity") return [["web_identity_token_file", source.tokenFile]];
  if (source.kind === "grant") {
    const name = known.grants.get(grantKey(source.grant));
    return name === undefined ? "missing" : [["source_profile", name]];
  }
  const other = known.chains.get(source.name);
  if (other && seen.has(other.name)) return "circle";
  const further = other ? sourceOf(other, known, new Set([...seen, other.name])) : [];
  return typeof further === "string" ? further : [["source_profile", source.name]];
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
