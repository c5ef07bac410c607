/** Asking AWS within its quota: our turn first, then the call, and again where that can help. */

import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { problemOf } from "@/lib/core/portal-error";
import type { Instance } from "@/lib/env";
import { isCutOff, throughCircuit } from "@/lib/portal/breaker";
import { type Priority, turn } from "@/lib/portal/turns";
import { slowDown } from "@/lib/store/aws-pace";

export type Asking = {
  priority: Priority;
  signal?: AbortSignal | undefined;
  /** Whoever calls has waited for the first turn, in whichever lane it was: only repetitions wait for one. */
  hasTurn?: boolean | undefined;
};

/** Calls in all, where nobody says when to give up. */
const tries = 3;

/** Full jitter: many that failed together must not come back together. */
export function backOffMs(attempt: number): number {
  return Math.random() * Math.min(8_000, 250 * 2 ** attempt);
}

/**
 * Whether to ask again. Being throttled, or cut off, is nothing that happened to this call: for a list it only means to wait, as long as
 * somebody does. A connection that broke is tried a few times. A slow answer is the caller's to judge: a mint's may still be coming.
 */
function mayRepeat(failure: unknown, isList: boolean, wasCutOff: boolean, attempt: number): boolean {
  const code = problemOf(failure);
  if (code === "aws-throttled" || (wasCutOff && code === "aws-unavailable"))
    return isList || (!wasCutOff && attempt < tries);
  return code === "aws-unavailable" && attempt < tries;
}

/**
 * Runs one call to AWS when it is our turn, and repeats it as said above. Throws `aws-unavailable` at once for keys while AWS does not
 * answer anybody; every other failure is the call's own. With a signal its reason is thrown once it is aborted.
 */
export async function paced<T>(
  instance: Instance,
  { priority, signal, hasTurn = false }: Asking,
  call: () => Promise<T>,
): Promise<T> {
  const circuit = priority === "mint" ? "keys" : "lists";
  // Without a signal nobody could end the waiting.
  const isList = circuit === "lists" && signal !== undefined;
  for (let attempt = 1; ; attempt += 1) {
    if (attempt > 1 || !hasTurn) await turn(instance, priority, signal);
    const wasCutOff = isCutOff(instance, circuit);
    try {
      return await throughCircuit(instance, circuit, signal, call);
    } catch (failure) {
      signal?.throwIfAborted();
      if (problemOf(failure) === "aws-throttled") await slowDown(instance.id);
      if (!mayRepeat(failure, isList, wasCutOff, attempt)) throw failure;
      await pause(wasCutOff ? 500 + backOffMs(2) : backOffMs(attempt), undefined, { signal });
    }
  }
}
