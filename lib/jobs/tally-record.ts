/** Adds the record up for the charts. */

import "server-only";
import type { Job } from "@/lib/jobs/job";
import { tallyRecord } from "@/lib/portal/tally-record";

export const tallyRecordJob: Job = { name: "tally-record", everySeconds: 10, work: tallyRecord };
