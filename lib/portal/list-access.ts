/** Every account and role that a person may use: what is kept at once, then AWS's answers as they come. */

import "server-only";
import type { AccessLine } from "@/lib/core/access";
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
  /** To be told whether a kept list could be looked up. The first word counts. */
  found: (isFound: boolean) => void;
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

type Known = Omit<Awaited<ReturnType<typeof fetchKept>>, "line">;

/** By itself, so that a stream that is open for long does not hold on to its longest line. */
async function* keptFirstLine(instance: Instance, reader: Reader): AsyncGenerator<AccessLine, Known> {
  const { line, ...known } = await keptFirst(reader.signal, () => fetchKept(instance, reader));
  reader.found(true);
  yield line;
  return known;
}

async function* accessTo(instance: Instance, reader: Reader): AsyncGenerator<AccessLine> {
  const { person, facts, signal } = reader;
  const { presenter, told } = yield* keptFirstLine(instance, reader);
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
    reader.found(false);
    if (reader.signal.aborted) return;
    yield { kind: "instance-failed", instance: instance.id, problem: problemOf(failure) };
  }
}

/** Of the changes that whoever reads was told last. Null: of none. */
type Told = { changes: string | null };

/** Where the store cannot say, none. They stand beside the list: without them the list is as good, and says itself what is wrong. */
async function* changesLine(person: Person, told: Told): AsyncGenerator<AccessLine> {
  const changes = await recentChanges(person.id).catch(() => null);
  const text = JSON.stringify(changes);
  if (changes === null || text === told.changes) return;
  told.changes = text;
  yield { kind: "changes", changes };
}

/** The page came with them: nobody's list waits for them. Whoever waited for a list in vain does not wait for them, too. */
async function* changesAfterKept(
  { person, signal }: Reader,
  found: Promise<boolean>,
  told: Told,
): AsyncGenerator<AccessLine> {
  if (!(await found)) return;
  await afterKept(signal).catch(() => undefined);
  if (!signal.aborted) yield* changesLine(person, told);
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
  let found: Reader["found"] = () => undefined;
  const isFound = new Promise<boolean>((resolve) => {
    found = resolve;
  });
  const reader: Reader = { person, facts, since, signal, found };
  const told: Told = { changes: null };
  const all = instances().map((instance) => accessOrFailure(instance, reader));
  yield* merged([...all, changesAfterKept(reader, isFound, told)]);
  if (signal.aborted) return;
  // Nor for what the store could not say before.
  if (told.changes !== null) yield* changesLine(person, told);
  yield { kind: "end", at: new Date().toISOString() };
}
