/** Rows that have served: ended sessions and spent form tokens. */

import "server-only";
import { env } from "@/lib/env";
import { deleteSessionsBefore } from "@/lib/store/sessions";
import { forgetSpentTokens } from "@/lib/store/spent-tokens";

export async function forgetEnded(now: Date = new Date()): Promise<void> {
  const idleSince = new Date(now.getTime() - env().SESSION_IDLE_MINUTES * 60_000);
  await deleteSessionsBefore({ expiredAt: now, idleSince });
  await forgetSpentTokens(now);
}
