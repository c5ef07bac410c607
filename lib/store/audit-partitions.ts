/**
 * Makes the record's tables of the coming months. What landed in the rest meanwhile, since nobody did this for a while,
 * stays where it lies: the rest becomes the table of the months that it holds, and an empty one takes its place.
 * Each step is one transaction, so that whoever is killed leaves nothing half done.
 */

import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { monthOf, monthStart } from "@/lib/core/months";
import { locks } from "./advisory-locks";
import { auditParts, restPart } from "./audit-parts";
import type { Sql, Transact } from "./database-kind";
import { failureCode } from "./failure";

/**
 * Writers queue up behind whoever waits for all of the record, and then behind what it does. Together less than the
 * two seconds after which a writer gives up.
 */
export const writersCanWait = "SET LOCAL lock_timeout = '500ms'; SET LOCAL statement_timeout = '1200ms'";

/** How often it is tried, by why it was not possible: others had the record, or the rest was too large to be read in time. */
const tries: Record<string, number> = { "55P03": 20, "40P01": 20, "57014": 3 };
const pauseMs = 500;

function literal(time: Date): string {
  return `'${time.toISOString()}'`;
}

function partName(from: Date): string {
  return `audit_event_${monthOf(from).replace("-", "_")}`;
}

/** Rows of it are refused to change by itself too, not only through the whole. */
function appendOnly(name: string): string {
  return `CREATE TRIGGER "audit_event_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "${name}"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"()`;
}

async function latestInRest(sql: Sql): Promise<Date | null> {
  const [row] = await sql.query<{ latest: string | null }>(
    `SELECT (extract(epoch FROM max("at")) * 1000)::bigint::text AS latest FROM "${restPart}"`,
  );
  return row?.latest ? new Date(Number(row.latest)) : null;
}

/** Attaching reads the table once, to be sure; nobody writes meanwhile, hence the limit on its time. */
async function settleRest(sql: Sql, from: Date, latest: Date): Promise<string> {
  const name = partName(from);
  const until = monthStart(latest, 1);
  await sql.run(`
    ALTER TABLE "audit_event" DETACH PARTITION "${restPart}";
    ALTER TABLE "${restPart}" RENAME TO "${name}";
    ALTER TABLE "audit_event" ATTACH PARTITION "${name}" FOR VALUES FROM (${literal(from)}) TO (${literal(until)});
    CREATE TABLE "${restPart}" PARTITION OF "audit_event" DEFAULT;
    ${appendOnly(restPart)}`);
  return name;
}

async function makeMonth(sql: Sql, from: Date): Promise<string> {
  const name = partName(from);
  await sql.run(`
    CREATE TABLE "${name}" PARTITION OF "audit_event"
      FOR VALUES FROM (${literal(from)}) TO (${literal(monthStart(from, 1))});
    ${appendOnly(name)}`);
  return name;
}

/** Where the tables of months end so far. Only somebody who meddled leaves none. */
async function madeUntil(sql: Sql): Promise<Date> {
  const last = (await auditParts(sql)).at(-1);
  if (!last) throw new Error("The record has no table of its own. Was it changed by hand?");
  return last.until;
}

async function isDone(sql: Sql, horizon: Date): Promise<boolean> {
  const [rest] = await sql.query<{ used: boolean }>(`SELECT EXISTS (SELECT FROM "${restPart}") AS used`);
  return !rest?.used && (await madeUntil(sql)) >= horizon;
}

/** One table, or null where there is nothing to make. */
async function makeNext(sql: Sql, horizon: Date): Promise<string | null> {
  // Without a lock: most of the time there is nothing to do, and nobody shall wait for that.
  if (await isDone(sql, horizon)) return null;
  await sql.run(writersCanWait);
  await sql.query("SELECT pg_advisory_xact_lock($1)", [locks.auditParts]);
  await sql.run(`LOCK TABLE "audit_event" IN ACCESS EXCLUSIVE MODE`);
  const [from, latest] = [await madeUntil(sql), await latestInRest(sql)];
  if (latest === null && from >= horizon) return null;
  const name = latest ? await settleRest(sql, from, latest) : await makeMonth(sql, from);
  // Default privileges give others more on a new table than they may have.
  await sql.query(`SELECT close_record()`);
  return name;
}

function excuse(code: string): string {
  return code === "57014"
    ? `${restPart} holds more than can be set apart while people work.`
    : "Somebody reads the record without end, a backup perhaps. Run this again when that is over.";
}

/** Between two tries writers catch up. */
export async function patiently<T>(step: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await step();
    } catch (failure) {
      const code = failureCode(failure) ?? "";
      const most = tries[code];
      if (most === undefined) throw failure;
      if (tried >= most) throw new Error(excuse(code), { cause: failure });
      await pause(pauseMs);
    }
  }
}

/**
 * Makes what is missing, so that there are tables for this month and as many `months` after it, and answers their names. Any
 * number may do so at once. Throws where others held the record all the time; then it is as it was, and nobody's event was refused.
 */
export async function makePartsAhead(
  transact: Transact,
  { now = new Date(), months }: { now?: Date; months: number },
): Promise<string[]> {
  const horizon = monthStart(now, months + 1);
  const made: string[] = [];
  for (;;) {
    const name = await patiently(() => transact((sql) => makeNext(sql, horizon)));
    if (name === null) return made;
    made.push(name);
  }
}
