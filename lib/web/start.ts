/** The start: settings, store, jobs, or an end with every fault named. */

import "server-only";
import { once } from "@/lib/core/once";
import { env } from "@/lib/env";
import { closeOrphansJob } from "@/lib/jobs/close-orphans";
import { forgetEndedJob } from "@/lib/jobs/forget-ended";
import { startJobs } from "@/lib/jobs/run-jobs";
import { openPortal } from "@/lib/portal/open-portal";
import { log, logFailure } from "@/lib/web/log";
import { watchRequests } from "@/lib/web/request-hook";
import { stopOnSignals } from "@/lib/web/stop";

async function startOnce(): Promise<boolean> {
  try {
    const { PORTAL_URL } = env();
    watchRequests(PORTAL_URL.startsWith("https:"));
    const { store } = await openPortal();
    stopOnSignals();
    startJobs([closeOrphansJob, forgetEndedJob], (job, failure) => logFailure(failure, { job }));
    log("info", "started", { url: PORTAL_URL, store });
    return true;
  } catch (fault) {
    // Next would log a thrown error and keep listening; a portal with wrong settings must not.
    process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
    process.exit(1);
  }
}

/** Called by instrumentation, which Next may load more than once. */
export async function start(): Promise<void> {
  await once("start", startOnce);
}
