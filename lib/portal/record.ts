/** Writing on the record: who, from where, then the event. The promise "no record, no keys" hangs on these being awaited. */

import "server-only";
import type { AuditEntry } from "@/lib/core/audit-events";
import type { Person } from "@/lib/core/person";
import type { RequestFacts } from "@/lib/core/request-facts";
import { appendEvent } from "@/lib/store/audit-log";

function actor({ id, issuer, subject, name, email, userName }: Person) {
  return { id, issuer, subject, name, email, ...(userName === null ? {} : { userName }) };
}

/** A request, or work that nobody asked for: that comes from nowhere. */
export type Occasion = RequestFacts | Pick<RequestFacts, "correlationId">;

function sourceOf(facts: Occasion) {
  if (!("address" in facts)) return {};
  const { address, peer, userAgent } = facts;
  return { source: { address, peer, userAgent } };
}

/** Who an event is about, and where it came from. */
export function whoOf(person: Person | null, facts: Occasion) {
  return {
    correlationId: facts.correlationId,
    ...sourceOf(facts),
    ...(person ? { person: actor(person) } : {}),
  };
}

type Event<E = AuditEntry> = E extends AuditEntry ? Omit<E, "person" | "source" | "correlationId"> : never;

/** Answers after the event is committed; throws `not-recorded` otherwise, within 2 s. */
export async function record(person: Person | null, facts: Occasion, event: Event): Promise<{ id: string }> {
  return await appendEvent({ ...event, ...whoOf(person, facts) });
}
