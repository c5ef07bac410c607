/** Where the provider sends people back to. Ends in a session or in a problem on the sign-in page, and either way in one event. */

import "server-only";
import type { Person } from "@/lib/core/person";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { env } from "@/lib/env";
import { admit } from "@/lib/idp/admit";
import { checkCookies, clearedCookie, cookieIn, cookieName, passingCookies } from "@/lib/idp/cookies";
import { mustNotFlood } from "@/lib/idp/limits";
import { nextAuthOptions, type Steps } from "@/lib/idp/next-auth-options";
import { providerMetadata } from "@/lib/idp/provider";
import { recordSignInFailure } from "@/lib/idp/record-failure";
import { redeemCode } from "@/lib/idp/redeem-code";
import { returnPath } from "@/lib/idp/return-path";
import { runNextAuth } from "@/lib/idp/run-next-auth";
import { sessionIdIn } from "@/lib/idp/session-id";

const callbackPath = "/api/auth/callback/oidc";

/** What happened inside of next-auth, which tells its caller only where to go next. */
type Course = { failure: unknown; isAdmitted: boolean; person: Person | null };

function steps(request: Request, facts: RequestFacts, course: Course): Steps {
  const callback = new URL(callbackPath + new URL(request.url).search, env().PORTAL_URL);
  const previousId = sessionIdIn(request.headers.get("cookie"));

  async function noted<T>(step: Promise<T>): Promise<T> {
    try {
      return await step;
    } catch (failure) {
      course.failure = failure;
      throw failure;
    }
  }
  return {
    redeem: (checks) => noted(redeemCode(callback, checks)),
    admit: async (redeemed, sessionId) => {
      const known = (person: Person) => {
        course.person = person;
      };
      const expiresAt = await noted(admit({ redeemed, sessionId, previousId, facts, known }));
      course.isAdmitted = true;
      return expiresAt;
    },
  };
}

/** The session's `Set-Cookie`. */
async function signedIn(request: Request, facts: RequestFacts, course: Course): Promise<string> {
  await mustNotFlood(facts.address);
  const header = request.headers.get("cookie");
  const found = checkCookies.map((use) => [cookieName(use), cookieIn(header, use)] as const);
  const cookies = Object.fromEntries(found.filter((pair): pair is [string, string] => pair[1] !== null));

  const options = nextAuthOptions(await providerMetadata(), steps(request, facts, course));
  const said = await runNextAuth({ action: "callback", method: "GET", cookies }, options);

  if (course.failure !== undefined) throw course.failure;
  const session = said.cookies.find((cookie) => cookie.startsWith(`${cookieName("sessionToken")}=`));
  // No step failed and none was reached: the cookies of this sign-in are missing, too old, or not ours.
  if (!course.isAdmitted || !session)
    throw new PortalError("sign-in-interrupted", "no sign-in of this browser is open");
  return session;
}

function redirect(path: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location: env().PORTAL_URL + path, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

function problemPath(failure: unknown, returnTo: string): string {
  const query = new URLSearchParams({ problem: problemOf(failure) });
  if (returnTo !== "/") query.set("returnTo", returnTo);
  return `/sign-in?${query}`;
}

/**
 * Answers `GET /api/auth/callback/oidc` with a redirect to where the person wanted to go, or to
 * `/sign-in?problem=...&returnTo=...`. Throws `not-found` for everything else that next-auth would answer.
 * `noticed` is told of what led to a problem, for the log: people and the record get its name alone.
 */
export async function authDoor(
  request: Request,
  facts: RequestFacts,
  noticed: (failure: unknown) => void = () => undefined,
): Promise<Response> {
  if (request.method !== "GET" || new URL(request.url).pathname !== callbackPath) {
    throw new PortalError("not-found", "only the provider's callback is here");
  }
  const returnTo = returnPath(cookieIn(request.headers.get("cookie"), "callbackUrl"));
  const course: Course = { failure: undefined, isAdmitted: false, person: null };
  try {
    const session = await signedIn(request, facts, course);
    return redirect(returnTo, [session, ...passingCookies.map(clearedCookie)]);
  } catch (failure) {
    noticed(failure);
    await recordSignInFailure(failure, facts, course.person);
    // The cookies stay: a stranger's link to this address must not end a sign-in that is on its way.
    return redirect(problemPath(failure, returnTo), []);
  }
}
