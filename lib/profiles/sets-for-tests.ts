/** Sets, grants and blocks for tests. */

import { type BuildInput, buildProfiles } from "./build-profiles";
import { type NamesInput, nameProfiles } from "./name-profiles";
import type { ProfileBlock } from "./profile-block";
import type { ProfileGrant, ProfileInstance } from "./profile-grant";

export const main: ProfileInstance = {
  id: "main",
  startUrl: "https://acme.awsapps.com/start",
  region: "eu-central-1",
};

export const set = {
  nameTemplate: "{account_name | safe}.{role}",
  kind: "sso-session",
  chains: [],
  regions: ["eu-west-1"],
  defaults: { output: "json" },
  aliasDays: 30,
} as const satisfies NamesInput["set"] & BuildInput["set"];

export function grant(
  accountId: string,
  accountName: string | null,
  role = "Admin",
  more: Partial<ProfileGrant> = {},
): ProfileGrant {
  const look = { displayName: null, label: null, environment: null };
  return { instance: "main", accountId: accountId.padStart(12, "0"), accountName, role, ...look, ...more };
}

/** `count` accounts, with one role each. */
export function grants(count: number): ProfileGrant[] {
  return Array.from({ length: count }, (_, at) => grant(String(at), `team-${at} account`));
}

export function names(some: readonly ProfileGrant[], more: Partial<NamesInput> = {}) {
  return nameProfiles({ set, grants: some, records: [], now: 0, whole: true, ...more });
}

type More = Partial<Omit<BuildInput, "set">> & { set?: BuildInput["set"] & Partial<NamesInput["set"]> };

export function build(some: readonly ProfileGrant[], more: More = {}) {
  const named = names(some, { set: { ...set, ...more.set } }).profiles;
  const portalUrl = "https://portal.example.com";
  return buildProfiles({ setId: "team", set, named, instances: [main], portalUrl, machine: null, ...more });
}

export function blockOf(some: readonly ProfileGrant[], setId = "team"): ProfileBlock {
  return build(some, { setId }).block;
}
