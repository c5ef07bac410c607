/**
 * Taking the record out: as it is read, with the memory of one batch, and never faster than it is taken. That somebody does so is on the
 * record before the first line leaves, and how far it came afterwards.
 */

import "server-only";
import type { ExportFormat } from "@/lib/core/audit-export";
import type { AuditFilter } from "@/lib/core/audit-row";
import type { Person } from "@/lib/core/person";
import { problemOf } from "@/lib/core/portal-error";
import type { RecordLine } from "@/lib/core/record-line";
import type { RequestFacts } from "@/lib/core/request-facts";
import { chosenEvents } from "@/lib/portal/choose-events";
import { eventsIn, exportFormats } from "@/lib/portal/export-formats";
import { mustNotBeBlocked } from "@/lib/portal/must-not-be-blocked";
import { record } from "@/lib/portal/record";
import { exportedEvents, exportedRecord } from "@/lib/store/audit-export";

type Wanted = {
  format: ExportFormat;
  filter: AuditFilter;
  /** The number of the last event that is there already; 0: from the beginning. */
  after: number;
  /** The number of the last signed statement that is; null where nobody says. */
  statement?: number | null;
};

/** What has left so far. `last` is the number of the last event. */
type Progress = { events: number; last: number };

/** Told once the last piece has gone, with null, or why there is no more and what failed. */
type Ended = (reason: string | null, failure?: unknown) => Promise<void>;

/** Signed statements go with the whole record alone: of a part of it they prove nothing. */
async function source({
  format,
  filter,
  after,
  statement = null,
}: Wanted): Promise<AsyncIterable<RecordLine[]>> {
  const isWhole = Object.values(filter).every((value) => value === undefined);
  if (isWhole && format === "jsonl") return exportedRecord({ after, statement });
  return exportedEvents((await chosenEvents(filter)).choice, after);
}

/** Ends with `person-blocked` where the reader is shut out: a whole record takes minutes. */
async function* written(
  reader: Person,
  { format, after }: Wanted,
  batches: AsyncIterable<RecordLine[]>,
  progress: Progress,
): AsyncGenerator<string> {
  const { head, lines } = exportFormats[format];
  if (after === 0 && head !== "") yield head;
  for await (const items of batches) {
    await mustNotBeBlocked(reader);
    const events = eventsIn(items);
    progress.events += events.length;
    progress.last = events.at(-1)?.seq ?? progress.last;
    yield lines(items);
  }
}

/** Asks for the next piece when the one before is gone; whoever leaves ends the reading. It has one end. */
function streamOf(pieces: AsyncGenerator<string>, ended: Ended): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let over = false;
  async function end(reason: string | null, failure?: unknown): Promise<void> {
    if (over) return;
    over = true;
    await ended(reason, failure);
  }
  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
      try {
        const piece = await pieces.next();
        // The reader has left while it was read.
        if (over) return;
        if (!piece.done) return controller.enqueue(encoder.encode(piece.value));
        await end(null);
        controller.close();
      } catch (failure) {
        await end(problemOf(failure), failure);
        throw failure;
      }
    },
    async cancel(): Promise<void> {
      await end("whoever took it left");
      await pieces.return(undefined);
    },
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}

/**
 * Throws `not-recorded`, and gives out nothing, where that somebody takes it cannot be recorded. `noticed` hears of an end that could not
 * be, and of what broke the export off: its reader sees a download that ends too early.
 */
export async function exportAudit(
  person: Person,
  facts: RequestFacts,
  wanted: Wanted,
  noticed: (failure: unknown) => void = () => undefined,
): Promise<ReadableStream<Uint8Array>> {
  const { format, filter, after } = wanted;
  const batches = await source(wanted);
  const detail = { format, filter: JSON.stringify(filter), ...(after > 0 ? { after } : {}) };
  const { id: requestId } = await record(person, facts, { kind: "audit.exported", detail });
  const progress: Progress = { events: 0, last: after };
  const ended: Ended = async (reason, failure) => {
    if (failure !== undefined) noticed(failure);
    const reached = { format, ...progress };
    const event =
      reason === null
        ? ({ kind: "audit.export-completed", requestId, detail: reached } as const)
        : ({ kind: "audit.export-broken", requestId, detail: { ...reached, reason } } as const);
    await record(person, facts, event).catch(noticed);
  };
  return streamOf(written(person, wanted, batches, progress), ended);
}
