/** How a person wants their list: theirs alone, on whichever machine they are. */

import "server-only";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import type { Preferences } from "@/lib/core/preferences";
import { savePreferences } from "@/lib/store/preferences";

/**
 * Replaces what was kept. That a favourite is of a role the person has is not asked: it shows nothing that their list
 * does not show, and a role may be lost and come back.
 */
export async function keepPreferences(person: Person, preferences: Preferences): Promise<void> {
  const { favourites, hidden, groupBy } = preferences;
  await savePreferences(person.id, {
    favourites: eachOnce(
      favourites,
      ({ instance, accountId, role }: Grant) => `${instance}/${accountId}/${role}`,
    ),
    hidden: eachOnce(hidden, ({ instance, accountId }) => `${instance}/${accountId}`),
    groupBy,
  });
}

function eachOnce<T>(list: readonly T[], keyOf: (one: T) => string): T[] {
  return [...new Map(list.map((one) => [keyOf(one), one])).values()];
}
