/** A code from the provider, made into a person and tokens. Everything the provider says is checked here, or by what is called here. */

import "server-only";
import {
  authorizationCodeGrant,
  type Configuration,
  fetchUserInfo,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from "openid-client";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import { type Claims, lacksClaims, personOfClaims } from "@/lib/idp/claims";
import { forgetProvider, providerClient } from "@/lib/idp/provider";
import { providerProblem } from "@/lib/idp/provider-problem";

/** What this browser was given when its sign-in started. */
export type Checks = { state: string; nonce: string; codeVerifier: string };

export type Tokens = { idToken: string; refreshToken: string | null; expiresAt: Date };

export type Redeemed = { claims: Omit<Person, "id">; tokens: Tokens };

type Answer = TokenEndpointResponse & TokenEndpointResponseHelpers;

/** `expiresAt` is the id_token's: that is the token we live on. Null where the provider sent none. */
export function tokensOf(answer: Answer): Tokens | null {
  const claims = answer.claims();
  if (!claims || !answer.id_token) return null;
  const refreshToken = answer.refresh_token ?? null;
  return { idToken: answer.id_token, refreshToken, expiresAt: new Date(claims.exp * 1000) };
}

/** Null where there is no such endpoint, or where it is down and the id_token alone says all that we need. */
async function userinfo(client: Configuration, accessToken: string, idToken: Claims): Promise<Claims | null> {
  if (!client.serverMetadata().userinfo_endpoint) return null;
  try {
    // The subject must be the id_token's: else these would be another person's claims.
    return await fetchUserInfo(client, accessToken, String(idToken.sub));
  } catch (failure) {
    const problem = providerProblem(failure);
    if (problem.code !== "provider-unavailable" || lacksClaims(idToken)) throw problem;
    return null;
  }
}

/** What the provider says of the person now: its id_token, and userinfo beside it. Null where it sent no id_token. */
export async function personOf(client: Configuration, answer: Answer): Promise<Omit<Person, "id"> | null> {
  const idToken = answer.claims();
  return idToken ? personOfClaims(idToken, await userinfo(client, answer.access_token, idToken)) : null;
}

async function redeemed(callback: URL, checks: Checks): Promise<Redeemed> {
  const client = await providerClient();
  const answer = await authorizationCodeGrant(client, callback, {
    expectedState: checks.state,
    expectedNonce: checks.nonce,
    pkceCodeVerifier: checks.codeVerifier,
    idTokenExpected: true,
  });
  const tokens = tokensOf(answer);
  const claims = tokens && (await personOf(client, answer));
  if (!claims) throw new PortalError("provider-malformed", "no id_token");
  return { claims, tokens };
}

/**
 * `callback` is the address that the provider sent the browser to, with its query.
 * Throws `sign-in-interrupted`, `sign-in-refused`, `provider-unavailable` or `provider-malformed`.
 */
export async function redeemCode(callback: URL, checks: Checks): Promise<Redeemed> {
  // Before anything else: an answer to another browser's question is not the provider's fault.
  if (callback.searchParams.get("state") !== checks.state) {
    throw new PortalError("sign-in-interrupted", "the state is not this browser's");
  }
  try {
    return await redeemed(callback, checks);
  } catch (failure) {
    const problem = providerProblem(failure);
    if (problem.code === "provider-malformed") forgetProvider();
    throw problem;
  }
}
