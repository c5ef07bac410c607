/** Signing out here, and at the identity provider where it offers that. */

import "server-only";
import type { Person } from "@/lib/core/person";
import type { RequestFacts } from "@/lib/core/request-facts";
import { endSession } from "@/lib/idp/sign-out";
import { record } from "@/lib/portal/record";

/**
 * Ends the session whatever happens to the record: a person who wants out gets out. Answers where to go next.
 * `noticed` is told of a record that failed, for the log. Throws `store-unavailable` where the session goes on.
 */
export async function signOut(
  person: Person,
  sessionId: string,
  facts: RequestFacts,
  noticed: (failure: unknown) => void = () => undefined,
): Promise<{ location: string }> {
  const { providerUrl } = await endSession(sessionId, person.id);
  await record(person, facts, { kind: "sign-out", detail: { everywhere: false } }).catch(noticed);
  return { location: providerUrl ?? "/signed-out" };
}
