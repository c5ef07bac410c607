/**
 * What is kept goes before what is read, and a few at a time: when everybody comes at nine o'clock, the first have their list while
 * the last are still being looked up, and nobody's list of yesterday stands in the database's queue behind another one's
 * refreshing. On a quiet morning nothing waits.
 */

import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { type BulkheadPolicy, bulkhead } from "cockatiel";
import { once } from "@/lib/core/once";

/** Fewer than the database has connections for us: keys and the record must find one. */
const atOnce = 6;

/** So long a reading makes way at most: a stream of visitors must not keep it from AWS. Milliseconds. */
const longestMs = 2_000;

type Gate = {
  /** Kept lists that are being fetched, or wait for it, in this process. */
  fetching: number;
  /** Those who wait until there is none. */
  waiting: Set<() => void>;
  door: BulkheadPolicy;
};

function gate(): Gate {
  return once("kept-lists", () => ({
    fetching: 0,
    waiting: new Set<() => void>(),
    door: bulkhead(atOnce, Number.POSITIVE_INFINITY),
  }));
}

/** Fetches what is kept, in the order in which people came. Throws the signal's reason for who has left before. */
export async function keptFirst<T>(signal: AbortSignal, fetch: () => Promise<T>): Promise<T> {
  const { waiting, door } = gate();
  gate().fetching += 1;
  try {
    return await door.execute(() => {
      signal.throwIfAborted();
      return fetch();
    });
  } finally {
    gate().fetching -= 1;
    if (gate().fetching === 0) for (const go of [...waiting]) go();
  }
}

/** Answers when no kept list is being fetched, or has been waited for long enough. Throws the signal's reason. */
export async function afterKept(signal: AbortSignal): Promise<void> {
  const { fetching, waiting } = gate();
  if (fetching === 0) return;
  const free = new AbortController();
  const go = () => free.abort();
  waiting.add(go);
  try {
    await pause(longestMs, undefined, { signal: AbortSignal.any([signal, free.signal]) });
  } catch {
    signal.throwIfAborted();
  } finally {
    waiting.delete(go);
  }
}
