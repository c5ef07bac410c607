/** Who a machine acts for: its access token, looked up anew for each request, so that a revoked one is dead at once everywhere. */

import "server-only";
import { isWellFormed, type Scope } from "@/lib/core/access-token";
import { once } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import type { RequestFacts } from "@/lib/core/request-facts";
import { confirmInTime, isConfirmed } from "@/lib/portal/confirmed-person";
import { isInNetworks } from "@/lib/portal/in-networks";
import { refuseMachine } from "@/lib/portal/refuse-machine";
import { accessTokenOf, noteTokenUse, type TokenInUse } from "@/lib/store/access-tokens";

export type Machine = {
  person: Person;
  /** `grants`: what it is for, null for all of the person's roles. Ask `mayTake`. */
  token: { id: string; name: string; grants: Scope; expiresAt: Date; fingerprint: string };
};

const minute = 60_000;

/** Bare, as the AWS SDKs send what a container gives them, or behind `Bearer`, as everybody else does. */
function tokenIn(authorization: string | null): string {
  return (authorization ?? "").replace(/^bearer +/i, "").trim();
}

/** For the record alone. */
function faultOf(text: string, found: TokenInUse | null, { address }: RequestFacts): string | null {
  if (text === "") return "no access token";
  if (!isWellFormed(text)) return "malformed";
  if (!found) return "unknown";
  if (found.isBlocked) return "its person is blocked";
  if (found.revokedAt) return "revoked";
  if (found.expiresAt <= new Date()) return "expired";
  return isInNetworks(address, found.networks) ? null : "from another network";
}

/** Says that the token is in use, at most once a minute, and lets nobody wait for it. */
function noteUse({ id, lastUsedAt }: TokenInUse, { address, userAgent }: RequestFacts): void {
  const running = once("tokens-being-noted", () => new Set<string>());
  const now = new Date();
  if (now.getTime() - (lastUsedAt?.getTime() ?? 0) < minute || running.has(id)) return;
  running.add(id);
  noteTokenUse(id, now, { address, client: userAgent })
    .catch(() => undefined)
    .finally(() => running.delete(id));
}

/**
 * `authorization` is the header's value. Throws `access-token-refused`, the same for every reason, `too-many-requests` after
 * many such, `store-unavailable`, and what the provider's absence throws where the person's hour is over.
 */
export async function admitMachine(
  authorization: string | null,
  facts: RequestFacts & { path: string },
): Promise<Machine> {
  const text = tokenIn(authorization);
  // Looked up whatever it is: a text that cannot be a token must not be answered sooner than one that could.
  const found = await accessTokenOf(text);
  const fault = faultOf(text, found, facts);
  if (fault !== null || !found) return await refuseMachine(fault ?? "unknown", found, facts);

  const { id, name, grants, hourly, expiresAt, confirmedAt, fingerprint } = found;
  const isDue = hourly && !isConfirmed(confirmedAt);
  const person = isDue ? await confirmInTime(found.person, facts) : found.person;
  noteUse(found, facts);
  return { person, token: { id, name, grants, expiresAt, fingerprint } };
}
