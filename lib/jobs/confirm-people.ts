/** Asks the identity provider again about everybody whose access tokens live. */

import "server-only";
import type { Job } from "@/lib/jobs/job";
import { confirmPeople } from "@/lib/portal/confirm-people";

export const confirmPeopleJob: Job = {
  name: "confirm-people",
  everySeconds: 60,
  work: (stopping) => confirmPeople(stopping),
};
