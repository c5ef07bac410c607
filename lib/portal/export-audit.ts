/**
 * Taking the record out: as it is read, with the memory of one batch, and never faster than it is taken. That somebody does so is on the
 * record before the first line leaves, and how far it came afterwards.
 */

import "server-only";
import type { ExportFormat } from "@/lib/core/audit-export";
import type { AuditFilter } from "@/lib/core/audit-row";
import type { Person } from "@/lib/core/person";
import { problemOf } from "@/lib/core/portal-error";
import type { EventLine } from "@/lib/core/record-line";
import type { RequestFacts } from "@/lib/core/request-facts";
import { chosenEvents } from "@/lib/portal/choose-events";
import { exportFormats } from "@/lib/portal/export-formats";
import { mustNotBeBlocked } from "@/lib/portal/must-not-be-blocked";
import { record } from "@/lib/portal/record";
import { exportedEvents } from "@/lib/store/audit-export";

type Wanted = {
  format: ExportFormat;
  filter: AuditFilter;
  /** The number of the last event that is there already; 0: from the beginning. */
  after: number;
};

/** What has left so far. `last` is the number of the last event. */
type Progress = { events: number; last: number };

/** Told once the last piece has gone, with null, or why there is no more. */
type Ended = (reason: string | null) => Promise<void>;

/** Ends with `person-blocked` where the reader is shut out: a whole record takes minutes. */
async function* written(
  reader: Person,
  { format, after }: Wanted,
  batches: AsyncIterable<EventLine[]>,
  progress: Progress,
): AsyncGenerator<string> {
  const { head, lines } = exportFormats[format];
  if (after === 0 && head !== "") yield head;
  for await (const events of batches) {
    await mustNotBeBlocked(reader);
    progress.events += events.length;
    progress.last = events.at(-1)?.seq ?? progress.last;
    yield lines(events);
  }
}

/** Asks for the next piece when the one before is gone; whoever leaves ends the reading. */
function streamOf(pieces: AsyncGenerator<string>, ended: Ended): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
      try {
        const piece = await pieces.next();
        if (!piece.done) return controller.enqueue(encoder.encode(piece.value));
        await ended(null);
        controller.close();
      } catch (failure) {
        await ended(problemOf(failure));
        throw failure;
      }
    },
    async cancel(): Promise<void> {
      await pieces.return(undefined);
      await ended("whoever took it left");
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
  const { choice } = await chosenEvents(filter);
  const detail = { format, filter: JSON.stringify(filter), ...(after > 0 ? { after } : {}) };
  const { id: requestId } = await record(person, facts, { kind: "audit.exported", detail });
  const progress: Progress = { events: 0, last: after };
  const ended: Ended = async (reason) => {
    const reached = { format, ...progress };
    const event =
      reason === null
        ? ({ kind: "audit.export-completed", requestId, detail: reached } as const)
        : ({ kind: "audit.export-broken", requestId, detail: { ...reached, reason } } as const);
    await record(person, facts, event).catch(noticed);
  };
  return streamOf(written(person, wanted, exportedEvents(choice, after), progress), ended);
}
