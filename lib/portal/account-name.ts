/** What AWS calls an account, for the record: read by people who do not know accounts by their numbers. */

import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import { instanceNamed } from "@/lib/portal/instance";
import { nameIn, organizationOf } from "@/lib/portal/organization-data";
import { keptAccount } from "@/lib/store/inventory";

type Kept = { name: string | null };

async function nameOf(person: Person, { instance, accountId }: Grant, known?: Kept): Promise<string | null> {
  const kept = known ?? (await keptAccount(person.id, instance, accountId));
  return kept && nameIn(await organizationOf(instanceNamed(instance)), { accountId, name: kept.name });
}

/** Whoever asked waits for the record, which has its own deadline, and not for a name on it. Milliseconds. */
const patienceMs = 500;

/**
 * As a record's event carries it: nothing where nobody knows the name, or the store cannot say soon. No record is lost for a name.
 * `known`: what is kept of it, where that has been read.
 */
export async function accountName(
  person: Person,
  grant: Grant,
  known?: Kept,
): Promise<{ accountName?: string }> {
  const late = new AbortController();
  const name = await Promise.race([
    nameOf(person, grant, known).catch(() => null),
    pause(patienceMs, null, { signal: late.signal }).catch(() => null),
  ]);
  late.abort();
  return name ? { accountName: name.slice(0, 512) } : {};
}
