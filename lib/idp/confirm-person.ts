/** Asking the provider whether it still stands by a person who is away, and what it says of them now. */

import "server-only";
import { once } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import { freshIdToken } from "@/lib/idp/fresh-id-token";
import { idpTokensOf } from "@/lib/store/idp-tokens";
import { confirmationOf } from "@/lib/store/people";

async function confirmed(personId: string, since: Date): Promise<Person> {
  // In this order: whoever renews confirms the person first, so a new id_token is never seen before that.
  const kept = await idpTokensOf(personId);
  const before = await confirmationOf(personId);
  // Without tokens its word of before counts no more: it took them back.
  if (kept && before && before.confirmedAt >= since) return before.person;

  await freshIdToken(personId, kept ? { not: kept.idToken } : {});
  const now = await confirmationOf(personId);
  if (!now || now.confirmedAt < since) {
    throw new PortalError("provider-unavailable", "the provider renewed, and said nothing of the person");
  }
  return now.person;
}

/**
 * The person as the provider describes them, asked for unless it said so after `since`; once, however many ask and in however many
 * processes. Throws `aws-sign-in-ended` where the provider stands by them no more, or cannot say without them;
 * `provider-unavailable`, `provider-malformed` and `sign-in-refused` where it may another time.
 */
export async function confirmPerson(personId: string, since: Date): Promise<Person> {
  const running = once("confirmations", () => new Map<string, Promise<Person>>());
  const confirming =
    running.get(personId) ?? confirmed(personId, since).finally(() => running.delete(personId));
  running.set(personId, confirming);
  return await confirming;
}
