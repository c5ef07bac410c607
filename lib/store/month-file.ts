/**
 * A stretch of the record as a file, before it is taken away: its events as lines, with the statements about them. It has its name
 * only when all of it is on the disk, and counts only after it was read back.
 */

import "server-only";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  type EventLine,
  eventLine,
  parseRecordLine,
  type Statement,
  statementLine,
} from "@/lib/core/record-line";
import { linkHash } from "./audit-chain";
import type { Sql, Transact } from "./database-kind";

const batchSize = 2_000;

/** What is in the file, as it was read back. `head` is the last digest. */
export type MonthFile = {
  path: string;
  first: number;
  last: number;
  count: number;
  head: string;
  sha256: string;
};

type EventRow = Omit<EventLine, "seq" | "at"> & { place: string; time: string };

async function eventsOf(sql: Sql, part: string, after: number): Promise<EventLine[]> {
  const rows = await sql.query<EventRow>(
    `SELECT seq::text AS place, (extract(epoch FROM at) * 1000)::bigint::text AS time, version::int,
       encode(previous_hash, 'hex') AS previous, encode(hash, 'hex') AS hash, text
     FROM "${part}" WHERE seq > $1::bigint ORDER BY seq LIMIT ${batchSize}`,
    [String(after)],
  );
  return rows.map(({ place, time, ...row }) => ({
    ...row,
    seq: Number(place),
    at: new Date(Number(time)).toISOString(),
  }));
}

type StatementRow = Omit<Statement, "number" | "seq" | "at"> & { place: string; about: string; time: string };

async function statementsOn(sql: Sql, first: number, last: number): Promise<Statement[]> {
  const rows = await sql.query<StatementRow>(
    `SELECT number::text AS place, kind, seq::text AS about, (extract(epoch FROM at) * 1000)::bigint::text AS time,
       key_id AS "keyId", text, encode(signature, 'base64') AS signature
     FROM audit_checkpoint WHERE seq >= $1::bigint AND seq <= $2::bigint ORDER BY seq, number`,
    [String(first), String(last)],
  );
  return rows.map(({ place, about, time, signature, ...row }) => ({
    ...row,
    number: Number(place),
    seq: Number(about),
    at: new Date(Number(time)).toISOString(),
    // PostgreSQL breaks long ones into lines.
    signature: signature.replaceAll("\n", ""),
  }));
}

async function* linesOf(transact: Transact, part: string): AsyncGenerator<string> {
  let after = 0;
  for (;;) {
    const events = await transact((sql) => eventsOf(sql, part, after));
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last) return;
    const statements = await transact((sql) => statementsOn(sql, first.seq, last.seq));
    for (const event of events) {
      yield eventLine(event);
      while (statements[0]?.seq === event.seq) {
        const statement = statements.shift();
        if (statement) yield statementLine(statement);
      }
    }
    after = last.seq;
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, "r");
  await file.sync().finally(() => file.close());
}

async function write(path: string, lines: AsyncIterable<string>): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 });
  for await (const line of lines) if (!file.write(`${line}\n`)) await once(file, "drain");
  file.end();
  await once(file, "close");
  await sync(path);
}

/** Reads a file back: each event's digest, and its link to the one before. Throws a sentence where it does not hold. */
export async function readMonthFile(path: string): Promise<MonthFile> {
  const digest = createHash("sha256");
  let [first, last]: (EventLine | undefined)[] = [];
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    digest.update(`${line}\n`);
    const read = parseRecordLine(line);
    if (!read) throw new Error(`${path} has a line that is none of the record's.`);
    if ("statement" in read) continue;
    const link = { ...read, at: Date.parse(read.at) };
    const follows = !last || (read.seq === last.seq + 1 && read.previous === last.hash);
    if (!follows || linkHash(link) !== read.hash) {
      throw new Error(`Event ${read.seq} does not hold: verify the record before any of it is taken away.`);
    }
    first ??= read;
    last = read;
    count += 1;
  }
  if (!first || !last) throw new Error(`${path} has no event.`);
  return { path, first: first.seq, last: last.seq, count, head: last.hash, sha256: digest.digest("hex") };
}

/** The part in `folder`, as a file that was read back. One that is there already, from a run that was stopped, is read alone. */
export async function writeMonthFile(
  transact: Transact,
  part: string,
  { first, last }: { first: number; last: number },
  folder: string,
): Promise<MonthFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `audit-record-${first}-${last}.jsonl`);
  if (!existsSync(path)) {
    await write(`${path}.partial`, linesOf(transact, part));
    await readMonthFile(`${path}.partial`);
    await rename(`${path}.partial`, path);
    await sync(folder);
  }
  return await readMonthFile(path);
}
