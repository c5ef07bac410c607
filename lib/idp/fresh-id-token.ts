/** An id_token that AWS will still take. Renewed at the provider once, however many ask and in however many processes. */

import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { refreshTokenGrant } from "openid-client";
import { once } from "@/lib/core/once";
import { PortalError } from "@/lib/core/portal-error";
import { forgetProvider, providerClient } from "@/lib/idp/provider";
import { isInvalidGrant, providerProblem } from "@/lib/idp/provider-problem";
import { personOf, type Tokens, tokensOf } from "@/lib/idp/redeem-code";
import {
  dropIdpTokens,
  idpTokensOf,
  leaseIdpTokens,
  releaseIdpTokens,
  renewIdpTokens,
} from "@/lib/store/idp-tokens";
import { personById, savePerson } from "@/lib/store/people";

/** Longer than every call to the provider that a renewal makes, time-outs included. */
const leaseSeconds = 30;
const patienceMilliseconds = 20_000;

type Kept = NonNullable<Awaited<ReturnType<typeof idpTokensOf>>>;
type Lease = NonNullable<Awaited<ReturnType<typeof leaseIdpTokens>>>;

function ended(why: string): PortalError {
  return new PortalError("aws-sign-in-ended", why);
}

/** How long the token was made to live, in milliseconds. It is ours, sealed since we checked it. */
function lifeOf(idToken: string): number {
  const { exp, iat } = JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString());
  return (Number(exp) - Number(iat)) * 1000;
}

/** More than five minutes are left, or more than half where a provider makes tokens that live for less than ten. */
function isFresh({ idToken, expiresAt }: Tokens): boolean {
  const needed = Math.min(300_000, lifeOf(idToken) / 2);
  return expiresAt.getTime() - Date.now() > needed;
}

/**
 * Asks the provider. The refresh token stays where the provider gives no new one. What it says of the person is kept with it: an
 * id_token is good without that, so whoever needs the person confirmed looks whether they were.
 */
async function renewed(personId: string, refreshToken: string): Promise<Tokens> {
  const person = await personById(personId);
  const client = await providerClient();
  if (!person || client.serverMetadata().issuer !== person.issuer) {
    throw ended("the person is not this provider's");
  }
  const answer = await refreshTokenGrant(client, refreshToken);
  const tokens = tokensOf(answer);
  if (!tokens) throw ended("the provider renews no id_token");
  if (answer.claims()?.sub !== person.subject) {
    throw new PortalError("provider-malformed", "the renewed id_token is another person's");
  }
  const said = await personOf(client, answer).catch(() => null);
  // Before the tokens: whoever sees the new ones finds the person confirmed.
  if (said) await savePerson(said).catch(() => null);
  return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
}

/** What a failed renewal means. Another sign-in meanwhile makes it mean nothing. */
async function failed(personId: string, kept: Kept, failure: unknown): Promise<string> {
  const isSpent = isInvalidGrant(failure);
  const problem = isSpent ? ended("the provider takes the refresh token no more") : providerProblem(failure);
  if (problem.code === "provider-malformed") forgetProvider();
  if (problem.code !== "aws-sign-in-ended") throw problem;

  const now = await idpTokensOf(personId);
  if (now && now.idToken !== kept.idToken) return now.idToken;
  await dropIdpTokens(personId);
  throw problem;
}

async function renewUnder(lease: Lease, personId: string, stale: Kept): Promise<string> {
  // Read again: whoever held the lease before may have renewed.
  const kept = await idpTokensOf(personId);
  const isRenewed = kept && kept.idToken !== stale.idToken && isFresh(kept);
  if (!kept?.refreshToken || isRenewed) {
    await releaseIdpTokens(lease);
    if (isRenewed) return kept.idToken;
    throw ended("there is no refresh token");
  }
  try {
    const tokens = await renewed(personId, kept.refreshToken);
    if (await renewIdpTokens(lease, tokens)) return tokens.idToken;
    // A lease that ran out belongs to somebody else now, and what they stored is newer than ours.
    const newer = await idpTokensOf(personId);
    if (!newer) throw ended("the tokens were taken back while they were renewed");
    return newer.idToken;
  } catch (failure) {
    await releaseIdpTokens(lease);
    return await failed(personId, kept, failure);
  }
}

/** Renews, or waits for whoever does so in another process. */
async function renew(personId: string, stale: Kept): Promise<string> {
  const patientUntil = Date.now() + patienceMilliseconds;
  for (let pause = 50; Date.now() < patientUntil; pause = Math.min(pause * 2, 800)) {
    const lease = await leaseIdpTokens(personId, leaseSeconds);
    if (lease) return await renewUnder(lease, personId, stale);
    await wait(pause * (0.75 + Math.random() / 2));
    const kept = await idpTokensOf(personId);
    if (!kept) throw ended("there are no tokens any more");
    if (kept.idToken !== stale.idToken) return kept.idToken;
  }
  throw new PortalError("provider-unavailable", "another process did not end its renewal");
}

/**
 * The person's id_token with time left on it. `not` is one that is of no more use, however fresh. Throws `aws-sign-in-ended` where only another sign-in helps,
 * `provider-unavailable` or `provider-malformed` where trying again may, and `store-unavailable`.
 */
export async function freshIdToken(personId: string, { not }: { not?: string } = {}): Promise<string> {
  const kept = await idpTokensOf(personId);
  if (!kept) throw ended("there are no tokens");
  if (isFresh(kept) && kept.idToken !== not) return kept.idToken;

  const renewals = once("id-token-renewals", () => new Map<string, Promise<string>>());
  const running = renewals.get(personId) ?? renew(personId, kept).finally(() => renewals.delete(personId));
  renewals.set(personId, running);
  return await running;
}
