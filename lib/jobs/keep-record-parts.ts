/** Makes the record's tables of the coming months, and takes away what was kept long enough. Looks every hour, since a portal may never run for a whole day. */

import "server-only";
import type { Job } from "@/lib/jobs/job";
import { keepRecordParts } from "@/lib/portal/keep-record-parts";

export const keepRecordPartsJob: Job = {
  name: "keep-record-parts",
  everySeconds: 3600,
  work: () => keepRecordParts(),
};
