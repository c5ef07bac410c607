/** Writes events to the chain's end, many at once. Any number of processes may do so: an advisory lock makes them take turns. */

import "server-only";
import { monthStart } from "@/lib/core/months";
import { once } from "@/lib/core/once";
import { locks } from "./advisory-locks";
import { chainStart, chainVersion, linkHash } from "./audit-chain";
import type { AuditText } from "./audit-text";
import type { Database, Sql } from "./database-kind";

export type Recorded = { id: string; seq: number; at: Date };

type Head = { seq: number; at: number; hash: string };

/** When the latest event was that this process knows of. The chain's time never runs backwards, so its head is no older. */
function seen(): { at: number } {
  return once("audit-head-seen", () => ({ at: 0 }));
}

type HeadRow = { place: string; time: string; hex: string };

/**
 * Numbers as text: the drivers differ in how they hand over large ones. Only tables of that month and later are looked into;
 * by the month and not by the moment, for which the database would think of another index.
 */
function headSince(at: number): string {
  return `
    SELECT seq::text AS place, (extract(epoch FROM at) * 1000)::bigint::text AS time, encode(hash, 'hex') AS hex
    FROM audit_event WHERE at >= '${monthStart(new Date(at)).toISOString()}' ORDER BY seq DESC LIMIT 1`;
}

/**
 * The end of the chain, which is this process's own until the transaction ends. The lock is a statement of its own, since a
 * statement sees what was there when it began; both go in one message.
 */
async function ownHead(sql: Sql): Promise<Head> {
  const lock = `SELECT pg_advisory_xact_lock(${locks.auditChain})`;
  let [row] = await sql.run<HeadRow>(`${lock}; ${headSince(seen().at)}`);
  // Nothing so new: another database, or somebody cut off the end, which the verification finds.
  if (!row) [row] = await sql.run<HeadRow>(headSince(0));
  if (!row) return chainStart;
  return { seq: Number(row.place), at: Number(row.time), hash: row.hex };
}

function rowAfter(head: Head, text: string, now: number) {
  // A clock that is behind the last writer's must not make time run backwards.
  const link = {
    version: chainVersion,
    previous: head.hash,
    seq: head.seq + 1,
    at: Math.max(now, head.at),
    text,
  };
  return { ...link, hash: linkHash(link) };
}

/** As JSON, whatever the number of rows: one statement text, one value. */
const insert = `
  INSERT INTO audit_event (
    seq, id, at, version, kind, outcome, correlation_id, request_id, person_id, person_name, person_email,
    instance, account_id, account_name, role, address, user_agent, access_key_id, token_fingerprint, text, previous_hash, hash
  )
  SELECT
    seq, id, at, version, kind, outcome, "correlationId", "requestId", "personId", "personName", "personEmail",
    instance, "accountId", "accountName", role, address, "userAgent", "accessKeyId", "tokenFingerprint", text,
    decode(previous, 'hex'), decode(hash, 'hex')
  FROM json_to_recordset($1::json) AS event(
    seq bigint, id uuid, at timestamptz, version smallint, kind text, outcome text, "correlationId" uuid,
    "requestId" uuid, "personId" uuid, "personName" text, "personEmail" text, instance text, "accountId" text,
    "accountName" text, role text, address text, "userAgent" text, "accessKeyId" text,
    "tokenFingerprint" text, text text,
    previous text, hash text
  )`;

/** Appends the events within a transaction of the caller's, which has the chain from here to its end. */
export async function appendIn(sql: Sql, events: readonly AuditText[]): Promise<Recorded[]> {
  let head = await ownHead(sql);
  const now = Date.now();
  const recorded: Recorded[] = [];
  const rows = events.map(({ id, text, columns }) => {
    const row = rowAfter(head, text, now);
    head = row;
    const time = new Date(row.at);
    recorded.push({ id, seq: row.seq, at: time });
    return { ...columns, ...row, at: time.toISOString() };
  });
  await sql.query(insert, [JSON.stringify(rows)]);
  seen().at = head.at;
  return recorded;
}

/**
 * Appends the events in their order and answers when they are committed. All or none, except that a connection lost during
 * the commit leaves open which.
 */
export async function writeAuditBatch(
  { transact }: Database,
  events: readonly AuditText[],
): Promise<Recorded[]> {
  return await transact((sql) => appendIn(sql, events));
}
