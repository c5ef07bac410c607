/**
 * A person's access tokens live as long as the provider stands by the person: it is asked within every hour, groups included. One who
 * was sent away there has no machine here an hour later.
 */

import "server-only";
import type { Person } from "@/lib/core/person";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import { confirmPerson } from "@/lib/idp/confirm-person";
import { endMachineAccess } from "@/lib/portal/end-machine-access";
import { type Occasion, record } from "@/lib/portal/record";

const minute = 60_000;

/** Longer ago than this, nobody's word counts. */
const goodForMs = 60 * minute;

/** So early the provider is asked with nobody waiting, that the hour is kept although it is away for a while. */
export const askAfterMs = 45 * minute;

/** A machine gives up after one to two seconds, and comes again: the answer is then there. */
const patienceMs = 2_000;

export function isConfirmed(confirmedAt: Date, now: Date = new Date()): boolean {
  return now.getTime() - confirmedAt.getTime() < goodForMs;
}

/** Of many requests that learn it at the same time, the one that ends the tokens says why. */
async function end(person: Person, facts: Occasion, failure: unknown): Promise<void> {
  if ((await endMachineAccess(person, facts, { why: "provider" })) === 0) return;
  const reason = failure instanceof PortalError ? failure.detail : "unknown";
  const detail = { problem: problemOf(failure), reason };
  await record(person, facts, { kind: "access-token.unconfirmed", detail }).catch(() => null);
}

/**
 * The person as the provider describes them now. Where it stands by them no more, all that machines hold of them ends, and
 * `access-token-refused` is thrown; what else `confirmPerson` throws passes.
 */
export async function confirmOrEnd(person: Person, facts: Occasion, since: Date): Promise<Person> {
  try {
    return await confirmPerson(person.id, since);
  } catch (failure) {
    if (problemOf(failure) !== "aws-sign-in-ended") throw failure;
    await end(person, facts, failure);
    throw new PortalError("access-token-refused", "the provider stands by the person no more");
  }
}

/** The same for a request that waits: no longer than its client does. The provider's answer is kept for the next one. */
export async function confirmInTime(person: Person, facts: Occasion): Promise<Person> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const failure = new PortalError("provider-unavailable", `no confirmation in ${patienceMs} ms`);
    timer = setTimeout(() => reject(failure), patienceMs);
  });
  const confirming = confirmOrEnd(person, facts, new Date(Date.now() - goodForMs));
  // Whoever waits may have gone when it fails: then nobody hears of it, and it must not end the process.
  confirming.catch(() => undefined);
  return await Promise.race([confirming, late]).finally(() => clearTimeout(timer));
}
