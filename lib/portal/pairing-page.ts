/** What the page that pairs a machine knows before anything is entered. Looking at it begins nothing. */

import "server-only";
import type { ShownPairing } from "@/lib/core/pairing";
import type { RequestFacts } from "@/lib/core/request-facts";
import { env } from "@/lib/env";
import { shownPairing } from "@/lib/portal/decide-pairing";
import { pairingScript } from "@/lib/portal/pairing-script";
import { claimedPairing } from "@/lib/store/pairings";

export type PairingPage = {
  /** Where the script is. */
  scriptUrl: string;
  scriptSha256: string;
  /** The machine whose code this session has entered, and not yet decided on. */
  pending: ShownPairing | null;
  life: { usualHours: number; mostHours: number };
};

export async function pairingPage(session: { id: string }, facts: RequestFacts): Promise<PairingPage> {
  const { PORTAL_URL, ACCESS_TOKEN_HOURS, ACCESS_TOKEN_MOST_HOURS } = env();
  const claimed = await claimedPairing(session.id);
  return {
    scriptUrl: new URL("/pair", PORTAL_URL).href,
    scriptSha256: pairingScript().sha256,
    pending: claimed && shownPairing(claimed, facts),
    life: { usualHours: ACCESS_TOKEN_HOURS, mostHours: ACCESS_TOKEN_MOST_HOURS },
  };
}
