/** What a failure of the database becomes. Its own error stays here: drivers hang the values of a statement on theirs. */

import "server-only";
import { PortalError } from "@/lib/core/portal-error";
import type { ProblemCode } from "@/lib/core/problems";

/** SQLSTATE or the like, where the failure names one. */
export function failureCode(failure: unknown): string | null {
  return failure instanceof Error && "code" in failure ? String(failure.code) : null;
}

/** A PortalError stays what it is. */
export function storeFailure(
  what: string,
  failure: unknown,
  problem: ProblemCode = "store-unavailable",
): PortalError {
  if (failure instanceof PortalError) return failure;
  const code = failureCode(failure);
  const said = failure instanceof Error ? failure.message.trim() : "an unknown failure";
  return new PortalError(problem, `${what}: ${said}${code ? ` (${code})` : ""}`);
}
