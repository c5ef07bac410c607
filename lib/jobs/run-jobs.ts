/** The clockwork of background work. */

import "server-only";
import { once } from "@/lib/core/once";
import type { Job } from "@/lib/jobs/job";
import { leased } from "@/lib/portal/leased";

type Running = {
  timers: Set<NodeJS.Timeout>;
  atWork: Map<string, Promise<unknown>>;
  stopping: AbortController;
};

function running(): Running {
  return once("jobs", () => ({
    timers: new Set<NodeJS.Timeout>(),
    atWork: new Map<string, Promise<unknown>>(),
    stopping: new AbortController(),
  }));
}

async function run(job: Job, onFailure: (job: string, failure: unknown) => void): Promise<void> {
  // The lease knows processes, not ticks: this process would get it again while it is still at work.
  if (running().atWork.has(job.name)) return;
  // The lease is shorter than the interval, so that the next tick, here or elsewhere, finds it free.
  const { signal } = running().stopping;
  const working = leased(job.name, job.everySeconds * 0.9, () => job.work(signal)).catch((failure) =>
    onFailure(job.name, failure),
  );
  running().atWork.set(job.name, working);
  await working;
  running().atWork.delete(job.name);
}

/** Starts each job at its interval; the first time after a tenth of it. */
export function startJobs(jobs: readonly Job[], onFailure: (job: string, failure: unknown) => void): void {
  if (running().stopping.signal.aborted) running().stopping = new AbortController();
  for (const job of jobs) {
    const tick = () => void run(job, onFailure);
    running().timers.add(setTimeout(tick, job.everySeconds * 100).unref());
    running().timers.add(setInterval(tick, job.everySeconds * 1000).unref());
  }
}

/** Work that goes on until the stop, which waits for it. */
export function runUntilStopped(name: string, work: (stopping: AbortSignal) => Promise<void>): void {
  if (running().stopping.signal.aborted) running().stopping = new AbortController();
  running().atWork.set(name, work(running().stopping.signal));
}

/** Stops the clock, tells what is at work, and waits for it. */
export async function stopJobs(): Promise<void> {
  for (const timer of running().timers) clearTimeout(timer);
  running().timers.clear();
  running().stopping.abort();
  await Promise.allSettled(running().atWork.values());
}
