/** Writes down that a sign-in failed: one event each, but no flood of them. */

import "server-only";
import type { Person } from "@/lib/core/person";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { actor, source } from "@/lib/idp/admit";
import { countFailure, hasRoomForStranger, holderOf } from "@/lib/idp/limits";
import { countFlood } from "@/lib/store/audit-flood";
import { appendEvent } from "@/lib/store/audit-log";

/** What is known of a failure without what a stranger may have written into it. */
function reasonOf(failure: unknown): string {
  if (failure instanceof PortalError) return failure.message.slice(failure.code.length + 2);
  return failure instanceof Error ? failure.name : "unknown";
}

/**
 * `person`: who it was, where the provider had said so before it failed. Never throws: where the record cannot be written nothing was done that needed one, and the person is told of the
 * failure itself.
 */
export async function recordSignInFailure(
  failure: unknown,
  facts: RequestFacts,
  person: Person | null = null,
): Promise<void> {
  try {
    const worth = await countFailure(facts.address);
    const who = { correlationId: facts.correlationId, source: source(facts) };
    if (worth === "count" || !(person || (await hasRoomForStranger("sign-in.failed")))) {
      return countFlood("sign-in.failed", holderOf(facts.address), who);
    }
    const isLast = worth === "first-too-many";
    const problem = isLast ? "too-many-requests" : problemOf(failure);
    const reason = isLast ? "more failures from this address within a minute are counted" : reasonOf(failure);
    await appendEvent({
      kind: "sign-in.failed",
      ...who,
      ...(person ? { person: actor(person) } : {}),
      detail: { problem, reason },
    });
  } catch {
    // Told above.
  }
}
