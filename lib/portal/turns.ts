/**
 * Waiting for a turn at AWS. The turns are a row that all replicas share; those who wait for one in this process stand in one
 * queue for each kind of work, and only the queue's head asks the row. So nobody holds a turn that is minutes away: whoever leaves
 * takes none along, and a pace that changes holds for all who wait.
 */

import "server-only";
import { setMaxListeners } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { once } from "@/lib/core/once";
import { PortalError } from "@/lib/core/portal-error";
import { env, type Instance } from "@/lib/env";
import { type Pace, takeTurn } from "@/lib/store/aws-pace";

export type Priority = Pace["priority"];

/** Longer than that, a person rather hears that AWS is busy. Whoever waits for a list sees how far it is, and waits. Milliseconds. */
const longestWait: Partial<Record<Priority, number>> = { mint: 10_000 };

/** A turn further away is asked for again when it is near: until then the pace may have changed. Milliseconds. */
const nearMs = 1000;

type Waiter = { go: () => void; fail: (failure: unknown) => void };

/** In the order in which they came. */
type Queue = { waiting: Set<Waiter>; isServed: boolean };

function queueOf(instance: Instance, priority: Priority): Queue {
  const queues = once("aws-turns", () => new Map<string, Queue>());
  const name = `${instance.id} ${priority}`;
  const queue = queues.get(name) ?? { waiting: new Set(), isServed: false };
  queues.set(name, queue);
  return queue;
}

function next({ waiting }: Queue): void {
  const [first] = waiting;
  first?.go();
}

/** Hands on what idle lanes above lend, until that time comes or nobody is left for whom no turn is taken. */
async function serveLent(instance: Instance, pace: Pace, queue: Queue, until: number, promised: number) {
  for (let now = performance.now(); now < until; now = performance.now()) {
    const isOver = queue.waiting.size <= promised || pace.priority === "mint";
    if (isOver) return await pause(until - now);
    const { waitMs, isTaken } = await takeTurn(instance.id, { ...pace, lent: true });
    if (isTaken) next(queue);
    else await pause(Math.max(1, Math.min(waitMs, until - performance.now())));
  }
}

/** One after another, until nobody waits. */
async function serve(instance: Instance, priority: Priority, queue: Queue): Promise<void> {
  if (queue.isServed) return;
  queue.isServed = true;
  try {
    while (queue.waiting.size > 0) {
      const { AWS_REQUESTS_PER_SECOND: perSecond, AWS_KEYS_PERCENT: keys } = env();
      const pace = { perSecond, reserve: keys / 100, priority };
      const asked = performance.now();
      const { waitMs, isTaken } = await takeTurn(instance.id, { ...pace, longestWaitMs: nearMs });
      const until = asked + Math.min(waitMs, nearMs);
      if (waitMs > 0) await serveLent(instance, pace, queue, until, isTaken ? 1 : 0);
      if (isTaken) next(queue);
    }
  } catch (failure) {
    for (const waiter of [...queue.waiting]) waiter.fail(failure);
  } finally {
    queue.isServed = false;
  }
}

/**
 * Answers when it is our turn. Throws `aws-throttled` where keys would take too long, `store-unavailable` where the row cannot
 * be asked, and the signal's reason where whoever waits has left.
 */
export async function turn(instance: Instance, priority: Priority, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  // Many calls of one reader listen to one signal, here and further on.
  if (signal) setMaxListeners(0, signal);
  const queue = queueOf(instance, priority);
  const longest = longestWait[priority];
  await new Promise<void>((resolve, reject) => {
    const leave = () => waiter.fail(signal?.reason);
    const tooLate = () =>
      waiter.fail(new PortalError("aws-throttled", `no turn within ${longest} ms at ${instance.id}`));
    const timer = longest === undefined ? undefined : setTimeout(tooLate, longest);
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", leave);
      queue.waiting.delete(waiter);
    };
    const waiter: Waiter = {
      go: () => {
        end();
        resolve();
      },
      fail: (failure) => {
        end();
        reject(failure);
      },
    };
    signal?.addEventListener("abort", leave, { once: true });
    queue.waiting.add(waiter);
    // Failures reach those who wait.
    void serve(instance, priority, queue);
  });
}
