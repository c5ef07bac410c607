/** Closes requests that a killed process left open on the record. */

import "server-only";
import type { Job } from "@/lib/jobs/job";
import { closeOrphans } from "@/lib/portal/close-orphans";

export const closeOrphansJob: Job = { name: "close-orphans", everySeconds: 60, work: () => closeOrphans() };
