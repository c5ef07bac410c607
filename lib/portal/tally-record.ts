/** Brings the counts behind the charts up to the record's end. */

import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { addUp } from "@/lib/store/audit-tally";

/** Few enough for a moment's transaction, also on the evaluation store, where nobody else gets a word in meanwhile. */
const batchSize = 2_000;
/** Between two of them: whoever records goes first. */
const restMs = 20;

/** Ends when everything is counted, when another replica is at it, or when the process stops. */
export async function tallyRecord(stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const done = await addUp(batchSize);
    if (!done?.more) return;
    await pause(restMs);
  }
}
