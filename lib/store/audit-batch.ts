/** Writes events to the chain's end, many at once. Any number of processes may do so: an advisory lock makes them take turns. */

import "server-only";
import { locks } from "./advisory-locks";
import { chainStart, chainVersion, linkHash } from "./audit-chain";
import { type AuditText, searchedColumns } from "./audit-text";
import type { Database, Sql } from "./database-kind";

export type Recorded = { id: string; seq: number; at: Date };

type Head = { seq: number; at: number; hash: Uint8Array };

/** Numbers as text: the drivers differ in how they hand over large ones. */
async function chainHead(sql: Sql): Promise<Head> {
  const [row] = await sql.query<{ place: string; time: string; hex: string }>(
    `SELECT seq::text AS place, (extract(epoch FROM at) * 1000)::bigint::text AS time, encode(hash, 'hex') AS hex
     FROM audit_event ORDER BY seq DESC LIMIT 1`,
  );
  if (!row) return chainStart;
  return { seq: Number(row.place), at: Number(row.time), hash: Buffer.from(row.hex, "hex") };
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

/**
 * Appends the events in their order and answers when they are committed. All or none, except that a connection lost during
 * the commit leaves open which.
 */
export async function writeAuditBatch(
  { transact }: Database,
  events: readonly AuditText[],
): Promise<Recorded[]> {
  return await transact(async (sql) => {
    await sql.query("SELECT pg_advisory_xact_lock($1)", [locks.auditChain]);
    let head = await chainHead(sql);
    const now = Date.now();
    const recorded: Recorded[] = [];
    const rows = events.map(({ id, text }) => {
      const { previous, hash, at, ...row } = rowAfter(head, text, now);
      head = { seq: row.seq, at, hash };
      const time = new Date(at);
      recorded.push({ id, seq: row.seq, at: time });
      const [before, own] = [previous, hash].map((bytes) => Buffer.from(bytes).toString("hex"));
      return { ...searchedColumns(text), ...row, at: time.toISOString(), previous: before, hash: own };
    });
    await sql.query(insert, [JSON.stringify(rows)]);
    return recorded;
  });
}
