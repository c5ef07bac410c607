/**
 * Takes whole months away from the record's beginning, oldest first: each is written to a file and read back, then a signed
 * tombstone, an event and the end of its table come in one transaction. Whoever is stopped in between has lost nothing, and the
 * next run goes on. The verification begins at the tombstone.
 */

import "server-only";
import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import { type Month, monthStart, startOf } from "@/lib/core/months";
import { locks } from "./advisory-locks";
import { appendIn } from "./audit-batch";
import { appendTombstone } from "./audit-checkpoints";
import { patiently, writersCanWait } from "./audit-partitions";
import { type AuditPart, auditParts } from "./audit-parts";
import { auditText } from "./audit-text";
import type { Sql, Transact } from "./database-kind";
import { type MonthFile, writeMonthFile } from "./month-file";
import { parsedText } from "./record-statement";

/** `before`: months before that one. `force`: also what a delivery has not handed on. */
export type Removal = { before: Month; folder: string; force?: boolean; now?: Date };

/** `file` is null where the table held nothing. */
export type Removed = { part: string; file: MonthFile | null };

type Extent = { first: number; last: number };

async function extentOf(sql: Sql, part: string): Promise<Extent | null> {
  const [row] = await sql.query<{ first: string | null; last: string | null }>(
    `SELECT min(seq)::text AS first, max(seq)::text AS last FROM "${part}"`,
  );
  return row?.first && row.last ? { first: Number(row.first), last: Number(row.last) } : null;
}

/** The oldest table, where all of it is before the month; never this month's, and never one after which nothing came. */
async function nextPart(sql: Sql, { before, now = new Date() }: Removal): Promise<AuditPart | null> {
  const [oldest] = await auditParts(sql);
  const limit = Math.min(startOf(before).getTime(), monthStart(now).getTime());
  if (!oldest || oldest.until.getTime() > limit) return null;
  const [later] = await sql.query(`SELECT 1 FROM audit_event WHERE at >= $1::timestamptz LIMIT 1`, [
    oldest.until.toISOString(),
  ]);
  return later ? oldest : null;
}

async function mustBeDelivered(sql: Sql, { last }: Extent): Promise<void> {
  const late = await sql.query<{ name: string; place: string }>(
    `SELECT name, seq::text AS place FROM audit_cursor WHERE name LIKE 'delivery:%' AND seq < $1::bigint ORDER BY name`,
    [String(last)],
  );
  const [first] = late;
  if (!first) return;
  throw new Error(
    `${first.name} has handed on no more than event ${first.place}, and this month goes to event ${last}. ` +
      "Wait for it, or say --force.",
  );
}

function removalEvent({ first, last, count, path, sha256 }: MonthFile) {
  return auditText({
    kind: "audit.month-removed",
    correlationId: randomUUID(),
    detail: { first, last, count, file: basename(path).slice(0, 64), sha256 },
  });
}

/** Throws where the tombstone would stand for more or for something else than what the file holds. */
function mustStandFor(text: string, file: MonthFile): void {
  const said = parsedText(text);
  const isSame = said?.firstSeq === file.first && said.count === file.count && said.head === file.head;
  if (isSame) return;
  throw new Error(
    `The record does not begin with event ${file.first}, or was changed meanwhile: run \`npm run audit:verify\`.`,
  );
}

/**
 * The tombstone first, since it reads all of the month while everybody works. Then the locks in the order in which writers take
 * them, for the moment that the rest needs.
 */
async function remove(sql: Sql, part: string, file: MonthFile): Promise<void> {
  const [who] = await sql.query<{ name: string }>("SELECT current_user::text AS name");
  const actor = `database role ${who?.name}`;
  const { text } = await appendTombstone(sql, { lastSeq: file.last, reason: "kept long enough", actor });
  mustStandFor(text, file);
  await sql.run(writersCanWait);
  await sql.query("SELECT pg_advisory_xact_lock($1)", [locks.auditChain]);
  await sql.run(`LOCK TABLE "audit_event" IN ACCESS EXCLUSIVE MODE`);
  await appendIn(sql, [removalEvent(file)]);
  await sql.run(`DROP TABLE "${part}"`);
}

/** Null where there is nothing more to take away. */
async function removeNext(transact: Transact, removal: Removal): Promise<Removed | null> {
  const part = await transact((sql) => nextPart(sql, removal));
  if (!part) return null;
  const extent = await transact((sql) => extentOf(sql, part.name));
  if (!extent) {
    await patiently(() => transact((sql) => sql.run(`${writersCanWait}; DROP TABLE "${part.name}"`)));
    return { part: part.name, file: null };
  }
  if (!removal.force) await transact((sql) => mustBeDelivered(sql, extent));
  const file = await writeMonthFile(transact, part.name, extent, removal.folder);
  if (file.first !== extent.first || file.last !== extent.last) {
    throw new Error(`${file.path} holds events ${file.first} to ${file.last}.`);
  }
  await patiently(() => transact((sql) => remove(sql, part.name, file)));
  return { part: part.name, file };
}

/** Answers what it took away. Throws one sentence where it must stop; what went before that is gone in order. */
export async function dropMonths(transact: Transact, removal: Removal): Promise<Removed[]> {
  const removed: Removed[] = [];
  for (;;) {
    const one = await removeNext(transact, removal);
    if (!one) return removed;
    removed.push(one);
  }
}
