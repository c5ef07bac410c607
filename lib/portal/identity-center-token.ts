/** A person's Identity Center token: kept sealed, renewed once however many ask, never shown to anybody. */

import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { exchangeIdToken } from "@/lib/aws/identity-center-token";
import { signOutOfAws } from "@/lib/aws/sign-out-of-aws";
import type { IdentityCenterToken } from "@/lib/aws/token-answer";
import type { Person } from "@/lib/core/person";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { ProblemCode } from "@/lib/core/problems";
import type { RequestFacts } from "@/lib/core/request-facts";
import type { Instance } from "@/lib/env";
import { freshIdToken } from "@/lib/idp/fresh-id-token";
import { type Asking, paced } from "@/lib/portal/paced";
import { record } from "@/lib/portal/record";
import { renewedToken } from "@/lib/portal/renewed-token";
import {
  connectionOf,
  dropConnection,
  leaseConnection,
  releaseConnection,
  saveConnection,
} from "@/lib/store/connections";
import { keepUserId } from "@/lib/store/identity-center-users";
import { isBlocked } from "@/lib/store/person-blocks";
import { spendToken } from "@/lib/store/spent-tokens";

type Kept = Awaited<ReturnType<typeof connectionOf>>;

/** A token with less life than this is renewed first. */
const marginMs = 60_000;

/** Longer than any provider lets an id_token live: so long we remember that one was exchanged. */
const idTokenLifeMs = 24 * 60 * 60 * 1000;

/** One for each instance that may connect at the same time, and some for answers that got lost meanwhile. */
const mostRenewals = 25;

/** How long one renewal may hold the others up, and how long they wait for it. */
const leaseSeconds = 30;

/**
 * What is kept, opened. A row that does not open was sealed under a secret that is gone, or was put there by somebody:
 * that goes on the record, the row goes, and this request with it; the next one begins anew.
 */
async function keptConnection(person: Person, instance: Instance, facts: RequestFacts): Promise<Kept> {
  try {
    return await connectionOf(person.id, instance.id);
  } catch (failure) {
    if (problemOf(failure) !== "unexpected") throw failure;
    const reason = "the sealed connection did not open";
    const detail = { problem: "unexpected", reason, instance: instance.id };
    await record(person, facts, { kind: "connection.refused", detail });
    await dropConnection(person.id, instance.id);
    throw failure;
  }
}

/** The provider's tokens that do not open are of no use either; a new sign-in replaces them. */
function signInAgain(failure: unknown): never {
  if (problemOf(failure) !== "unexpected") throw failure;
  throw new PortalError("aws-sign-in-ended", "the sealed tokens of the provider did not open");
}

/**
 * AWS takes an id_token once. One that was exchanged before, for another instance or for an answer that got lost,
 * is renewed first.
 */
async function unspentIdToken(personId: string): Promise<string> {
  let idToken = await freshIdToken(personId).catch(signInAgain);
  // Instances that connect at the same time are given the same renewed one, and the first to spend it has it.
  for (let turn = 0; turn < mostRenewals; turn++) {
    if (await spendToken(idToken, new Date(Date.now() + idTokenLifeMs))) return idToken;
    idToken = await freshIdToken(personId, { not: idToken });
  }
  throw new PortalError("aws-slow", "other instances spent every renewed id_token");
}

async function exchanged(
  person: Person,
  instance: Instance,
  facts: RequestFacts,
  asking: Asking,
): Promise<IdentityCenterToken> {
  if (!person.emailVerified) throw new PortalError("email-unverified", `person ${person.id}`);
  let idToken: string | null = null;
  return await paced(instance, asking, async () => {
    idToken ??= await unspentIdToken(person.id);
    return await exchangeIdToken(instance, idToken, facts).catch((failure) => {
      // A throttled call was not looked at. After any other failure AWS may have taken it, and would call a
      // repetition somebody unknown.
      if (problemOf(failure) !== "aws-throttled") idToken = null;
      throw failure;
    });
  });
}

/** What an administrator should find on the record: the refusals that only they can mend. */
const refusals: ReadonlySet<ProblemCode> = new Set([
  "email-unverified",
  "aws-assignment-required",
  "aws-user-unmatched",
  "aws-misconfigured",
]);

/** Only the person can make a connection by a device's code; the provider's tokens are of no use for it. */
function approvalNeeded({ id }: Instance): PortalError {
  return new PortalError("aws-connection-needed", `${id}: there is no token, or none that AWS renews`);
}

/** Somebody else may have mended the connection in the meantime: only the token that AWS refused is dropped. */
async function dropRefused(person: Person, instance: Instance, token: string): Promise<void> {
  const kept = await connectionOf(person.id, instance.id);
  if (kept?.accessToken === token) await dropConnection(person.id, instance.id);
}

async function make(
  person: Person,
  instance: Instance,
  facts: RequestFacts,
  asking: Asking,
): Promise<IdentityCenterToken> {
  if (instance.connect === "device-code") {
    // What cannot be renewed now never can: nobody shall ask AWS with it again.
    await dropConnection(person.id, instance.id);
    throw approvalNeeded(instance);
  }
  try {
    return await exchanged(person, instance, facts, asking);
  } catch (failure) {
    const problem = problemOf(failure);
    const detail = { problem, instance: instance.id };
    if (refusals.has(problem)) await record(person, facts, { kind: "connection.refused", detail });
    throw failure;
  }
}

type Wanted = {
  /** One that AWS has refused, however fresh. */
  not?: string | undefined;
  /** Whoever asks has waited for the turn that a sign-in at AWS takes. */
  hasTurn?: boolean | undefined;
};

/** Made for somebody who was shut out meanwhile: it is kept nowhere, and should not live on at AWS either. Nobody waits for that. */
async function endIfBlocked(
  person: Person,
  instance: Instance,
  { accessToken }: IdentityCenterToken,
  facts: RequestFacts,
): Promise<void> {
  if (!(await isBlocked(person.id))) return;
  signOutOfAws(instance, accessToken, facts).catch(() => undefined);
  throw new PortalError("aws-sign-in-ended", `person ${person.id} was blocked while the token was made`);
}

async function obtain(
  person: Person,
  instance: Instance,
  facts: RequestFacts,
  { not, hasTurn }: Wanted,
): Promise<string | null> {
  const lease = await leaseConnection(person.id, instance.id, leaseSeconds);
  if (!lease) return null;
  try {
    // Read after the lease: whoever held it before may have just renewed.
    const kept = await connectionOf(person.id, instance.id);
    if (kept && isFresh(kept.expiresAt) && kept.accessToken !== not) {
      await releaseConnection(lease);
      return kept.accessToken;
    }
    const asking: Asking = { priority: "mint", hasTurn };
    const fromRefresh = kept && (await renewedToken(kept, instance, facts, asking));
    const token = fromRefresh ?? (await make(person, instance, facts, asking));
    if (!fromRefresh) {
      const { userId, expiresAt } = token;
      const detail = { instance: instance.id, expiresAt: expiresAt.toISOString(), ...(userId && { userId }) };
      await record(person, facts, { kind: "connection.made", detail });
    }
    if (token.userId) await keepUserId(person.id, instance.id, token.userId);
    // A renewal goes on with the identity that was checked; a new exchange is checked anew.
    const { arn, clientId } = fromRefresh && kept ? kept : { arn: null, clientId: null };
    if (await saveConnection(lease, { ...token, arn, clientId })) return token.accessToken;
    await endIfBlocked(person, instance, token, facts);
    return null;
  } catch (failure) {
    await releaseConnection(lease);
    throw failure;
  }
}

function isFresh(expiresAt: Date): boolean {
  return expiresAt.getTime() - Date.now() > marginMs;
}

/** Whether a token is there that needs no sign-in at AWS. */
export async function hasFreshToken(
  person: Person,
  instance: Instance,
  facts: RequestFacts,
): Promise<boolean> {
  const kept = await keptConnection(person, instance, facts);
  return kept !== null && isFresh(kept.expiresAt);
}

/**
 * A living token. Throws `aws-sign-in-ended` where only a new sign-in
 * helps, and `aws-connection-needed` where the person must approve at AWS.
 */
export async function identityCenterToken(
  person: Person,
  instance: Instance,
  facts: RequestFacts,
  { not, hasTurn }: Wanted = {},
): Promise<string> {
  const deadline = Date.now() + leaseSeconds * 1000;
  while (Date.now() < deadline) {
    const kept = await keptConnection(person, instance, facts);
    if (kept && isFresh(kept.expiresAt) && kept.accessToken !== not) return kept.accessToken;
    const token = await obtain(person, instance, facts, { not, hasTurn });
    if (token) return token;
    await pause(50 + Math.random() * 100);
  }
  throw new PortalError("aws-slow", "another request has been renewing this connection for too long");
}

/**
 * Runs `use` with a living token. If AWS says that the token is over although its time is not,
 * the connection is made anew, once.
 */
export async function withIdentityCenterToken<T>(
  person: Person,
  instance: Instance,
  facts: RequestFacts,
  use: (token: string) => Promise<T>,
): Promise<T> {
  const token = await identityCenterToken(person, instance, facts);
  try {
    return await use(token);
  } catch (failure) {
    if (problemOf(failure) !== "aws-sign-in-ended") throw failure;
  }
  // What a person approved may still be renewed; everything else is made anew.
  const byCode = instance.connect === "device-code";
  if (!byCode) await dropRefused(person, instance, token);
  const other = await identityCenterToken(person, instance, facts, { not: token });
  try {
    return await use(other);
  } catch (failure) {
    if (!byCode || problemOf(failure) !== "aws-sign-in-ended") throw failure;
    await dropRefused(person, instance, other);
    throw approvalNeeded(instance);
  }
}
