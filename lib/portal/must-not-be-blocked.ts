/**
 * A last look at whoever asked, right before something is handed over: AWS can take seconds to answer, and a person may be blocked
 * meanwhile. Machines have their own, `mustStillBeIn`, in which this stands too.
 */

import "server-only";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import { isBlocked } from "@/lib/store/person-blocks";

/** Throws `person-blocked`, and `store-unavailable`: of whom nothing is known, nothing is handed over. */
export async function mustNotBeBlocked({ id }: Person): Promise<void> {
  if (await isBlocked(id)) throw new PortalError("person-blocked", `person ${id}`);
}
