/** What AWS calls an account, for the record: read by people who do not know accounts by their numbers. */

import "server-only";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import { keptAccount } from "@/lib/store/inventory";

/** As a record's event carries it: nothing where nobody knows the name, or the store cannot say. No record is lost for a name. */
export async function accountName(person: Person, grant: Grant): Promise<{ accountName?: string }> {
  const kept = await keptAccount(person.id, grant.instance, grant.accountId).catch(() => null);
  return kept?.name ? { accountName: kept.name.slice(0, 512) } : {};
}
