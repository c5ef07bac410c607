/** How long it takes this process to get an event onto the record, counted in a few numbers: cheap enough for each of them. */

import "server-only";
import { once } from "@/lib/core/once";

/** Seconds. The last is the deadline, beyond which there is no record. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2] as const;

type Times = { counts: number[]; beyond: number; seconds: number; refused: number };

function times(): Times {
  return once("append-times", () => ({ counts: bounds.map(() => 0), beyond: 0, seconds: 0, refused: 0 }));
}

/** From the call to the answer. */
export function noteAppend(ms: number, isRecorded: boolean): void {
  const kept = times();
  if (!isRecorded) {
    kept.refused += 1;
    return;
  }
  const seconds = ms / 1000;
  const place = bounds.findIndex((bound) => seconds <= bound);
  if (place < 0) kept.beyond += 1;
  else kept.counts[place] = (kept.counts[place] ?? 0) + 1;
  kept.seconds += seconds;
}

export type AppendTimes = {
  /** How many took so long at most, for each bound; each includes those before it. */
  upTo: readonly { seconds: number; count: number }[];
  count: number;
  /** Of all of them together. */
  seconds: number;
  /** How many were not recorded. */
  refused: number;
};

/** Since the process started. */
export function appendTimes(): AppendTimes {
  const { counts, beyond, seconds, refused } = times();
  let count = 0;
  const upTo = bounds.map((bound, place) => {
    count += counts[place] ?? 0;
    return { seconds: bound, count };
  });
  return { upTo, count: count + beyond, seconds, refused };
}
