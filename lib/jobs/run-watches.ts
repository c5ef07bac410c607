/** The clockwork of work without an end: whoever has the lease goes on step by step, the others look whether it has run out. */

import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { Watch } from "@/lib/jobs/job";
import { runUntilStopped } from "@/lib/jobs/run-jobs";
import { leaseFor } from "@/lib/portal/leased";

/** Longer than any step may take: who has the lease is then sure to be alone. */
const leaseSeconds = 60;

/** Long before the lease ends, and not with every step. */
const renewMs = 15_000;

/** How long another may be gone before it is missed, and how long a failure is left alone. */
const waitMs = 5_000;

type Report = (job: string, failure: unknown) => void;

async function rest(ms: number, stopping: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal: stopping, ref: false }).catch(() => undefined);
}

/** Holds the lease, asking for it again when it is time. */
function lease(name: string) {
  let renewAt = 0;
  return {
    async isHeld(): Promise<boolean> {
      if (performance.now() < renewAt) return true;
      const askedAt = performance.now();
      const isHeld = await leaseFor(name, leaseSeconds);
      renewAt = isHeld ? askedAt + renewMs : 0;
      return isHeld;
    },
    async giveUp(): Promise<void> {
      if (renewAt > 0) await leaseFor(name, 0);
    },
  };
}

async function keepWatch({ name, step }: Watch, onFailure: Report, stopping: AbortSignal): Promise<void> {
  const { isHeld, giveUp } = lease(name);
  while (!stopping.aborted) {
    try {
      const due = (await isHeld()) ? await step(stopping, (failure) => onFailure(name, failure)) : waitMs;
      await rest(due, stopping);
    } catch (failure) {
      onFailure(name, failure);
      await rest(waitMs, stopping);
    }
  }
  // Whoever takes over need not wait.
  await giveUp().catch((failure: unknown) => onFailure(name, failure));
}

export function startWatches(watches: readonly Watch[], onFailure: Report): void {
  for (const watch of watches) {
    runUntilStopped(watch.name, (stopping) => keepWatch(watch, onFailure, stopping));
  }
}
