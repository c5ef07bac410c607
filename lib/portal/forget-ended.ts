/** Rows that have served: ended sessions, spent form tokens, device sign-ins that ran out, changes that are no news any more. */

import "server-only";
import { env } from "@/lib/env";
import { forgetDeviceClients } from "@/lib/store/device-clients";
import { forgetDeviceSignIns } from "@/lib/store/device-sign-ins";
import { forgetChanges } from "@/lib/store/inventory-changes";
import { deleteSessionsBefore } from "@/lib/store/sessions";
import { forgetSpentTokens } from "@/lib/store/spent-tokens";

/** Longer than any page looks back. */
const changesKeptDays = 30;

export async function forgetEnded(now: Date = new Date()): Promise<void> {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  await deleteSessionsBefore({ expiredAt: now, idleSince: ago(env().SESSION_IDLE_MINUTES) });
  await forgetSpentTokens(now);
  // An hour later: somebody who comes back to the page is told that the code has expired, not that there was none.
  await forgetDeviceSignIns(ago(60));
  await forgetDeviceClients(now);
  await forgetChanges(ago(changesKeptDays * 24 * 60));
}
