/** A person looks at accounts, searches them or wants them read again: a reading fetches those first. */

import "server-only";
import type { Person } from "@/lib/core/person";
import { instanceNamed } from "@/lib/portal/instance";
import { wantAccounts as noteWanted } from "@/lib/store/inventory-due";

/** No accounts and `again`: everything, with the list of accounts. Asks AWS nothing: whoever reads the list does. */
export async function wantAccounts(
  person: Person,
  { instance, accountIds, again }: { instance: string; accountIds: readonly string[]; again: boolean },
): Promise<void> {
  const { id } = instanceNamed(instance);
  if (accountIds.length > 0) await noteWanted(person.id, id, accountIds, { again });
  else if (again) await noteWanted(person.id, id, "all", { again });
}
