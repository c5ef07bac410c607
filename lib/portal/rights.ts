/** What a person may do here, by the groups that their identity provider names, and by nothing else. */

import "server-only";
import type { Person } from "@/lib/core/person";
import { env } from "@/lib/env";
import { isInOneOf } from "@/lib/policy/is-in-one-of";

export type Rights = { administrator: boolean; auditor: boolean };

export function rightsOf(person: Person): Rights {
  const administrator = isInOneOf(person.groups, env().ADMIN_GROUPS);
  return { administrator, auditor: administrator || isInOneOf(person.groups, env().AUDITOR_GROUPS) };
}
