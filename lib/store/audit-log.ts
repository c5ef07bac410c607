/** The record of what happened: one door in. An event is recorded, with its place in the chain, or its writer hears that it is not. */

import "server-only";
import type { AuditEntry } from "@/lib/core/audit-events";
import { once } from "@/lib/core/once";
import { PortalError } from "@/lib/core/portal-error";
import { noteAppend } from "./append-times";
import { type Recorded, writeAuditBatch } from "./audit-batch";
import { type AuditText, auditText } from "./audit-text";
import { database } from "./database";
import type { Database } from "./database-kind";
import { failureCode, storeFailure } from "./failure";

/** From the call to the answer, whatever the database does. Milliseconds. */
const deadlineMs = 2_000;

/** One transaction's worth. More gain little, and hold the lock that other replicas wait for. */
const batchSize = 500;

type Waiting = {
  event: AuditText;
  settled: boolean;
  done(recorded: Recorded): void;
  failed(failure: PortalError): void;
};

type Batcher = { queue: Waiting[]; writing: Promise<void> | null };

function batcher(): Batcher {
  return once("audit-batcher", () => ({ queue: [], writing: null }));
}

/** Whatever was wrong with the store: its writer must know that there is no record. */
function notRecorded(failure: unknown): PortalError {
  return failure instanceof PortalError
    ? new PortalError("not-recorded", failure.message)
    : storeFailure("append", failure, "not-recorded");
}

/** SQLSTATE classes 22 and 23: the database was there and refused what it was given. Nothing of the batch was written. */
function isRefusal(failure: unknown): boolean {
  return /^2[23]\w{3}$/.test(failureCode(failure) ?? "");
}

/** One event that the database refuses must not take its neighbours along: the batch is halved until it stands alone. */
async function write(db: Database, batch: readonly Waiting[]): Promise<void> {
  try {
    const recorded = await writeAuditBatch(
      db,
      batch.map(({ event }) => event),
    );
    for (const [index, waiting] of batch.entries()) {
      const place = recorded[index];
      if (place) waiting.done(place);
    }
  } catch (failure) {
    if (isRefusal(failure) && batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      await write(db, batch.slice(0, middle));
      await write(db, batch.slice(middle));
      return;
    }
    for (const waiting of batch) waiting.failed(notRecorded(failure));
  }
}

async function writeAll(state: Batcher): Promise<void> {
  const { queue } = state;
  while (queue.length > 0) {
    // Whoever was told "not recorded" while waiting has given up: writing it now would only surprise.
    const batch = queue.splice(0, batchSize).filter(({ settled }) => !settled);
    if (batch.length === 0) continue;
    try {
      await write(await database(), batch);
    } catch (failure) {
      for (const waiting of batch) waiting.failed(notRecorded(failure));
    }
  }
  // In the same breath as the look at the empty queue: what comes a moment later must start anew.
  state.writing = null;
}

function startWriting(state: Batcher): void {
  // In a later microtask: what is recorded in the same breath goes into the same transaction.
  state.writing ??= Promise.resolve().then(() => writeAll(state));
}

/**
 * Records one event and answers after it is committed. Throws `not-recorded` where its kind does not allow it, where the
 * database fails, and 2 s after the call at the latest. A commit whose answer was lost on the way is reported as
 * not recorded, too: the row may then be found later, and says no more than that somebody tried.
 */
export async function appendEvent(entry: AuditEntry): Promise<Recorded> {
  const event = auditText(entry);
  const state = batcher();
  const askedAt = performance.now();
  return await new Promise<Recorded>((resolve, reject) => {
    const settle = <T>(finish: (value: T) => void, isRecorded: boolean) => {
      return (value: T) => {
        clearTimeout(timer);
        if (!waiting.settled) noteAppend(performance.now() - askedAt, isRecorded);
        waiting.settled = true;
        finish(value);
      };
    };
    const waiting: Waiting = {
      event,
      settled: false,
      done: settle(resolve, true),
      failed: settle(reject, false),
    };
    const timer = setTimeout(() => {
      waiting.failed(new PortalError("not-recorded", `${entry.kind} was not committed in ${deadlineMs} ms`));
    }, deadlineMs);
    state.queue.push(waiting);
    startWriting(state);
  });
}

/** Waits until all that was given so far is recorded or refused. */
export async function flushAudit(): Promise<void> {
  await batcher().writing;
}
