/** Begins a sign-in: gives the browser its state, nonce and PKCE verifier, and the provider's address to go to. */

import "server-only";
import { PortalError } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { cookieName, passingCookies } from "@/lib/idp/cookies";
import { mustNotFlood } from "@/lib/idp/limits";
import { nextAuthOptions, type Steps } from "@/lib/idp/next-auth-options";
import { providerMetadata } from "@/lib/idp/provider";
import { recordSignInFailure } from "@/lib/idp/record-failure";
import { returnPath } from "@/lib/idp/return-path";
import { runNextAuth } from "@/lib/idp/run-next-auth";

function notNow(): never {
  throw new PortalError("unexpected", "a sign-in that starts redeems nothing");
}

/** Nobody is signed in by starting. */
const noSteps: Steps = { redeem: notNow, admit: notNow };

function valueIn(cookies: readonly string[], name: string): string {
  const pair = cookies.find((cookie) => cookie.startsWith(`${name}=`))?.split(";")[0] ?? "";
  return decodeURIComponent(pair.slice(name.length + 1));
}

async function started(callbackUrl: string): Promise<{ location: string; cookies: readonly string[] }> {
  const metadata = await providerMetadata();
  const options = nextAuthOptions(metadata, noSteps);
  // next-auth starts a sign-in for whoever shows its token. Whether a page of ours asks is our door's question, so
  // the token is fetched and shown here and no browser ever holds one.
  const csrf = await runNextAuth({ action: "csrf", method: "GET", cookies: {} }, options);
  const name = cookieName("csrfToken");
  const cookie = valueIn(csrf.cookies, name);
  const body = { csrfToken: cookie.split("|")[0] ?? "", callbackUrl };

  const said = await runNextAuth(
    { action: "signin", method: "POST", cookies: { [name]: cookie }, body },
    options,
  );
  const target = said.location !== null && URL.canParse(said.location) ? new URL(said.location) : null;
  if (!target?.searchParams.has("code_challenge"))
    throw new PortalError("unexpected", "next-auth did not start");
  const names = passingCookies.map(cookieName);
  const isPassing = (each: string) => names.some((one) => each.startsWith(`${one}=`));
  return { location: target.href, cookies: said.cookies.filter(isPassing) };
}

/**
 * Answers `{ "location": "https://..." }`, the provider's address for this one sign-in, with the cookies that its
 * callback needs. `returnTo` is a path of ours; anything else counts as "/".
 * Throws `too-many-requests`, `provider-unavailable` or `provider-malformed`, each recorded.
 */
export async function startSignIn(returnTo: string, facts: RequestFacts): Promise<Response> {
  try {
    await mustNotFlood(facts.address);
    const { location, cookies } = await started(returnPath(returnTo));
    const answer = Response.json({ location }, { headers: { "cache-control": "no-store" } });
    for (const cookie of cookies) answer.headers.append("set-cookie", cookie);
    return answer;
  } catch (failure) {
    await recordSignInFailure(failure, facts);
    throw failure;
  }
}
