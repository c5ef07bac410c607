/** Whether a program may read the metrics. Closed by default: without a token in the settings there is no such page. */

import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { PortalError } from "@/lib/core/portal-error";
import { env } from "@/lib/env";

/** Digests have one length, so that comparing them takes one time. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}

/** Throws `not-found`: to whoever has not the token there is nothing here. */
export function mustHaveMetricsToken(headers: Headers): void {
  const { METRICS_TOKEN } = env();
  const [, given] = /^bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  if (METRICS_TOKEN && given && timingSafeEqual(digest(given), digest(METRICS_TOKEN))) return;
  throw new PortalError("not-found", METRICS_TOKEN ? "not the metrics' token" : "METRICS_TOKEN is not set");
}
