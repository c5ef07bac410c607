/** Asking AWS within its quota: our turn first, from a row that all replicas share, then the call. */

import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { ProblemCode } from "@/lib/core/problems";
import { env, type Instance } from "@/lib/env";
import { slowDown, takeTurn } from "@/lib/store/aws-pace";

export type Priority = "mint" | "interactive" | "background";

/**
 * Longer than that, a person rather hears that AWS is busy. Milliseconds. A list shows how far it is and may take as long
 * as two hundred people's lists at once: refused turns are lost, and those who ask again would take even more.
 */
const longestWait: Record<Priority, number> = { mint: 10_000, interactive: 300_000, background: 300_000 };

/** The share of the quota that only minting may use. */
const reserve = 0.25;

const tries: Record<Priority, number> = { mint: 3, interactive: 5, background: 5 };

const worthRetrying: ReadonlySet<ProblemCode> = new Set(["aws-throttled", "aws-unavailable", "aws-slow"]);

async function turn(instance: Instance, priority: Priority, signal: AbortSignal | undefined): Promise<void> {
  // A turn is taken for good, and whoever has left must not take one from those who wait.
  signal?.throwIfAborted();
  const { waitMs } = await takeTurn(instance.id, {
    perSecond: env().AWS_REQUESTS_PER_SECOND,
    reserve,
    priority,
    longestWaitMs: longestWait[priority],
  });
  if (waitMs > longestWait[priority]) throw new PortalError("aws-throttled", `our turn is ${waitMs} ms away`);
  if (waitMs > 0) await pause(waitMs, undefined, { signal });
}

/** Full jitter: many that failed together must not come back together. */
function backOffMs(attempt: number): number {
  return Math.random() * Math.min(4_000, 250 * 2 ** attempt);
}

/**
 * Runs one call to AWS when it is our turn. Throttling, outages and slowness are tried again a few times while somebody
 * waits; every other failure is the caller's at once. A slow mint is not repeated: its first answer may still be coming.
 */
export async function paced<T>(
  instance: Instance,
  { priority, signal }: { priority: Priority; signal?: AbortSignal | undefined },
  call: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    await turn(instance, priority, signal);
    try {
      return await call();
    } catch (failure) {
      const code = problemOf(failure);
      if (code === "aws-throttled") await slowDown(instance.id);
      const again =
        worthRetrying.has(code) && attempt < tries[priority] && !(priority === "mint" && code === "aws-slow");
      if (!again || signal?.aborted) throw failure;
      await pause(backOffMs(attempt), undefined, { signal });
    }
  }
}
