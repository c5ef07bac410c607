/** Readiness, for load balancers. */

import "server-only";
import { portalIsReady } from "@/lib/portal/open-portal";
import { isStopping } from "@/lib/web/stop";

export async function isReady(): Promise<boolean> {
  return !isStopping() && (await portalIsReady());
}
