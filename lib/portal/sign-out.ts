/** Signing out here, and at the identity provider where it offers that. */

import "server-only";
import type { Person } from "@/lib/core/person";
import type { RequestFacts } from "@/lib/core/request-facts";
import { endAllSessions, endSession } from "@/lib/idp/sign-out";
import { endMachineAccess } from "@/lib/portal/end-machine-access";
import { endUnusedAccess } from "@/lib/portal/end-unused-access";
import { record } from "@/lib/portal/record";

type Wish = {
  /** Every session, and all that machines hold: whoever lost a laptop wants both to end. Else this browser's session alone. */
  everywhere?: boolean;
  /** Told of what failed behind the sign-out itself, for the log. */
  noticed?: (failure: unknown) => void;
};

/**
 * Ends the session whatever happens to the record, or at AWS: a person who wants out gets out. Answers where to go next.
 * Throws `store-unavailable` where the session goes on.
 */
export async function signOut(
  person: Person,
  sessionId: string,
  facts: RequestFacts,
  { everywhere = false, noticed = () => undefined }: Wish = {},
): Promise<{ location: string }> {
  const end = everywhere ? endAllSessions : endSession;
  const { providerUrl } = await end(sessionId, person.id);
  // After the sessions: with none of them left, no new token can be made.
  if (everywhere) await endMachineAccess(person, facts, { why: "sign-out", noticed });
  await record(person, facts, { kind: "sign-out", detail: { everywhere } }).catch(noticed);
  await endUnusedAccess(person, facts).catch(noticed);
  return { location: providerUrl ?? "/signed-out" };
}
