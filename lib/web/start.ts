/** The start: settings, store, jobs, or an end with every fault named. */

import "server-only";
import { once } from "@/lib/core/once";
import { PortalError } from "@/lib/core/portal-error";
import { env } from "@/lib/env";
import { closeOrphansJob } from "@/lib/jobs/close-orphans";
import { confirmPeopleJob } from "@/lib/jobs/confirm-people";
import { deliveryWatches } from "@/lib/jobs/deliver-record";
import { forgetEndedJob } from "@/lib/jobs/forget-ended";
import { keepRecordPartsJob } from "@/lib/jobs/keep-record-parts";
import { readOrganizationJob } from "@/lib/jobs/read-organization";
import { startJobs } from "@/lib/jobs/run-jobs";
import { startWatches } from "@/lib/jobs/run-watches";
import { signRecordJob } from "@/lib/jobs/sign-record";
import { tallyRecordJob } from "@/lib/jobs/tally-record";
import { verifyRecordJob } from "@/lib/jobs/verify-record";
import { openPortal } from "@/lib/portal/open-portal";
import { log, logFailure, outliveLogReaders } from "@/lib/web/log";
import { watchRequests } from "@/lib/web/request-hook";
import { stopOnSignals } from "@/lib/web/stop";

const jobs = [
  closeOrphansJob,
  confirmPeopleJob,
  forgetEndedJob,
  keepRecordPartsJob,
  readOrganizationJob,
  signRecordJob,
  tallyRecordJob,
  verifyRecordJob,
] as const;

/** For the terminal of whoever started it: what happened, without our names for it. */
function sentenceOf(fault: unknown): string {
  if (fault instanceof PortalError) return `Sallyport cannot start: ${fault.detail.replace(/^open: /, "")}`;
  return fault instanceof Error ? fault.message : String(fault);
}

async function startOnce(): Promise<boolean> {
  outliveLogReaders();
  try {
    const { PORTAL_URL } = env();
    watchRequests(PORTAL_URL.startsWith("https:"));
    const { store } = await openPortal();
    stopOnSignals();
    startJobs(jobs, (job, failure) => logFailure(failure, { job }));
    startWatches(deliveryWatches(), (watch, failure) => logFailure(failure, { watch }));
    log("info", "started", { url: PORTAL_URL, store });
    return true;
  } catch (fault) {
    // Next would log a thrown error and keep listening; a portal with wrong settings must not.
    process.stderr.write(`${sentenceOf(fault)}\n`);
    process.exit(1);
  }
}

/** Called by instrumentation, which Next may load more than once. */
export async function start(): Promise<void> {
  await once("start", startOnce);
}
