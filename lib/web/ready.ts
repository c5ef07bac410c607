/** Readiness, for load balancers. */

import "server-only";
import { portalIsReady } from "@/lib/portal/open-portal";
import { recordAlarm } from "@/lib/portal/record-state";
import { isStopping } from "@/lib/web/stop";

export async function isReady(): Promise<boolean> {
  return !isStopping() && (await portalIsReady());
}

/**
 * What a probe should say besides. A faulty record does not close the doors: then whoever can change a row could take away
 * everybody's keys. No more is said to a stranger than that somebody should look.
 */
export async function readinessNote(): Promise<string | null> {
  return (await recordAlarm()) ? "the audit record is not intact" : null;
}
