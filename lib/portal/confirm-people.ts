/** Everybody whose machines are at work is confirmed at the provider before their hour is over, with nobody waiting for it. */

import "server-only";
import { randomUUID } from "node:crypto";
import { problemOf } from "@/lib/core/portal-error";
import { askAfterMs, confirmOrEnd } from "@/lib/portal/confirmed-person";
import { peopleToConfirm } from "@/lib/store/people";

/** In one go. Five thousand people with machines are some hundred a minute. */
const mostPeople = 200;

/** In a row: then the provider is away, and asking for everybody else would only take longer. */
const mostFailures = 5;

/** Answers how many were confirmed. Throws the first failure once all have been asked, or the provider turned out to be away. */
export async function confirmPeople(stopping: AbortSignal, now: Date = new Date()): Promise<number> {
  const since = new Date(now.getTime() - askAfterMs);
  let confirmed = 0;
  let inARow = 0;
  const failures: unknown[] = [];
  for (const person of await peopleToConfirm(since, mostPeople)) {
    if (stopping.aborted || inARow === mostFailures) break;
    try {
      await confirmOrEnd(person, { correlationId: randomUUID() }, since);
      confirmed += 1;
      inARow = 0;
    } catch (failure) {
      // Somebody who was sent away is no failure of the provider.
      if (problemOf(failure) === "access-token-refused") continue;
      failures.push(failure);
      inARow += 1;
    }
  }
  if (failures.length > 0) throw failures[0];
  return confirmed;
}
