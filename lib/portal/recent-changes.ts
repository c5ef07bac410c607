/** What a person gained and lost lately. */

import "server-only";
import type { AccessChange } from "@/lib/core/access";
import { changesOf } from "@/lib/store/inventory-changes";

const recentMs = 7 * 24 * 60 * 60 * 1000;

const mostShown = 50;

/** Newest first. */
export async function recentChanges(personId: string): Promise<AccessChange[]> {
  return await changesOf(personId, { since: new Date(Date.now() - recentMs), limit: mostShown });
}
