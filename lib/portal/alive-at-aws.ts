/**
 * What is still alive at AWS, by account, production first. Nothing of ours ends it: not a sign-out, not a token that is
 * revoked, not a person who is blocked. AWS ends it at its time.
 */

import "server-only";
import { calledName } from "@/lib/core/account-look";
import type { AliveAccount, AliveKeys } from "@/lib/core/alive-keys";
import { presentersByInstance } from "@/lib/portal/presenters";
import type { Presenter } from "@/lib/portal/shown-accounts";
import { type AliveOf, aliveEvents } from "@/lib/store/alive-events";

/** More than anybody reads. Beyond it the page says that there is more. */
const mostShown = 500;

export type AliveAtAws = {
  accounts: readonly AliveAccount[];
  /** False where there is more than is shown. */
  whole: boolean;
  /** What the portal's clock said. Milliseconds since 1970. */
  now: number;
};

function byAccount(events: readonly AliveKeys[]): AliveKeys[][] {
  const groups = new Map<string, AliveKeys[]>();
  for (const keys of events) {
    const account = `${keys.instance}/${keys.accountId}`;
    const group = groups.get(account);
    if (group) group.push(keys);
    else groups.set(account, [keys]);
  }
  return [...groups.values()];
}

function accountOf(keys: readonly AliveKeys[], presenters: ReadonlyMap<string, Presenter>): AliveAccount {
  const { instance, accountId, accountName } = keys[0] ?? {
    instance: null,
    accountId: null,
    accountName: null,
  };
  const named = accountId
    ? presenters.get(instance ?? "")?.named({ accountId, name: accountName, email: null })
    : undefined;
  const look = named?.look ?? null;
  return {
    key: `${instance}/${accountId}`,
    instance,
    accountId,
    title: calledName({
      accountId: accountId ?? "an unknown account",
      name: named?.name ?? accountName,
      look,
    }),
    look,
    keys,
  };
}

const ranks: Readonly<Record<string, number>> = { production: 0, staging: 1, development: 3 };

/** Production, staging, what nobody has said anything about, development. */
function rank({ look }: AliveAccount): number {
  return ranks[look?.environment ?? ""] ?? 2;
}

/** A person's, where one is named; else everybody's. Throws `store-unavailable`. */
export async function aliveAtAws(of: AliveOf = {}, now: Date = new Date()): Promise<AliveAtAws> {
  const [events, presenters] = await Promise.all([
    aliveEvents(of, mostShown + 1, now),
    presentersByInstance(),
  ]);
  const accounts = byAccount(events.slice(0, mostShown)).map((keys) => accountOf(keys, presenters));
  const sorted = accounts.sort(
    (one, other) => rank(one) - rank(other) || one.title.localeCompare(other.title, "en"),
  );
  return { accounts: sorted, whole: events.length <= mostShown, now: now.getTime() };
}
