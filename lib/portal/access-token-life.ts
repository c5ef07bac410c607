/** How long an access token that is made now will live, and what that hangs on. */

import "server-only";
import type { AccessTokenWanted } from "@/lib/core/access-token";
import type { Person } from "@/lib/core/person";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import { env, instances } from "@/lib/env";
import { connectionOf } from "@/lib/store/connections";
import { idpTokensOf } from "@/lib/store/idp-tokens";

/** What does not open is of no use: whoever needs it says so on the record. */
function unopened(failure: unknown): null {
  if (problemOf(failure) === "unexpected") return null;
  throw failure;
}

/** Whether the provider can be asked about a person who is away: it gave a refresh token, which needs `offline_access`. */
export async function hasOfflineAccess(person: Person): Promise<boolean> {
  const tokens = await idpTokensOf(person.id).catch(unopened);
  return tokens !== null && tokens.refreshToken !== null;
}

/** When the last of the person's Identity Center tokens for these instances ends; null where they have none that lives. */
export async function connectedUntil(
  person: Person,
  wanted: AccessTokenWanted["grants"],
): Promise<Date | null> {
  const concerned = instances().filter(
    ({ id }) => wanted === "all" || wanted.some(({ instance }) => instance === id),
  );
  const kept = await Promise.all(concerned.map(({ id }) => connectionOf(person.id, id).catch(unopened)));
  const ends = kept.flatMap((connection) => (connection ? [connection.expiresAt.getTime()] : []));
  const last = Math.max(...ends, 0);
  return last > Date.now() ? new Date(last) : null;
}

export type TokenLife = {
  /** Whether the provider is asked every hour. Else the token ends with what the person's sign-in gave. */
  hourly: boolean;
  expiresAt: Date;
};

/** Throws `invalid-input` for a longer life than settings allow, `aws-connection-needed` where there is nothing to live on. */
export async function lifeOf(person: Person, { hours, grants }: AccessTokenWanted): Promise<TokenLife> {
  if (hours > env().ACCESS_TOKEN_MOST_HOURS) throw new PortalError("invalid-input", `${hours} hours`);
  const expiresAt = new Date(Date.now() + hours * 3_600_000);
  if (await hasOfflineAccess(person)) return { hourly: true, expiresAt };
  const until = await connectedUntil(person, grants);
  if (!until)
    throw new PortalError("aws-connection-needed", "no refresh token, and no Identity Center token");
  return { hourly: false, expiresAt: until < expiresAt ? until : expiresAt };
}
