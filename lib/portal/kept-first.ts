/**
 * What is kept goes before what is read, and a few at a time: when everybody comes at nine o'clock, the first have their list while
 * the last are still being looked up, and nobody's list of yesterday stands in the database's queue behind another one's
 * refreshing. On a quiet morning nothing waits.
 */

import "server-only";
import { type BulkheadPolicy, bulkhead } from "cockatiel";
import { once } from "@/lib/core/once";

/** Fewer than the database has connections for us: keys and the record must find one. */
const atOnce = 6;

/** So long a reading makes way at most: a stream of visitors must not keep it from AWS. Milliseconds. */
const longestMs = 5_000;

/**
 * So long after a crowd's last list nobody must have come before readings begin: other replicas, on the same database, may
 * still be at their lists. Milliseconds.
 */
const quietMs = 1_000;

type Gate = {
  /** Kept lists that are being fetched, or wait for it, in this process. */
  fetching: number;
  /** Whether some had to wait for others, since the last time that it was quiet. */
  isCrowded: boolean;
  quiet: NodeJS.Timeout | undefined;
  /** Those who wait until there is none. */
  waiting: Set<() => void>;
  door: BulkheadPolicy;
};

function gate(): Gate {
  return once("kept-lists", () => ({
    fetching: 0,
    isCrowded: false,
    quiet: undefined,
    waiting: new Set<() => void>(),
    door: bulkhead(atOnce, Number.POSITIVE_INFINITY),
  }));
}

function come(now: Gate): void {
  clearTimeout(now.quiet);
  now.fetching += 1;
  if (now.fetching > atOnce) now.isCrowded = true;
}

function becomeQuiet(now: Gate): void {
  now.isCrowded = false;
  for (const go of [...now.waiting]) go();
}

function leave(now: Gate): void {
  now.fetching -= 1;
  if (now.fetching > 0) return;
  if (now.isCrowded) now.quiet = setTimeout(() => becomeQuiet(now), quietMs);
  else becomeQuiet(now);
}

/** Fetches what is kept, in the order in which people came. Throws the signal's reason for who has left before. */
export async function keptFirst<T>(signal: AbortSignal, fetch: () => Promise<T>): Promise<T> {
  const now = gate();
  come(now);
  try {
    return await now.door.execute(() => {
      signal.throwIfAborted();
      return fetch();
    });
  } finally {
    leave(now);
  }
}

/** Answers when no kept list is being fetched, or has been waited for long enough. Throws the signal's reason. */
export async function afterKept(signal: AbortSignal): Promise<void> {
  const { fetching, isCrowded, waiting } = gate();
  signal.throwIfAborted();
  if (fetching === 0 && !isCrowded) return;
  await new Promise<void>((resolve) => {
    const go = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", go);
      waiting.delete(go);
      resolve();
    };
    const timer = setTimeout(go, longestMs);
    signal.addEventListener("abort", go, { once: true });
    waiting.add(go);
  });
  signal.throwIfAborted();
}
