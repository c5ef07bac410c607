/**
 * People without a face, as many as a test needs: `crowd-17-40` is the seventeenth, with forty accounts of five roles each.
 * The login alone says who it is and what it has, so nobody need be created. Up to 9,999 people with up to 9,999 accounts.
 *
 * Where the company is large enough, no two have an account in common: the accounts of one follow those of the one before.
 */

import type { SandboxAccount } from "./company-accounts";
import { type SandboxRole, usualSessionHours } from "./company-grants";
import type { Identity } from "./identity";

const rolesEach = ["AdministratorAccess", "PowerUserAccess", "Developer", "ReadOnlyAccess", "SecurityAudit"];

function partsOf(login: string): { place: number; count: number } | null {
  const [, place, count] = /^crowd-(\d{1,4})-(\d{1,4})$/.exec(login) ?? [];
  return place === undefined || count === undefined ? null : { place: Number(place), count: Number(count) };
}

export function crowdIdentity(login: string): Identity | undefined {
  if (!partsOf(login)) return undefined;
  return {
    login,
    sub: `sub-of-${login}`,
    name: `Person ${login}`,
    email: `${login}@example.com`,
    emailVerified: true,
    groups: ["engineering"],
    goodFor: "One of many.",
    identityCenterUserName: login,
  };
}

export function crowdGrants(login: string, accounts: readonly SandboxAccount[]): SandboxRole[] {
  const parts = partsOf(login);
  if (!parts) return [];
  const count = Math.min(parts.count, accounts.length);
  return Array.from(
    { length: count },
    (_, nth) => (parts.place * parts.count + nth) % accounts.length,
  ).flatMap((index) =>
    rolesEach.map((roleName) => ({
      accountId: accounts[index]?.accountId ?? "",
      roleName,
      sessionHours: usualSessionHours(roleName),
    })),
  );
}
