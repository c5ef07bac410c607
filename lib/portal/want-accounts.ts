/** A person looks at accounts, searches them or wants them read again: a reading fetches those first. */

import "server-only";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { once } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import { instanceNamed } from "@/lib/portal/instance";
import { wantAccounts as noteWanted, wantEverythingAgain } from "@/lib/store/inventory-due";

/** More accounts than a person asks for again one by one. Per process: it keeps AWS's quota for everybody, it is no lock. */
const againPerMinute = 120;

/** Whether there is no end to it. Whoever asks for more sees them as fresh as everybody who looks at them. */
async function asksTooOften(person: Person, accounts: number): Promise<boolean> {
  const limiter = once(
    "accounts-again",
    () => new RateLimiterMemory({ points: againPerMinute, duration: 60 }),
  );
  const { consumedPoints } = await limiter.penalty(person.id, accounts);
  return consumedPoints > againPerMinute;
}

/**
 * No accounts and `again`: everything, with the list of accounts. Answers how long until everything may be asked for again, in
 * milliseconds; 0 where it was, or was not wanted. Asks AWS nothing: whoever reads the list does.
 */
export async function wantAccounts(
  person: Person,
  { instance, accountIds, again }: { instance: string; accountIds: readonly string[]; again: boolean },
): Promise<number> {
  const { id } = instanceNamed(instance);
  if (accountIds.length === 0) return again ? await wantEverythingAgain(person.id, id) : 0;
  const isHeard = again && !(await asksTooOften(person, accountIds.length));
  await noteWanted(person.id, id, accountIds, { again: isHeard });
  return 0;
}
