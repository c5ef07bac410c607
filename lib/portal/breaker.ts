/**
 * Stops asking an AWS that does not answer. After several calls in a row without an answer the circuit opens: keys are refused
 * at once, lists wait. It tries again by itself, one call at a time. An answer is an answer: throttling, and whatever is wrong with a
 * person, never open it. Each process has its own: what does not answer here may answer there.
 */

import "server-only";
import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
} from "cockatiel";
import { once } from "@/lib/core/once";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { Instance } from "@/lib/env";

/** Lists and keys are apart: an AWS that does not list may still give keys. */
export type Circuit = "keys" | "lists";

/** More than one click or one person's list sends while a network has the hiccups; few enough to be reached in an outage. */
const unansweredInARow: Record<Circuit, number> = { keys: 8, lists: 16 };

/** Before the first attempt, and before any later one: what is back is noticed within so long. Milliseconds. */
const pauses = { initialDelay: 1_000, maxDelay: 10_000 };

function isOutage(failure: unknown): boolean {
  const code = problemOf(failure);
  return code === "aws-unavailable" || code === "aws-slow";
}

function circuitOf({ id }: Instance, circuit: Circuit): CircuitBreakerPolicy {
  return once(`aws-circuit ${circuit} ${id}`, () =>
    circuitBreaker(handleWhen(isOutage), {
      breaker: new ConsecutiveBreaker(unansweredInARow[circuit]),
      halfOpenAfter: new ExponentialBackoff(pauses),
    }),
  );
}

/** Whether AWS is not being asked at the moment. */
export function isCutOff(instance: Instance, circuit: Circuit): boolean {
  return circuitOf(instance, circuit).state === CircuitState.Open;
}

/** Runs the call, or throws `aws-unavailable` at once while the circuit is open. */
export async function throughCircuit<T>(
  instance: Instance,
  circuit: Circuit,
  signal: AbortSignal | undefined,
  call: () => Promise<T>,
): Promise<T> {
  const policy = circuitOf(instance, circuit);
  try {
    return await policy.execute(async () => {
      try {
        return await call();
      } catch (failure) {
        // Whoever hangs up says nothing about AWS; but the one call that was to find out has found nothing.
        if (policy.state !== CircuitState.HalfOpen) signal?.throwIfAborted();
        throw failure;
      }
    });
  } catch (failure) {
    // Not instanceof: the circuit is shared, and may throw another copy's class of that name.
    if (!(failure instanceof Error && isBrokenCircuitError(failure))) throw failure;
    throw new PortalError("aws-unavailable", `${instance.id} is not asked: the last calls got no answer`);
  }
}
