/** Whether a person's connection to an instance can be used without them. */

import "server-only";
import type { Person } from "@/lib/core/person";
import { problemOf } from "@/lib/core/portal-error";
import type { Instance } from "@/lib/env";
import { connectionOf } from "@/lib/store/connections";

/** As far as can be told without asking AWS. One that does not open counts as none: whoever uses it, records that. */
export async function isConnected(person: Person, instance: Instance): Promise<boolean> {
  try {
    const kept = await connectionOf(person.id, instance.id);
    return kept !== null && (kept.expiresAt > new Date() || kept.refreshToken !== null);
  } catch (failure) {
    if (problemOf(failure) === "unexpected") return false;
    throw failure;
  }
}
