/** What the access page knows before AWS is asked: all of it from the store, so that it is there at once. */

import "server-only";
import type { AccessChange, ShownAccount } from "@/lib/core/access";
import { compareAccounts } from "@/lib/core/access-order";
import type { Grant } from "@/lib/core/grant";
import { noPreferences, type Preferences } from "@/lib/core/preferences";
import { type Instance, instances } from "@/lib/env";
import { type AwsPortal, awsPortals } from "@/lib/portal/aws-portal";
import { formToken } from "@/lib/portal/form-token";
import { recentChanges } from "@/lib/portal/recent-changes";
import { presenterOf } from "@/lib/portal/shown-accounts";
import { recentGrants } from "@/lib/store/grant-uses";
import { keptList } from "@/lib/store/inventory";
import { storeKind } from "@/lib/store/open-store";
import { preferencesOf } from "@/lib/store/preferences";

/** An account of the first screen, and where it is from. */
type Placed = ShownAccount & { instance: string };

export type AccessPage = {
  awsPortals: readonly AwsPortal[];
  /** For the console's form; good for one use. */
  formToken: string;
  /** Whether the store is the one for evaluation. */
  evaluationStore: boolean;
  instances: readonly Pick<Instance, "id" | "label" | "region" | "connect">[];
  first: {
    /** The top of the list in the page's order, and the accounts of favourites and recent roles, wherever they stand. */
    accounts: readonly Placed[];
    /** Of the whole list. */
    accountCount: number;
    roleCount: number;
    /** When the list was last told by AWS, the oldest of all instances'; in ISO 8601. Null: one was never told. */
    checkedAt: string | null;
  };
  preferences: Preferences;
  /** Roles taken most and last. */
  recents: readonly Grant[];
  /** Newest first. */
  changes: readonly AccessChange[];
};

/** More than any screen shows. */
const mostOnScreen = 24;

const mostRecents = 8;

type Kept = { accounts: readonly Placed[]; accountsAt: Date | null };

async function keptOf(personId: string, instance: Instance): Promise<Kept> {
  const [{ shown }, kept] = await Promise.all([
    presenterOf(instance),
    keptList(personId, instance.id, undefined),
  ]);
  const accounts = kept.accounts.map((account) => ({ ...shown(account), instance: instance.id }));
  return { accounts, accountsAt: kept.accountsAt };
}

/** The first so many in order, without putting thousands into it. */
function firstOf<T>(all: readonly T[], most: number, compare: (one: T, other: T) => number): T[] {
  const first: T[] = [];
  for (const one of all) {
    const last = first.at(-1);
    if (first.length === most && last !== undefined && compare(one, last) >= 0) continue;
    const place = first.findIndex((other) => compare(one, other) < 0);
    first.splice(place === -1 ? first.length : place, 0, one);
    if (first.length > most) first.pop();
  }
  return first;
}

const keyOf = ({ instance, accountId }: { instance: string; accountId: string }) =>
  `${instance}/${accountId}`;

function onScreen(
  all: readonly Placed[],
  { favourites, hidden, groupBy }: Preferences,
  recents: readonly Grant[],
): Placed[] {
  const unseen = new Set(hidden.map(keyOf));
  const apart = new Set([...favourites, ...recents].map(keyOf));
  const seen = all.filter((account) => !unseen.has(keyOf(account)));
  const top = firstOf(seen, mostOnScreen, compareAccounts(groupBy));
  return [...new Set([...top, ...all.filter((account) => apart.has(keyOf(account)))])];
}

function oldest(times: readonly (Date | null)[]): string | null {
  const known = times.filter((time) => time !== null).map((time) => time.getTime());
  return known.length < times.length || known.length === 0
    ? null
    : new Date(Math.min(...known)).toISOString();
}

/** Throws `store-unavailable`. */
export async function accessPage(session: { id: string; person: { id: string } }): Promise<AccessPage> {
  const { id: personId } = session.person;
  const [kept, saved, used, changes] = await Promise.all([
    Promise.all(instances().map((instance) => keptOf(personId, instance))),
    preferencesOf(personId),
    recentGrants(personId, mostRecents),
    recentChanges(personId),
  ]);
  const preferences = saved ?? noPreferences;
  const recents = used.map(({ instance, accountId, role }) => ({ instance, accountId, role }));
  const all = kept.flatMap(({ accounts }) => accounts);
  return {
    awsPortals: awsPortals(),
    formToken: formToken(session.id),
    evaluationStore: storeKind() === "evaluation",
    instances: instances().map(({ id, label, region, connect }) => ({ id, label, region, connect })),
    first: {
      accounts: onScreen(all, preferences, recents),
      accountCount: all.length,
      roleCount: all.reduce((sum, { roles }) => sum + (roles?.length ?? 0), 0),
      checkedAt: oldest(kept.map(({ accountsAt }) => accountsAt)),
    },
    preferences,
    recents,
    changes,
  };
}
