/** One request on its way through a door: what is known of it so far, and what is written down where it is turned away. */

import "server-only";
import type { Person } from "@/lib/core/person";
import { problemOf } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import type { Machine } from "@/lib/portal/admit-machine";
import { recordRefusal } from "@/lib/portal/record-refusal";
import type { SignedIn } from "@/lib/web/guards";
import { logFailure } from "@/lib/web/log";

export type Facts = RequestFacts & { path: string };

/** A failure tells no more than what stands here. */
export type Visit<I> = {
  facts: Facts | null;
  session: SignedIn | null;
  machine: Machine | null;
  input: I | undefined;
};

/** Who came, or whom a machine acts for. */
export function visitor({ session, machine }: Visit<unknown>): Person | null {
  return session?.person ?? machine?.person ?? null;
}

/** A refusal belongs on the record; one that cannot be recorded is refused all the same. */
export async function recordTurnedAway(
  failure: unknown,
  visit: Visit<unknown>,
  method: string,
): Promise<void> {
  const { facts } = visit;
  if (!facts) return;
  const recorded = recordRefusal(problemOf(failure), visitor(visit), facts, method);
  await recorded.catch((fault) => logFailure(fault, { reference: facts.correlationId }));
}
