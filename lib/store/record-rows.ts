/**
 * The record as the database has it, in the order in which it is verified: events by their place, each statement after the
 * event that it names. A batch is one text a row, since ten million rows in Prisma's objects would take minutes.
 */

import "server-only";
import { setImmediate as breath } from "node:timers/promises";
import type { Statement } from "@/lib/core/record-line";
import type { Database, Sql } from "./database-kind";
import { storeFailure } from "./failure";
import { columnsAgree, joinedColumns, surelyAgrees } from "./record-columns";
import type { RecordedEvent } from "./verify-events";
import type { RecordItem } from "./verify-record";

export type Reading = {
  /** Rows at once. Small where the process has other work; none of it waits longer than a batch takes. */
  batchSize: number;
  /** Begins with this event and after this statement. */
  after?: { seq: number; number: number };
  stopping?: AbortSignal;
};

/** All but the text; no column before the searched ones has the separator. A time that is none becomes one that no event has. */
const rowText = `
  seq || E'\\x1f' || CASE WHEN isfinite(at) THEN (extract(epoch FROM at) * 1000)::bigint ELSE -1 END || E'\\x1f' || version
  || E'\\x1f' || encode(previous_hash, 'hex') || E'\\x1f' || encode(hash, 'hex') || E'\\x1f' || ${joinedColumns}`;

/** Rows that have one place, as there are where one was added afterwards, come together. */
const selectEvents = `
  SELECT ${rowText} AS row, text FROM audit_event WHERE seq >= $1::bigint AND seq <= $2::bigint
  ORDER BY seq FETCH FIRST ($3::int) ROWS WITH TIES`;

async function readEvents(sql: Sql, from: number, to: number, batchSize: number): Promise<RecordedEvent[]> {
  const rows = await sql.query<{ row: string; text: string }>(selectEvents, [
    String(from),
    String(to),
    batchSize,
  ]);
  const events: RecordedEvent[] = [];
  for (const { row, text } of rows) {
    const [place, at, version, previous = "", hash = "", ...columns] = row.split("\u001f");
    const seq = Number(place);
    const agrees = surelyAgrees(text, columns.join("\u001f")) || (await columnsAgree(sql, seq));
    events.push({ seq, at: Number(at), version: Number(version), previous, hash, text, agrees });
  }
  return events;
}

type StatementRow = Record<"place" | "kind" | "end" | "time" | "key" | "text" | "signature", string>;

/** No column is given out under its own name: the order would be that of its text. */
const selectStatements = `
  SELECT number::text AS place, kind, seq::text AS "end", key_id AS key, text, encode(signature, 'hex') AS signature,
    CASE WHEN isfinite(at) THEN (extract(epoch FROM at) * 1000)::bigint ELSE -1 END::text AS time
  FROM audit_checkpoint
  WHERE (seq, number) > ($1::bigint, $2::bigint) AND number > $3::bigint AND number <= $4::bigint
  ORDER BY seq, number LIMIT 500`;

async function readStatements(
  sql: Sql,
  after: [string, string],
  bounds: [number, number],
): Promise<Statement[]> {
  const rows = await sql.query<StatementRow>(selectStatements, [...after, ...bounds.map(String)]);
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

type Transact = Database["transact"];

/** The next batch is read while this one is looked at. */
async function* eventBatches(transact: Transact, { batchSize, after, stopping }: Reading, to: number) {
  const read = (from: number) => {
    const batch = transact((sql) => readEvents(sql, from, to, batchSize));
    // Whoever leaves early hears nothing of it.
    batch.catch(() => {});
    return batch;
  };
  let next = read(after?.seq ?? Number.MIN_SAFE_INTEGER);
  for (;;) {
    const batch = await next;
    const last = batch.at(-1);
    if (last && batch.length >= batchSize) next = read(last.seq + 1);
    yield batch;
    if (batch.length < batchSize) return;
    stopping?.throwIfAborted();
    await breath();
  }
}

async function* statementsOf(transact: Transact, { after }: Reading, upTo: number) {
  let last: [string, string] = [String(Number.MIN_SAFE_INTEGER), "0"];
  for (;;) {
    const batch = await transact((sql) => readStatements(sql, last, [after?.number ?? -1, upTo]));
    yield* batch;
    const end = batch.at(-1);
    if (!end || batch.length < 500) return;
    last = [String(end.seq), String(end.number)];
  }
}

/** Statements first: what they name was there when they were written, and so is when events are counted. */
async function bounds(transact: Transact): Promise<{ statement: number; event: number }> {
  return await transact(async (sql) => {
    const last = async (column: string, table: string) => {
      const [row] = await sql.query<{ place: string | null }>(
        `SELECT max(${column})::text AS place FROM ${table}`,
      );
      return Number(row?.place ?? 0);
    };
    const statement = await last("number", "audit_checkpoint");
    return { statement, event: await last("seq", "audit_event") };
  });
}

/** All that is there now; what is added meanwhile is left to the next verification. Throws `store-unavailable`. */
export async function* recordRows({ transact }: Database, reading: Reading): AsyncGenerator<RecordItem[]> {
  try {
    const end = await bounds(transact);
    const statements = statementsOf(transact, reading, end.statement);
    let waiting = await statements.next();
    for await (const events of eventBatches(transact, reading, end.event)) {
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
