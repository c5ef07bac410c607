/** What a person gained and lost lately. */

import "server-only";
import type { AccessChange } from "@/lib/core/access";
import { instances } from "@/lib/env";
import { changesOf } from "@/lib/store/inventory-changes";

const recentMs = 7 * 24 * 60 * 60 * 1000;

const mostShown = 50;

/** Newest first. */
export async function recentChanges(personId: string): Promise<AccessChange[]> {
  const changes = await changesOf(personId, { since: new Date(Date.now() - recentMs), limit: mostShown });
  // An instance that was taken out of the settings has no rows to show them beside.
  const known = new Set(instances().map(({ id }) => id));
  return changes.filter(({ instance }) => known.has(instance));
}
