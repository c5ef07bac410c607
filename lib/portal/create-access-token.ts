/** Making an access token for a machine. The record comes before the token: without it there is none. */

import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { type AccessTokenWanted, accessTokenText, type MadeBy, type Scope } from "@/lib/core/access-token";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { lifeOf } from "@/lib/portal/access-token-life";
import { record } from "@/lib/portal/record";
import { countLivingTokens, type NewToken, saveAccessToken } from "@/lib/store/access-tokens";
import { keptAccounts } from "@/lib/store/inventory";
import { tokenFingerprint } from "@/lib/store/token-fingerprint";

/** Of one person, at the same time. */
export const mostTokens = 50;

export type CreatedToken = { id: string; token: string; expiresAt: Date };

/** A token promises no more than its person's list shows. What AWS then gives is decided at each use. */
async function mustBeTheirs(person: Person, grants: readonly Grant[]): Promise<void> {
  for (const instance of new Set(grants.map((grant) => grant.instance))) {
    const kept = await keptAccounts(person.id, instance);
    const rolesOf = new Map(kept.map(({ accountId, roles }) => [accountId, roles]));
    const foreign = grants.find(
      (grant) => grant.instance === instance && !rolesOf.get(grant.accountId)?.includes(grant.role),
    );
    if (foreign)
      throw new PortalError("role-not-granted", `${foreign.accountId} is not on the person's list`);
  }
}

async function scopeOf(person: Person, wanted: AccessTokenWanted["grants"]): Promise<Scope> {
  if (wanted === "all") return null;
  const each = new Map(wanted.map((grant) => [`${grant.instance}/${grant.accountId}/${grant.role}`, grant]));
  const grants = [...each.values()];
  await mustBeTheirs(person, grants);
  return grants;
}

async function saveRecorded(person: Person, facts: RequestFacts, token: NewToken): Promise<string> {
  const { name, grants, networks, madeBy, expiresAt } = token;
  const text = accessTokenText(randomBytes(32));
  const which = { tokenFingerprint: tokenFingerprint(text) };
  const created = await record(person, facts, {
    kind: "access-token.created",
    ...which,
    detail: {
      name,
      roles: grants?.length ?? null,
      networks: networks.length,
      madeBy,
      expiresAt: expiresAt.toISOString(),
    },
  });
  try {
    if (await saveAccessToken(text, token)) return text;
    throw new PortalError("session-ended", "signed out while the token was made");
  } catch (failure) {
    // The record must not claim what never was.
    const event = { kind: "access-token.failed", ...which, requestId: created.id } as const;
    await record(person, facts, { ...event, detail: { problem: problemOf(failure) } }).catch(() => null);
    throw failure;
  }
}

/**
 * What a token that is wanted now would reach, and how long. Throws `role-not-granted` for a role that is not on the person's list,
 * `too-many-access-tokens`, and what `lifeOf` throws.
 */
export async function plannedToken(
  person: Person,
  wanted: AccessTokenWanted,
): Promise<{ grants: Scope; hourly: boolean; expiresAt: Date }> {
  if ((await countLivingTokens(person.id)) >= mostTokens) {
    throw new PortalError("too-many-access-tokens", `person ${person.id}`);
  }
  return { grants: await scopeOf(person, wanted.grants), ...(await lifeOf(person, wanted)) };
}

/** Answers the token's text, which is nowhere else from then on. Throws what `plannedToken` does, `session-ended`, and `not-recorded`. */
export async function createAccessToken(
  person: Person,
  facts: RequestFacts,
  wanted: AccessTokenWanted,
  { madeBy }: { madeBy: MadeBy },
): Promise<CreatedToken> {
  const planned = await plannedToken(person, wanted);
  const { name, networks } = wanted;
  const made = { address: facts.address, client: facts.userAgent };
  const id = randomUUID();
  const fresh = { id, personId: person.id, name, networks, madeBy, made, ...planned };
  const token = await saveRecorded(person, facts, { ...fresh, createdAt: new Date() });
  return { id, token, expiresAt: planned.expiresAt };
}
