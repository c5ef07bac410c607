/** Signing out here, and at the identity provider where it offers that. */

import "server-only";
import type { Person } from "@/lib/core/person";
import type { RequestFacts } from "@/lib/core/request-facts";
import { endSession } from "@/lib/idp/sign-out";
import { record } from "@/lib/portal/record";

/** Ends the session whatever happens to the record: a person who wants out gets out. Answers where to go next. */
export async function signOut(
  person: Person,
  sessionId: string,
  facts: RequestFacts,
): Promise<{ location: string }> {
  const { providerUrl } = await endSession(sessionId, person.id);
  await record(person, facts, { kind: "sign-out", detail: { everywhere: false } });
  return { location: providerUrl ?? "/signed-out" };
}
