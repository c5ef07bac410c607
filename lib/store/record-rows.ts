/**
 * The record as the database has it, in the order in which it is verified: events by their place, each statement after the
 * event that it names. Past Prisma, in whose objects ten million rows would take minutes.
 */

import "server-only";
import { setImmediate as breath } from "node:timers/promises";
import type { Statement } from "@/lib/core/record-line";
import type { Database } from "./database-kind";
import { storeFailure } from "./failure";
import { disagreeing, joinedColumns, surelyAgrees } from "./record-columns";
import type { RecordedEvent } from "./verify-events";
import type { RecordItem } from "./verify-record";

export type Reading = {
  /** Rows at once. Small where the process has other work; none of it waits longer than a batch takes. */
  batchSize: number;
  /** Begins with this event and after this statement. */
  after?: { seq: number; number: number };
  stopping?: AbortSignal;
};

type Query = Database["query"];

/** In milliseconds, as text. A time that is none becomes one that no event has. */
const milliseconds = `CASE WHEN isfinite(at) THEN (extract(epoch FROM at) * 1000)::bigint ELSE -1 END::text`;

type EventRow = Record<"place" | "time" | "previous" | "hash" | "columns" | "text", string> & {
  version: number;
};

/** Rows that have one place, as there are where one was added afterwards, come together. */
const selectEvents = `
  SELECT seq::text AS place, ${milliseconds} AS time, version, encode(previous_hash, 'hex') AS previous,
    encode(hash, 'hex') AS hash, ${joinedColumns} AS columns, text
  FROM audit_event WHERE seq > $1::bigint AND seq <= $2::bigint
  ORDER BY seq FETCH FIRST ($3::int) ROWS WITH TIES`;

/** Places as text, since whoever owns the tables can write one that no number of ours holds. */
type Batch = { events: RecordedEvent[]; last: string | null };

async function readEvents(query: Query, after: string, to: string, batchSize: number): Promise<Batch> {
  const rows = await query<EventRow>(selectEvents, [after, to, batchSize]);
  const unsure = rows.filter(({ text, columns }) => !surelyAgrees(text, columns)).map(({ place }) => place);
  const wrong = unsure.length > 0 ? await disagreeing(query, unsure) : new Set();
  const events = rows.map(({ place, time, version, previous, hash, text }) => {
    return { seq: Number(place), at: Number(time), version, previous, hash, text, agrees: !wrong.has(place) };
  });
  return { events, last: rows.at(-1)?.place ?? null };
}

type StatementRow = Record<"place" | "kind" | "end" | "time" | "key" | "text" | "signature", string>;

/** No column is given out under its own name: the order would be that of its text. */
const selectStatements = `
  SELECT number::text AS place, kind, seq::text AS "end", key_id AS key, text, encode(signature, 'hex') AS signature,
    ${milliseconds} AS time
  FROM audit_checkpoint
  WHERE (seq, number) > ($1::bigint, $2::bigint) AND number > $3::bigint AND number <= $4::bigint
  ORDER BY seq, number LIMIT 500`;

async function readStatements(
  query: Query,
  after: [string, string],
  bounds: [string, string],
): Promise<Statement[]> {
  const rows = await query<StatementRow>(selectStatements, [...after, ...bounds]);
  return rows.map(({ place, kind, end, time, key, text, signature }) => ({
    number: Number(place),
    kind: kind === "tombstone" ? kind : "checkpoint",
    seq: Number(end),
    at: timeText(Number(time)),
    keyId: key,
    text,
    signature: Buffer.from(signature, "hex").toString("base64"),
  }));
}

/** A time that no date has is one that no statement says. */
function timeText(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

/** Before every place that there may be. */
const beginning = String(-(2n ** 63n));

/** The next batch is read while this one is looked at. */
async function* eventBatches(query: Query, { batchSize, after, stopping }: Reading, to: string) {
  const read = (place: string) => {
    const batch = readEvents(query, place, to, batchSize);
    // Whoever leaves early hears nothing of it.
    batch.catch(() => {});
    return batch;
  };
  let next = read(after ? String(after.seq - 1) : beginning);
  for (;;) {
    const { events, last } = await next;
    const isLast = last === null || events.length < batchSize;
    if (!isLast) next = read(last);
    yield events;
    if (isLast) return;
    stopping?.throwIfAborted();
    await breath();
  }
}

async function* statementsOf(query: Query, { after }: Reading, upTo: string) {
  let last: [string, string] = [beginning, "0"];
  for (;;) {
    const batch = await readStatements(query, last, [String(after?.number ?? -1), upTo]);
    yield* batch;
    const end = batch.at(-1);
    if (!end || batch.length < 500) return;
    last = [String(end.seq), String(end.number)];
  }
}

async function lastOf(query: Query, column: string, table: string): Promise<string> {
  const [row] = await query<{ place: string | null }>(`SELECT max(${column})::text AS place FROM ${table}`);
  return row?.place ?? "0";
}

/** All that is there now; what is added meanwhile is left to the next verification. Throws `store-unavailable`. */
export async function* recordRows({ query }: Database, reading: Reading): AsyncGenerator<RecordItem[]> {
  try {
    // Statements first: what they name was there when they were written, and so is when events are counted.
    const lastStatement = await lastOf(query, "number", "audit_checkpoint");
    const lastEvent = await lastOf(query, "seq", "audit_event");
    const statements = statementsOf(query, reading, lastStatement);
    let waiting = await statements.next();
    for await (const events of eventBatches(query, reading, lastEvent)) {
      const items: RecordItem[] = [];
      for (const event of events) {
        for (; !waiting.done && waiting.value.seq < event.seq; waiting = await statements.next()) {
          items.push({ statement: waiting.value });
        }
        items.push(event);
      }
      yield items;
    }
    for (; !waiting.done; waiting = await statements.next()) yield [{ statement: waiting.value }];
  } catch (failure) {
    if (reading.stopping?.aborted) throw failure;
    throw storeFailure("read the record", failure);
  }
}
