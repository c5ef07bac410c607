/** What another's reading brings, as the store learns of it: one asks AWS, all of a person's tabs see it. */

import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { AccessLine } from "@/lib/core/access";
import type { Reading } from "@/lib/portal/reading";
import { keptLine } from "@/lib/portal/shown-accounts";
import { keptAccounts } from "@/lib/store/inventory";
import { dueAccounts } from "@/lib/store/inventory-due";
import { refreshState } from "@/lib/store/inventory-refresh";
import type { KeptAccount, ListedAccount } from "@/lib/store/kept-account";

const pollMs = 700;

/** How often it is said how many are due, though nothing changed: so that nobody takes the stream for dead. Milliseconds. */
const sayAgainMs = 10_000;

/** What is written just now may have an earlier time than what we have seen. */
const overlapMs = 3_000;

/** What whoever reads has been told. Times are the store's. */
export type Told = {
  /** Milliseconds since 1970. */
  accountsAt: number | null;
  /** By account, when it last changed, as the store writes it. */
  changedAt: Map<string, string>;
};

export function toldOf(kept: readonly ListedAccount[], accountsAt: Date | null): Told {
  const changedAt = new Map(kept.map((account) => [account.accountId, account.changedAt]));
  return { accountsAt: accountsAt?.getTime() ?? null, changedAt };
}

/** Only what was not told yet. */
async function changed({ person, instance }: Reading, told: Told): Promise<KeptAccount[]> {
  let latest = 0;
  for (const at of told.changedAt.values()) latest = Math.max(latest, Date.parse(at));
  const changedSince = latest === 0 ? undefined : new Date(latest - overlapMs);
  const kept = await keptAccounts(person.id, instance.id, { changedSince });
  const news = kept.filter(({ accountId, changedAt }) => told.changedAt.get(accountId) !== changedAt);
  for (const { accountId, changedAt } of news) told.changedAt.set(accountId, changedAt);
  return news;
}

/** The list as it stands, so that what is gone goes from the page, too. */
async function listLine({ person, instance, presenter }: Reading, at: Date): Promise<AccessLine> {
  const accounts = (await keptAccounts(person.id, instance.id)).map(presenter.named);
  return { kind: "accounts", instance: instance.id, accounts, complete: true, at: at.toISOString() };
}

/** Follows until nobody reads. Throws the signal's reason. */
export async function* followReading(reading: Reading, told: Told): AsyncGenerator<AccessLine> {
  const { person, instance, presenter, signal } = reading;
  let said = { due: -1, at: 0 };
  for (;;) {
    const state = await refreshState(person.id, instance.id);
    const accountsAt = state?.accountsAt ?? null;
    if (accountsAt && accountsAt.getTime() !== told.accountsAt) {
      yield await listLine(reading, accountsAt);
      told.accountsAt = accountsAt.getTime();
    }
    const news = await changed(reading, told);
    if (news.length > 0) yield keptLine(instance, presenter, news, { accountsAt, whole: false });
    const due = (await dueAccounts(person.id, instance.id)).length;
    if (due !== said.due || Date.now() - said.at >= sayAgainMs) {
      yield { kind: "due", instance: instance.id, due };
      said = { due, at: Date.now() };
    }
    if (!state?.isLeased) return;
    await pause(pollMs, undefined, { signal });
  }
}
