/** What is kept of a person's sign-ins at AWS and at the provider ends with the last who uses it: a session, or an access token. */

import "server-only";
import { randomUUID } from "node:crypto";
import { signOutOfAws } from "@/lib/aws/sign-out-of-aws";
import type { Person } from "@/lib/core/person";
import { type Instance, instances } from "@/lib/env";
import { paced } from "@/lib/portal/paced";
import type { Occasion } from "@/lib/portal/record";
import { countLivingTokens } from "@/lib/store/access-tokens";
import { connectionOf, dropConnection, peopleGone } from "@/lib/store/connections";
import { dropIdpTokens } from "@/lib/store/idp-tokens";
import { personById } from "@/lib/store/people";
import { hasLivingSession } from "@/lib/store/sessions";

type Kept = { instance: Instance; token: string };

/** Forgets the connection, and answers what AWS should be told. One that does not open is only forgotten. */
async function forgotten(person: Person, instance: Instance): Promise<Kept[]> {
  const kept = await connectionOf(person.id, instance.id).catch(() => null);
  await dropConnection(person.id, instance.id);
  return kept && kept.expiresAt > new Date() ? [{ instance, token: kept.accessToken }] : [];
}

/** Keys that AWS has given live on until their own end; a session that AWS does not end now, it ends by itself. */
function tellAws(ended: readonly Kept[], facts: Occasion): void {
  const told = ended.map(({ instance, token }) =>
    paced(instance, { priority: "background" }, () => signOutOfAws(instance, token, facts)),
  );
  void Promise.allSettled(told);
}

async function endAt(concerned: readonly Instance[], person: Person, facts: Occasion): Promise<void> {
  if ((await hasLivingSession(person.id)) || (await countLivingTokens(person.id)) > 0) return;
  const ended = await Promise.all(concerned.map((instance) => forgotten(person, instance)));
  await dropIdpTokens(person.id);
  tellAws(ended.flat(), facts);
}

/** Does nothing while anybody uses it. Nobody waits for AWS. Throws `store-unavailable`. */
export async function endUnusedAccess(person: Person, facts: Occasion): Promise<void> {
  await endAt(instances(), person, facts);
}

/** In one go; the next ones have their turn ten minutes later. */
const mostPeople = 200;

/**
 * The same for everybody whose last session or token ended by itself. What a person approved at AWS by a code is left to its own
 * end: they come back from lunch, and should not have to approve anew.
 */
export async function endAbandonedAccess(): Promise<void> {
  const concerned = instances().filter(({ connect }) => connect !== "device-code");
  const ids = concerned.map(({ id }) => id);
  for (const personId of await peopleGone(ids, mostPeople)) {
    const person = await personById(personId);
    if (person) await endAt(concerned, person, { correlationId: randomUUID() });
  }
}
