/** The stop: no new work, the running work done, the record flushed, the store closed, then out. */

import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { stopJobs } from "@/lib/jobs/run-jobs";
import { closePortal } from "@/lib/portal/open-portal";
import { log, logFailure } from "@/lib/web/log";
import { closeServers, open } from "@/lib/web/request-hook";

/** Longer than any call to AWS may take, shorter than what orchestrators grant before they kill. */
const drainMs = 25_000;

/** From the first signal on. */
export function isStopping(): boolean {
  return open().closing;
}

async function drained(): Promise<void> {
  const deadline = Date.now() + drainMs;
  while (open().answers.size > 0 && Date.now() < deadline) await pause(25);
}

async function stop(signal: string): Promise<void> {
  if (isStopping()) return;
  closeServers();
  log("info", "stopping", { signal, open: open().answers.size });
  await stopJobs();
  await drained();
  await closePortal().catch((failure) => logFailure(failure, { at: "close" }));
  log("info", "stopped", { left: open().answers.size });
  process.exit(0);
}

/** Next's own handlers are off (NEXT_MANUAL_SIG_HANDLE): they would exit before ours finish. */
export function stopOnSignals(): void {
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.on("SIGINT", () => void stop("SIGINT"));
  // Whoever started us with a channel and died took nobody else along.
  process.on("disconnect", () => void stop("disconnect"));
}
