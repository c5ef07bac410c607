/** The bad end of something requested: refused if AWS will not give it, failed if AWS could not. */

import "server-only";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import { problemOf } from "@/lib/core/portal-error";
import type { ProblemCode } from "@/lib/core/problems";
import type { RequestFacts } from "@/lib/core/request-facts";
import { record } from "@/lib/portal/record";

const refusals: ReadonlySet<ProblemCode> = new Set([
  "role-not-granted",
  "confirmation-needed",
  "access-token-refused",
  "person-blocked",
  "invalid-input",
  "email-unverified",
  "identity-mismatch",
  "aws-assignment-required",
  "aws-user-unmatched",
  "aws-sign-in-ended",
  "aws-connection-needed",
]);

type Outcome = {
  of: "credentials" | "console";
  grant: Grant;
  accountName?: string;
  tokenFingerprint?: string;
  /** None where keys that were there already were to be handed out. */
  requestId?: string;
  failure: unknown;
};

/** Records, then throws the failure again. If even that cannot be recorded, the request is closed as unknown later. */
export async function recordOutcome(person: Person, facts: RequestFacts, outcome: Outcome): Promise<never> {
  const { of, failure, ...event } = outcome;
  const problem = problemOf(failure);
  const kind = refusals.has(problem) ? (`${of}.refused` as const) : (`${of}.failed` as const);
  const recording = record(person, facts, { kind, ...event, detail: { problem } }).catch(() => undefined);
  // A store that kept somebody waiting once would do so again: they hear of it now.
  if (problem !== "store-unavailable") await recording;
  throw failure;
}
