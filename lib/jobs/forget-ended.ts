/** Forgets sessions and form tokens that have ended. */

import "server-only";
import type { Job } from "@/lib/jobs/job";
import { forgetEnded } from "@/lib/portal/forget-ended";

export const forgetEndedJob: Job = { name: "forget-ended", everySeconds: 600, work: () => forgetEnded() };
