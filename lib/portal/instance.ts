/** Instances by name. */

import "server-only";
import { PortalError } from "@/lib/core/portal-error";
import { type Instance, instances } from "@/lib/env";

/** Throws `role-not-granted` for a name that we do not have: an instance you may not see and none look the same. */
export function instanceNamed(id: string): Instance {
  const found = instances().find((instance) => instance.id === id);
  if (!found) throw new PortalError("role-not-granted", `no instance is named ${id}`);
  return found;
}
