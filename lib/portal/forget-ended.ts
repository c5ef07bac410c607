/** Rows that have served: ended sessions and access tokens, spent form tokens, expired keys, device sign-ins and pairings that ran out, changes that are no news any more. */

import "server-only";
import { env } from "@/lib/env";
import { endAbandonedAccess } from "@/lib/portal/end-unused-access";
import { forgetAccessTokens } from "@/lib/store/access-tokens";
import { forgetDeviceClients } from "@/lib/store/device-clients";
import { forgetDeviceSignIns } from "@/lib/store/device-sign-ins";
import { forgetChanges } from "@/lib/store/inventory-changes";
import { forgetPairings } from "@/lib/store/pairings";
import { forgetExpiredCredentials } from "@/lib/store/sealed-credentials";
import { deleteSessionsBefore } from "@/lib/store/sessions";
import { forgetSpentTokens } from "@/lib/store/spent-tokens";

/** Longer than any page looks back. A machine that goes on with a token that ended is known so long for what it is. */
const changesKeptDays = 30;
const tokensKeptDays = 30;

export async function forgetEnded(now: Date = new Date()): Promise<void> {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  await deleteSessionsBefore({ expiredAt: now, idleSince: ago(env().SESSION_IDLE_MINUTES) });
  await endAbandonedAccess();
  await forgetSpentTokens(now);
  await forgetExpiredCredentials(now);
  // An hour later: somebody who comes back to the page is told that the code has expired, not that there was none.
  await forgetDeviceSignIns(ago(60));
  await forgetPairings(now);
  await forgetDeviceClients(now);
  await forgetChanges(ago(changesKeptDays * 24 * 60));
  await forgetAccessTokens(ago(tokensKeptDays * 24 * 60));
}
