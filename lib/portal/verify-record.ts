/**
 * The record verifies itself while the portal runs: what came since the last time every minute, all of it once a day and when
 * somebody asks. Each fault is on the record once, whatever the number of times it is found.
 */

import "server-only";
import { randomUUID } from "node:crypto";
import { PortalError } from "@/lib/core/portal-error";
import { faultSentence, type RecordFault } from "@/lib/core/record-fault";
import type { RecordReport } from "@/lib/core/record-report";
import { env } from "@/lib/env";
import { record } from "@/lib/portal/record";
import { leaseJob } from "@/lib/store/job-leases";
import { type Kept, keepReport, keptReport } from "@/lib/store/record-report";
import { verifyStore } from "@/lib/store/verify-store";

/** Rows at once: requests are answered between two batches, and wait for none longer than some milliseconds. */
const batchSize = 500;

/** Longer than all of a large record takes; another replica begins again where this one died. */
const wholeSeconds = 30 * 60;

/** More faults at once are one event that says how many. */
const mostToldAtOnce = 10;

type Why = "whole" | "since" | null;

/** What is to be done now. A record with a known fault is read as a whole or not at all. */
function due({ report, wanted }: Kept, now: Date): Why {
  if (!report || wanted) return "whole";
  if (now.getTime() - Date.parse(report.whole.at) >= env().AUDIT_VERIFY_HOURS * 3_600_000) return "whole";
  if (report.faultCount > 0) return null;
  return report.place ? "since" : "whole";
}

async function tell(faults: readonly RecordFault[], faultCount: number): Promise<void> {
  const correlationId = randomUUID();
  for (const fault of faults.slice(0, mostToldAtOnce)) {
    const detail = { fault: fault.kind, what: faultSentence(fault) ?? "" };
    await record(null, { correlationId }, { kind: "audit.verification-failed", detail });
  }
  if (faults.length <= mostToldAtOnce) return;
  const what = `There are ${faultCount} faults in all; \`npm run audit:verify\` lists them.`;
  await record(
    null,
    { correlationId },
    { kind: "audit.verification-failed", detail: { fault: "more", what } },
  );
}

/** Those that nobody was told of. */
function newFaults(faults: readonly RecordFault[], known: readonly RecordFault[]): RecordFault[] {
  const told = new Set(known.map((fault) => JSON.stringify(fault)));
  return faults.filter((fault) => !told.has(JSON.stringify(fault)));
}

async function verify(kept: Kept, why: "whole" | "since", now: Date, stopping: AbortSignal): Promise<void> {
  const { report } = kept;
  const place = report?.place ?? null;
  const found = await verifyStore({ remembered: place, isContinued: why === "since", batchSize, stopping });
  const { faults, faultCount, events } = found;
  const seq = found.head?.seq ?? report?.latest.seq ?? 0;
  const seconds = (Date.now() - now.getTime()) / 1000;
  const whole = why === "whole" ? { at: now.toISOString(), seq, events, seconds } : report?.whole;
  const faultySince = faultCount > 0 ? (report?.faultySince ?? now.toISOString()) : null;
  const next: RecordReport = {
    place: found.place ?? place,
    latest: { at: now.toISOString(), seq },
    whole: whole ?? { at: now.toISOString(), seq, events, seconds },
    faults: [...faults],
    faultCount,
    faultySince,
  };
  const untold = newFaults(faults, report?.faults ?? []);
  // Kept first: a report that is not kept would be told again at each look.
  await keepReport(next, now);
  if (untold.length === 0) return;
  await tell(untold, faultCount);
  throw new PortalError("unexpected", `the audit record is faulty: ${untold.map(faultSentence).join(" ")}`);
}

/** Verifies what is due. Throws `unexpected`, for the log, where it found a fault for the first time. */
export async function verifyRecordIfDue(stopping: AbortSignal, now: Date = new Date()): Promise<void> {
  const kept = await keptReport();
  const why = due(kept, now);
  if (!why) return;
  if (why === "since") return await verify(kept, why, now, stopping);
  // The job's own lease is over long before a large record is read.
  const lease = "verify-the-whole-record";
  if (!(await leaseJob(lease, wholeSeconds))) return;
  try {
    await verify(kept, why, now, stopping);
  } catch (failure) {
    // Whoever stops has seen nothing wrong.
    if (!stopping.aborted) throw failure;
  } finally {
    await leaseJob(lease, 0);
  }
}
