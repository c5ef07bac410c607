/** Signs how far the record goes. Looks often, since much can happen in a minute; mostly there is nothing to do. */

import "server-only";
import type { Job } from "@/lib/jobs/job";
import { signRecordIfDue } from "@/lib/portal/sign-record";

export const signRecordJob: Job = { name: "sign-record", everySeconds: 5, work: () => signRecordIfDue() };
