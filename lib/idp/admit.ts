/** Lets a person in whom the provider has named. The record comes before the session: without it there is none. */

import "server-only";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { env } from "@/lib/env";
import type { Redeemed } from "@/lib/idp/redeem-code";
import { isInOneOf } from "@/lib/policy/is-in-one-of";
import { appendEvent } from "@/lib/store/audit-log";
import { saveIdpTokens } from "@/lib/store/idp-tokens";
import { savePerson } from "@/lib/store/people";
import { createSession, deleteSession } from "@/lib/store/sessions";

/** Who an event is about. */
export function actor({ id, issuer, subject, name, email }: Person) {
  return { id, issuer, subject, name, email };
}

/** Where a request came from, as events keep it. */
export function source({ address, peer, userAgent }: RequestFacts) {
  return { address, peer, userAgent };
}

async function recordSignIn(person: Person, facts: RequestFacts): Promise<void> {
  const administrator = isInOneOf(person.groups, env().ADMIN_GROUPS);
  await appendEvent({
    kind: "sign-in.succeeded",
    correlationId: facts.correlationId,
    person: actor(person),
    source: source(facts),
    detail: {
      groups: person.groups?.length ?? null,
      administrator,
      auditor: administrator || isInOneOf(person.groups, env().AUDITOR_GROUPS),
    },
  });
}

type Admission = {
  redeemed: Redeemed;
  sessionId: string;
  /** The session that this browser had until now; it ends here. */
  previousId: string | null;
  facts: RequestFacts;
  /** Told who it is as soon as that is known: what fails from there on is recorded as theirs. */
  known: (person: Person) => void;
};

function blocked({ id }: Person): PortalError {
  return new PortalError("person-blocked", `person ${id}`);
}

/**
 * Answers when the session ends. Throws `person-blocked`, `not-recorded` or `store-unavailable`; then there is no session. Nothing of
 * somebody who is blocked is kept, not even where they are blocked in between.
 */
export async function admit({ redeemed, sessionId, previousId, facts, known }: Admission): Promise<Date> {
  const person = await savePerson(redeemed.claims);
  known(person);
  if (!(await saveIdpTokens(person.id, redeemed.tokens))) throw blocked(person);
  await recordSignIn(person, facts);

  if (previousId !== null) await deleteSession(previousId);
  const expiresAt = new Date(Date.now() + env().SESSION_HOURS * 3_600_000);
  if (!(await createSession({ id: sessionId, personId: person.id, expiresAt }))) throw blocked(person);
  return expiresAt;
}
