/** What AWS calls an account, for the record: read by people who do not know accounts by their numbers. */

import "server-only";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import { instanceNamed } from "@/lib/portal/instance";
import { nameIn, organizationOf } from "@/lib/portal/organization-data";
import { keptAccount } from "@/lib/store/inventory";

async function nameOf(person: Person, grant: Grant): Promise<string | null> {
  const kept = await keptAccount(person.id, grant.instance, grant.accountId);
  return kept && nameIn(await organizationOf(instanceNamed(grant.instance)), kept);
}

/** As a record's event carries it: nothing where nobody knows the name, or the store cannot say. No record is lost for a name. */
export async function accountName(person: Person, grant: Grant): Promise<{ accountName?: string }> {
  const name = await nameOf(person, grant).catch(() => null);
  return name ? { accountName: name.slice(0, 512) } : {};
}
