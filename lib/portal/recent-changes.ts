/** What a person gained and lost lately. */

import "server-only";
import type { AccessChange } from "@/lib/core/access";
import { instances } from "@/lib/env";
import { nameIn, organizationOf } from "@/lib/portal/organization-data";
import { changesOf } from "@/lib/store/inventory-changes";

const recentMs = 7 * 24 * 60 * 60 * 1000;

const mostShown = 50;

/** Newest first. */
export async function recentChanges(personId: string): Promise<AccessChange[]> {
  const changes = await changesOf(personId, { since: new Date(Date.now() - recentMs), limit: mostShown });
  // An instance that was taken out of the settings has no rows to show them beside.
  const known = instances();
  const organizations = new Map(
    await Promise.all(known.map(async (one) => [one.id, await organizationOf(one)] as const)),
  );
  return changes.flatMap((change) => {
    const organization = organizations.get(change.instance);
    if (!organization) return [];
    const account = { accountId: change.accountId, name: change.accountName };
    return [{ ...change, accountName: nameIn(organization, account) }];
  });
}
