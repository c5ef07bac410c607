/** Every account and role that a person may use: what is kept at once, then AWS's answers as they come. */

import "server-only";
import type { AccessChange, AccessLine } from "@/lib/core/access";
import type { Person } from "@/lib/core/person";
import { problemOf } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { type Instance, instances } from "@/lib/env";
import { toldOf } from "@/lib/portal/follow-reading";
import { afterKept, keptFirst } from "@/lib/portal/kept-first";
import { merged } from "@/lib/portal/merged";
import { readInventory } from "@/lib/portal/read-inventory";
import { recentChanges } from "@/lib/portal/recent-changes";
import { keptLine, presenterOf } from "@/lib/portal/shown-accounts";
import { keptList } from "@/lib/store/inventory";

type Reader = {
  person: Person;
  facts: RequestFacts;
  /** Whoever reads has what was kept then. */
  since: Date | undefined;
  signal: AbortSignal;
};

/** The clocks of replicas and store differ, and what was being written then has an earlier time. */
const overlapMs = 10_000;

/** What the store knows, in one line, and what of it was told. */
async function fetchKept(instance: Instance, { person, since }: Reader) {
  const from = since && new Date(since.getTime() - overlapMs);
  const [presenter, kept] = await Promise.all([
    presenterOf(instance),
    keptList(person.id, instance.id, from),
  ]);
  const { accounts, accountsAt, whole } = kept;
  const line = keptLine(instance, presenter, accounts, { accountsAt, whole });
  return { presenter, line, told: toldOf(accounts, accountsAt) };
}

async function* accessTo(instance: Instance, reader: Reader): AsyncGenerator<AccessLine> {
  const { person, facts, signal } = reader;
  const { presenter, line, told } = await keptFirst(signal, () => fetchKept(instance, reader));
  yield line;
  const { sets } = presenter;
  if (Object.keys(sets).length > 0) yield { kind: "permission-sets", instance: instance.id, sets };

  await afterKept(signal);
  yield* readInventory({ person, facts, instance, presenter, signal }, told);
}

/** An instance that fails says so, and stops no other. */
async function* accessOrFailure(instance: Instance, reader: Reader): AsyncGenerator<AccessLine> {
  try {
    yield* accessTo(instance, reader);
  } catch (failure) {
    if (reader.signal.aborted) return;
    yield { kind: "instance-failed", instance: instance.id, problem: problemOf(failure) };
  }
}

/** Null where the store cannot say. They stand beside the list: without them the list is as good, and says itself what is wrong. */
async function changesOrNone(personId: string): Promise<AccessChange[] | null> {
  return await recentChanges(personId).catch(() => null);
}

async function* changesLine(asked: Promise<AccessChange[] | null>): AsyncGenerator<AccessLine> {
  const changes = await asked;
  if (changes) yield { kind: "changes", changes };
}

/**
 * All instances side by side. What is kept comes first, from the store alone; AWS is asked only for what is due, and only while
 * `signal` says that somebody reads. With `since`, what has not changed since then is left out.
 */
export async function* listAccess(
  person: Person,
  facts: RequestFacts,
  { since }: { since?: Date | undefined },
  signal: AbortSignal,
): AsyncGenerator<AccessLine> {
  const reader: Reader = { person, facts, since, signal };
  const changes = changesOrNone(person.id);
  const all = instances().map((instance) => accessOrFailure(instance, reader));
  yield* merged([...all, changesLine(changes)]);
  if (signal.aborted) return;
  const before = await changes;
  // Whoever waited for the store in vain does not wait for it twice.
  const now = before && (await changesOrNone(person.id));
  if (now && JSON.stringify(now) !== JSON.stringify(before)) yield { kind: "changes", changes: now };
  yield { kind: "end", at: new Date().toISOString() };
}
