/** Reads the organization where the portal may: looks every minute whether it is due, for a new portal at once. */

import "server-only";
import type { Job } from "@/lib/jobs/job";
import { keepOrganizationFresh } from "@/lib/portal/keep-organization-fresh";

export const readOrganizationJob: Job = {
  name: "read-organization",
  everySeconds: 60,
  work: keepOrganizationFresh,
};
