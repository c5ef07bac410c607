/** That a role was taken: it stands among a person's recent ones, and its account's roles are read again soon. */

import "server-only";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import { noteGrantUse } from "@/lib/store/grant-uses";
import { wantAccounts } from "@/lib/store/inventory-due";

/** Nobody waits for it, and nothing fails with it: keys are there without it. */
export function noteUse(person: Person, grant: Grant): void {
  const { instance, accountId } = grant;
  void Promise.allSettled([
    noteGrantUse(person.id, grant),
    wantAccounts(person.id, instance, [accountId], { again: false }),
  ]);
}
