/**
 * One step of a delivery: what comes next, handed over, then the cursor moved. Whatever ends it in between, the step is done
 * again: at least once, in order, and nothing is passed over, however long a receiver is away.
 */

import "server-only";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { Item, Parcel, Receiver } from "@/lib/delivery/receiver";
import type { Delivery } from "@/lib/portal/deliveries";
import { watchLateness } from "@/lib/portal/delivery-lateness";
import { type AuditCursor, cursorNamed, moveCursor, noteCursorFailure } from "@/lib/store/audit-cursors";

/** Until the record is looked at again when all has been handed over. Milliseconds. */
const idleMs = 1_000;

/** A receiver gets so long to finish what it is being handed while the portal stops. */
const finishMs = 5_000;

const longestWaitMs = 60_000;

/** Full jitter on a wait that doubles, so that replicas and receivers do not fall into step; never at once. */
export function againInMs(failures: number): number {
  const longest = Math.min(longestWaitMs, 1_000 * 2 ** Math.min(failures, 16));
  return 500 + Math.random() * longest;
}

/** As many as fit, and no more than last time where that failed: what is sent again is the same, byte for byte. */
function parcelOf(items: readonly Item[], { most }: Receiver, until: number): Parcel | null {
  const [first, ...more] = items;
  if (!first) return null;
  const parcel: [Item, ...Item[]] = [first];
  let bytes = Buffer.byteLength(first.line);
  for (const item of more) {
    bytes += Buffer.byteLength(item.line);
    if (item.place > until || bytes > most.bytes) break;
    parcel.push(item);
  }
  return parcel;
}

function lastPlaceTried({ state }: AuditCursor): number {
  return typeof state.until === "number" ? state.until : Number.MAX_SAFE_INTEGER;
}

/** Aborts a while after `stopping`. */
function politeEnd(stopping: AbortSignal): { signal: AbortSignal; done(): void } {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = setTimeout(() => ending.abort(), finishMs).unref();
  };
  stopping.addEventListener("abort", begin, { once: true });
  return {
    signal: ending.signal,
    done: () => {
      stopping.removeEventListener("abort", begin);
      clearTimeout(timer);
    },
  };
}

/** What the receiver said, without its name: for people, next to it. */
function saidBy(failure: unknown, { destination }: Receiver): string {
  const detail = failure instanceof PortalError ? failure.detail : "";
  return detail.replace(`${destination}: `, "").slice(0, 200);
}

/** Whether the same has been told before: a receiver that is away for a week is told of once. */
function isNews(cursor: AuditCursor, problem: string, said: string): boolean {
  return cursor.problem !== problem || cursor.state.said !== said;
}

async function send({ receiver }: Delivery, parcel: Parcel, stopping: AbortSignal): Promise<void> {
  const { signal, done } = politeEnd(stopping);
  await receiver.send(parcel, signal).finally(done);
}

/**
 * Answers in how many milliseconds to come again. `report` is told of each new kind of failure; throws where the store fails.
 */
export async function deliverNext(
  delivery: Delivery,
  stopping: AbortSignal,
  report: (failure: unknown) => void,
): Promise<number> {
  const { name, receiver } = delivery;
  const cursor = await cursorNamed(name);
  const items = await delivery.after(cursor.seq, receiver.most.items);
  const parcel = parcelOf(items, receiver, lastPlaceTried(cursor));
  const state = await watchLateness(cursor, parcel?.[0].at ?? null, report);
  if (!parcel) return idleMs;

  const until = parcel.at(-1)?.place ?? parcel[0].place;
  try {
    await send(delivery, parcel, stopping);
  } catch (failure) {
    if (stopping.aborted) return 0;
    const problem = problemOf(failure);
    const said = saidBy(failure, receiver);
    if (isNews(cursor, problem, said)) report(failure);
    await noteCursorFailure(name, { at: cursor.seq, problem, state: { ...state, until, said } });
    return againInMs(cursor.failures);
  }
  await moveCursor(name, { from: cursor.seq, to: until, state });
  return 0;
}
