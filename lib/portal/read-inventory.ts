/**
 * Brings a person's kept list of one instance up to date. Of all their tabs, at all replicas, one asks AWS: whoever has the lease.
 * The others follow, and one of them goes on where the leader leaves. What is done is in the store: nothing is asked for twice.
 */

import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { AccessLine } from "@/lib/core/access";
import { problemOf } from "@/lib/core/portal-error";
import { followReading, type Told } from "@/lib/portal/follow-reading";
import { failureKind } from "@/lib/portal/list-failures";
import { backOffMs } from "@/lib/portal/paced";
import { readAccountList } from "@/lib/portal/read-account-list";
import { readDueRoles } from "@/lib/portal/read-due-roles";
import type { Reading } from "@/lib/portal/reading";
import type { Left } from "@/lib/portal/settle-roles";
import { dueAccounts } from "@/lib/store/inventory-due";
import {
  leaseRefresh,
  type RefreshLease,
  type RefreshState,
  refreshState,
  releaseRefresh,
  renewRefreshLease,
} from "@/lib/store/inventory-refresh";

/** So long a reading stands still when its replica is killed. */
const leaseSeconds = 15;
const renewMs = 5_000;

/** A list of accounts is fresh for so long. Milliseconds. */
const freshMs = 5 * 60 * 1000;

function isListDue(state: RefreshState | null): boolean {
  const { accountsAt = null, askedAt = null } = state ?? {};
  if (!accountsAt || Date.now() - accountsAt.getTime() > freshMs) return true;
  return askedAt !== null && askedAt > accountsAt;
}

async function* readUntilNoneIsDue(reading: Reading): AsyncGenerator<AccessLine> {
  const { person, instance } = reading;
  const left: Left = new Map();
  for (;;) {
    const state = await refreshState(person.id, instance.id);
    if (isListDue(state)) yield* readAccountList(reading, state);
    const due = await dueAccounts(person.id, instance.id);
    const now = due.filter(({ accountId }) => !left.has(accountId));
    if (now.length === 0) return;
    yield* readDueRoles(reading, now, left);
  }
}

/**
 * Reads while the lease is ours. Where another took it, that one reads on, and this one may follow. A reader that takes no more lines,
 * as on a machine that sleeps, does not hold on to it. Answers whether it came to the end.
 */
async function* lead(reading: Reading, lease: RefreshLease): AsyncGenerator<AccessLine, boolean> {
  const lost = new AbortController();
  let handedAt = Number.POSITIVE_INFINITY;
  const renew = async () => {
    if (Date.now() - handedAt > renewMs) return;
    const isOurs = await renewRefreshLease(lease, leaseSeconds);
    if (!isOurs) lost.abort();
  };
  // The store does not answer us; if it answers others, they take over, and what both read is the same.
  const timer = setInterval(() => void renew().catch(() => undefined), renewMs);
  const signal = AbortSignal.any([reading.signal, lost.signal]);
  try {
    for await (const line of readUntilNoneIsDue({ ...reading, signal })) {
      handedAt = Date.now();
      yield line;
      handedAt = Number.POSITIVE_INFINITY;
    }
    return true;
  } catch (failure) {
    reading.signal.throwIfAborted();
    if (!lost.signal.aborted) throw failure;
    return false;
  } finally {
    clearInterval(timer);
    await releaseRefresh(lease).catch(() => undefined);
  }
}

async function isDue({ person, instance }: Reading): Promise<boolean> {
  const [state, due] = await Promise.all([
    refreshState(person.id, instance.id),
    dueAccounts(person.id, instance.id),
  ]);
  return isListDue(state) || due.length > 0 || state?.isLeased === true;
}

async function* leadOrFollow(reading: Reading, told: Told): AsyncGenerator<AccessLine> {
  const { person, instance } = reading;
  while (await isDue(reading)) {
    const lease = await leaseRefresh(person.id, instance.id, leaseSeconds);
    if (!lease) {
      yield* followReading(reading, told);
      continue;
    }
    if (yield* lead(reading, lease)) return;
  }
}

/** Until nothing is due. Throws what is wrong with the person, and the signal's reason; what passes is waited for. */
export async function* readInventory(reading: Reading, told: Told): AsyncGenerator<AccessLine> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return yield* leadOrFollow(reading, told);
    } catch (failure) {
      reading.signal.throwIfAborted();
      const problem = problemOf(failure);
      if (failureKind(problem) !== "ours") throw failure;
      yield { kind: "instance-failed", instance: reading.instance.id, problem };
      await pause(1000 + backOffMs(attempt), undefined, { signal: reading.signal });
    }
  }
}
