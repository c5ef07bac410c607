/**
 * The record as it leaves: in the order of the chain, a batch at a time, so that the memory of one batch is enough for any number of
 * events. A reader who leaves ends the reading.
 */

import "server-only";
import type { AuditChoice } from "@/lib/core/audit-row";
import type { EventLine, RecordLine, Statement } from "@/lib/core/record-line";
import { auditWhere } from "./audit-where";
import { asking } from "./database";
import { Prisma } from "./generated/client";
import { statementOf } from "./record-feed";

const batchSize = 1_000;

/** So many numbers are looked at by one statement, so that none takes long, however few events it finds. */
const stretch = 10_000;

type Stored = Omit<EventLine, "seq" | "at"> & { place: string; time: string };

function eventOf({ place, time, version, previous, hash, text }: Stored): EventLine {
  const at = new Date(Number(time)).toISOString();
  return { seq: Number(place), at, version, previous, hash, text };
}

/** After one number, up to another. Large numbers as text: the drivers differ in how they hand them over. */
async function batchOf(choice: AuditChoice, after: number, to: number): Promise<EventLine[]> {
  const wanted = Prisma.sql`
    SELECT seq::text AS place, (extract(epoch FROM at) * 1000)::bigint::text AS time, version::int,
      encode(previous_hash, 'hex') AS previous, encode(hash, 'hex') AS hash, text
    FROM audit_event WHERE ${auditWhere(choice, { after, before: to + 1 })}
    ORDER BY seq LIMIT ${batchSize}::int`;
  // Past Prisma, whose objects would make ten million rows take twice as long.
  const rows = await asking("export audit events", ({ query }) => query<Stored>(wanted.text, wanted.values));
  return rows.map(eventOf);
}

/** The first and the last number there are now; null where there is no event. */
async function extent(after: number): Promise<{ first: number; last: number } | null> {
  const end = async (order: Prisma.Sql) => {
    const [row] = await asking(
      "find the end of an export",
      ({ prisma }) => prisma.$queryRaw<{ place: string }[]>`
        SELECT seq::text AS place FROM audit_event WHERE seq > ${after}::bigint ORDER BY seq ${order} LIMIT 1`,
    );
    return row && Number(row.place);
  };
  const [first, last] = [await end(Prisma.sql`ASC`), await end(Prisma.sql`DESC`)];
  return first === undefined || last === undefined ? null : { first, last };
}

/**
 * The events after `after` that there are when it begins: what is recorded meanwhile is left to the next one, or it might never end.
 * Throws `store-unavailable`, also between two batches.
 */
export async function* exportedEvents(choice: AuditChoice, after: number): AsyncGenerator<EventLine[]> {
  const found = await extent(after);
  if (!found) return;
  let place = found.first - 1;
  while (place < found.last) {
    const to = Math.min(place + stretch, found.last);
    const batch = await batchOf(choice, place, to);
    if (batch.length > 0) yield batch;
    place = batch.length < batchSize ? to : (batch.at(-1)?.seq ?? to);
  }
}

/** Where a reader has come to: the numbers of their last event and of their last statement; null where they do not know of any. */
export type Reached = { after: number; statement: number | null };

const statementBatch = 500;

/** By the events that they name, which is the order of a file; those that there are when it begins. */
async function* exportedStatements({ after, statement }: Reached): AsyncGenerator<Statement> {
  const newest = await asking("find the last statement", ({ prisma }) =>
    prisma.auditCheckpoint.aggregate({ _max: { number: true } }),
  );
  const bounds = {
    number: { gt: statement ?? 0, lte: newest._max.number ?? 0 },
    // One that names the last event may have been cut off right after it.
    ...(statement === null ? { seq: { gte: after } } : {}),
  };
  for (let last: { seq: bigint; number: bigint } | undefined; ; ) {
    const beyond = last && {
      OR: [{ seq: { gt: last.seq } }, { seq: last.seq, number: { gt: last.number } }],
    };
    const rows = await asking("export statements", ({ prisma }) =>
      prisma.auditCheckpoint.findMany({
        where: { AND: [bounds, beyond ?? {}] },
        orderBy: [{ seq: "asc" }, { number: "asc" }],
        take: statementBatch,
      }),
    );
    yield* rows.map(statementOf);
    if (rows.length < statementBatch) return;
    last = rows.at(-1);
  }
}

/** All of the record from there on, with what the portal signed of it: each statement stands after the event that it names. */
export async function* exportedRecord(reached: Reached): AsyncGenerator<RecordLine[]> {
  const statements = exportedStatements(reached);
  // Before events are looked for: what a statement names was there when it was written.
  let waiting = await statements.next();
  for await (const events of exportedEvents({}, reached.after)) {
    const lines: RecordLine[] = [];
    for (const event of events) {
      for (; !waiting.done && waiting.value.seq < event.seq; waiting = await statements.next()) {
        lines.push({ statement: waiting.value });
      }
      lines.push(event);
    }
    yield lines;
  }
  for (; !waiting.done; waiting = await statements.next()) yield [{ statement: waiting.value }];
}
