/** Verifies the record: soon after the start, then as it grows. */

import "server-only";
import type { Job } from "@/lib/jobs/job";
import { verifyRecordIfDue } from "@/lib/portal/verify-record";

export const verifyRecordJob: Job = {
  name: "verify-record",
  everySeconds: 60,
  work: (stopping) => verifyRecordIfDue(stopping),
};
