/** What a filter of the record means: names are looked up, and what would read all of the record gets a time. */

import "server-only";
import { calledName } from "@/lib/core/account-look";
import type { AuditChoice, AuditFilter, Meant } from "@/lib/core/audit-row";
import { instances } from "@/lib/env";
import { presenterOf } from "@/lib/portal/shown-accounts";
import { isReadEventByEvent } from "@/lib/store/audit-where";
import { peopleCalled } from "@/lib/store/find-people";
import { knownAccounts } from "@/lib/store/known-accounts";

/** Whoever types less than a name finds events that hold it instead: there are plenty. */
const mostMeant = 100;

/** What is read event by event is read so far back, where nobody says how far. */
export const searchedDays = 30;

const day = 24 * 60 * 60 * 1000;

function meant(ids: readonly string[], part: string): Meant {
  return ids.length === 0 || ids.length > mostMeant ? { part } : { ids };
}

/** As AWS calls them and as administrators do. */
async function accountsCalled(part: string): Promise<string[]> {
  const wanted = part.toLowerCase();
  const found = await Promise.all(
    instances().map(async (instance) => {
      const [presenter, accounts] = await Promise.all([presenterOf(instance), knownAccounts(instance.id)]);
      return accounts
        .map(presenter.named)
        .filter((account) => `${account.name ?? ""}\n${calledName(account)}`.toLowerCase().includes(wanted));
    }),
  );
  return [...new Set(found.flat().map(({ accountId }) => accountId))];
}

/** `since`: what time was set because nobody had; null where none was needed. */
export async function chosenEvents(
  filter: AuditFilter,
): Promise<{ choice: AuditChoice; since: string | null }> {
  const { person, account, ...rest } = filter;
  const [people, accounts] = await Promise.all([
    person === undefined ? null : peopleCalled(person, mostMeant + 1),
    account === undefined ? null : accountsCalled(account),
  ]);
  const choice: AuditChoice = {
    ...rest,
    ...(person !== undefined && people ? { person: meant(people, person) } : {}),
    ...(account !== undefined && accounts ? { account: meant(accounts, account) } : {}),
  };
  if (filter.from || !isReadEventByEvent(choice)) return { choice, since: null };
  const end = filter.until ? Date.parse(filter.until) : Date.now();
  const since = new Date(end - searchedDays * day).toISOString();
  return { choice: { ...choice, from: since }, since };
}
