/** What a failure of the identity provider means to people. The only file that reads the errors of openid-client. */

import "server-only";
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from "openid-client";
import { PortalError } from "@/lib/core/portal-error";
import type { ProblemCode } from "@/lib/core/problems";

/** The failure and what caused it, outermost first. */
function chainOf(failure: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let next = failure; next !== undefined && chain.length < 8; ) {
    chain.push(next);
    next = next instanceof Error ? next.cause : undefined;
  }
  return chain;
}

function isTimeout(link: unknown): boolean {
  return link instanceof Error && (link.name === "TimeoutError" || link.name === "AbortError");
}

/** `fetch` fails with a TypeError without a code; one with a code is about a value that was not understood. */
function isBrokenConnection(link: unknown): boolean {
  return link instanceof TypeError && !("code" in link);
}

/** OAuth's own words for errors are safe to keep. Whatever else stands there was written by a stranger. */
function word(error: string | null): string {
  return error && /^[a-z_]{1,40}$/.test(error) ? error : "an error without a name";
}

/** Our reading of OAuth's error codes. All that are not here are refusals. */
const codes: Record<string, ProblemCode> = {
  server_error: "provider-unavailable",
  temporarily_unavailable: "provider-unavailable",
  // A code that is spent or too old: somebody loaded the page again, or waited too long.
  invalid_grant: "sign-in-interrupted",
};

function codeOf(error: string | null): ProblemCode {
  return error && Object.hasOwn(codes, error) ? (codes[error] ?? "sign-in-refused") : "sign-in-refused";
}

function problemOfStatus(status: number, failure: unknown): PortalError {
  const isDown = status >= 500 || status === 429;
  return new PortalError(isDown ? "provider-unavailable" : "provider-malformed", `status ${status}`, {
    cause: failure,
  });
}

/** The library's own sentences. A syntax error quotes what it could not read, so that one is put in our words. */
function sentencesOf(chain: readonly unknown[]): string {
  const sentences = chain.flatMap((link) => {
    if (link instanceof SyntaxError) return ["not JSON"];
    return link instanceof Error ? [link.message] : [];
  });
  return [...new Set(sentences)].join(": ").slice(0, 400);
}

/**
 * Any failure of a call to the provider, as a problem. Its detail names what was wrong in the library's own fixed
 * sentences and never what was sent: an answer's body may hold tokens.
 */
export function providerProblem(failure: unknown): PortalError {
  if (failure instanceof PortalError) return failure;
  const cause = { cause: failure };
  if (failure instanceof AuthorizationResponseError || failure instanceof ResponseBodyError) {
    return new PortalError(codeOf(failure.error), `the provider answered ${word(failure.error)}`, cause);
  }
  if (failure instanceof WWWAuthenticateChallengeError) {
    return new PortalError(
      "sign-in-refused",
      `the provider answered ${failure.status} and a challenge`,
      cause,
    );
  }
  const chain = chainOf(failure);
  if (chain.some(isTimeout)) return new PortalError("provider-unavailable", "no answer in time", cause);
  if (chain.some(isBrokenConnection)) return new PortalError("provider-unavailable", "no connection", cause);
  const answer = chain.find((link) => link instanceof Response);
  if (answer && answer.status !== 200) return problemOfStatus(answer.status, failure);
  if (!(failure instanceof ClientError) && !(failure instanceof TypeError)) {
    return new PortalError("unexpected", "the client of the provider failed", cause);
  }
  return new PortalError("provider-malformed", sentencesOf(chain), cause);
}

/** Whether the provider says that a refresh token is spent, revoked or too old. */
export function isInvalidGrant(failure: unknown): boolean {
  return chainOf(failure).some((link) => link instanceof ResponseBodyError && link.error === "invalid_grant");
}
