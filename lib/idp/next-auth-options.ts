/**
 * next-auth, made into a front door and nothing more: it keeps state, nonce and PKCE verifier in cookies and compares
 * them. What the provider says is fetched and checked by `redeem-code.ts`, who may come in is written by `admit.ts`;
 * next-auth sees no token and no secret of the provider's.
 */

import "server-only";
import type { AuthOptions } from "next-auth";
import type { Adapter, AdapterUser } from "next-auth/adapters";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { ServerMetadata } from "openid-client";
import { PortalError } from "@/lib/core/portal-error";
import { env, pinNextAuthUrl } from "@/lib/env";
import { cookieName, cookieOptions } from "@/lib/idp/cookies";
import type { Checks, Redeemed } from "@/lib/idp/redeem-code";
import { returnPath } from "@/lib/idp/return-path";
import { newSessionId } from "@/lib/idp/session-id";
import { sign } from "@/lib/store/seal";

/** What next-auth asks of us in the middle of a sign-in. */
export type Steps = {
  /** The browser's own checks, out of its cookies: redeem the code. */
  redeem(checks: Checks): Promise<Redeemed>;
  /** Everything is checked: record it and make the session. Answers the session's end. */
  admit(redeemed: Redeemed, sessionId: string): Promise<Date>;
};

type Profile = { sub: string };

/** Lifetime of a sign-in that was started: state, nonce and verifier. */
const passingSeconds = 15 * 60;

function cookies(): NonNullable<AuthOptions["cookies"]> {
  const passing = (use: Parameters<typeof cookieName>[0], maxAge?: number) => ({
    name: cookieName(use),
    options: { ...cookieOptions(), ...(maxAge !== undefined && { maxAge }) },
  });
  return {
    sessionToken: passing("sessionToken"),
    csrfToken: passing("csrfToken"),
    callbackUrl: passing("callbackUrl", passingSeconds),
    state: passing("state", passingSeconds),
    nonce: passing("nonce", passingSeconds),
    pkceCodeVerifier: passing("pkceCodeVerifier", passingSeconds),
  };
}

/** Why a step failed reaches the caller by the step itself: next-auth puts its own error in the place of ours. */
function provider(
  metadata: ServerMetadata,
  steps: Steps,
  passed: { redeemed: Redeemed | null },
): OAuthConfig<Profile> {
  return {
    id: "oidc",
    name: "Identity provider",
    type: "oauth",
    // The endpoints are given, so that next-auth's own, older client never speaks to the provider.
    issuer: metadata.issuer,
    authorization: { url: metadata.authorization_endpoint ?? "", params: { scope: env().OIDC_SCOPES } },
    token: {
      request: async ({ checks }) => {
        const { state, nonce, code_verifier: codeVerifier } = { nonce: undefined, ...checks };
        if (!state || !nonce || !codeVerifier) throw new PortalError("unexpected", "a check is missing");
        passed.redeemed = await steps.redeem({ state, nonce, codeVerifier });
        return { tokens: {} };
      },
    },
    userinfo: { request: () => ({ sub: passed.redeemed?.claims.subject ?? "" }) },
    profile: ({ sub }) => ({ id: sub }),
    checks: ["pkce", "state", "nonce"],
    clientId: env().OIDC_CLIENT_ID,
  };
}

function never(what: string): () => never {
  return () => {
    throw new PortalError("unexpected", `next-auth was not to ${what}`);
  };
}

/** Finds whoever the provider just named and makes their session. It links nothing and knows no session of before. */
function adapter(steps: Steps, passed: { redeemed: Redeemed | null }): Adapter {
  const user: AdapterUser = { id: "the person who signs in", email: "", emailVerified: null };
  return {
    getUserByAccount: () => (passed.redeemed ? user : null),
    getUserByEmail: () => null,
    getSessionAndUser: () => null,
    createSession: async ({ sessionToken, userId }) => {
      if (!passed.redeemed) throw new PortalError("unexpected", "a session for nobody");
      return { sessionToken, userId, expires: await steps.admit(passed.redeemed, sessionToken) };
    },
    createUser: never("create a user"),
    linkAccount: never("link an account"),
    updateUser: never("change a user"),
    updateSession: never("change a session"),
    deleteSession: never("delete a session"),
  };
}

/** For one request: the steps hold what this one browser is doing. */
export function nextAuthOptions(metadata: ServerMetadata, steps: Steps): AuthOptions {
  pinNextAuthUrl();
  const passed = { redeemed: null };
  const { PORTAL_URL, SESSION_HOURS } = env();
  return {
    providers: [provider(metadata, steps, passed)],
    adapter: adapter(steps, passed),
    secret: sign("next-auth", "cookies"),
    session: { strategy: "database", maxAge: SESSION_HOURS * 3600, generateSessionToken: newSessionId },
    cookies: cookies(),
    useSecureCookies: PORTAL_URL.startsWith("https:"),
    callbacks: { signIn: () => true, redirect: ({ url }) => PORTAL_URL + returnPath(url) },
    // Its logger is one for the whole process and is given tokens: what goes wrong is recorded by us.
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  };
}
