/** What a failure means for the rest of a list. */

import "server-only";
import type { ProblemCode } from "@/lib/core/problems";

/**
 * - `person`: it is so for every account. Asking on would be as many sign-ins at AWS, all in vain.
 * - `ours`: of the way to AWS, not of what was asked for. It passes.
 * - `outage`: no answer. It passes, for this call or for all.
 * - `gone`: AWS does not give this account to this person.
 * - `lasting`: an answer, and no good one. Asking a few times more may help.
 */
export type FailureKind = "person" | "ours" | "outage" | "gone" | "lasting";

const kinds: Partial<Record<ProblemCode, FailureKind>> = {
  "aws-sign-in-ended": "person",
  "aws-assignment-required": "person",
  "aws-user-unmatched": "person",
  "aws-misconfigured": "person",
  "email-unverified": "person",
  "identity-mismatch": "person",
  "aws-connection-needed": "person",
  "aws-approval-expired": "person",
  "aws-approval-denied": "person",
  "provider-unavailable": "ours",
  "provider-malformed": "person",
  "store-unavailable": "ours",
  "not-recorded": "ours",
  stopping: "ours",
  "aws-throttled": "ours",
  "aws-unavailable": "outage",
  "aws-slow": "outage",
  "role-not-granted": "gone",
};

export function failureKind(code: ProblemCode): FailureKind {
  return kinds[code] ?? "lasting";
}
