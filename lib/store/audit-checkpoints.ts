/**
 * Signed statements of the record, one after the other: each has the number after the last and holds its digest. Any number of
 * processes may add one: an advisory lock, which is not the chain's, makes them take turns while events are written.
 */

import "server-only";
import type { Statement } from "@/lib/core/record-line";
import { locks } from "./advisory-locks";
import { chainVersion } from "./audit-chain";
import { asking, database } from "./database";
import type { Sql } from "./database-kind";
import { storeFailure } from "./failure";
import { type RecordSpan, recordSpan } from "./record-span";
import { noStatement, parsedText, signStatement, statementDigest } from "./record-statement";

/** What ended last: the statement, and how far statements have come. */
type Last = { number: number; digest: string; at: number; seq: number; headAt: string };

const longAgo = "1970-01-01T00:00:00.000Z";

const nothing: Last = { ...noStatement, at: 0, seq: 0, headAt: longAgo };

/** Who takes the beginning of the record away, why, and up to which event. */
export type Removal = { lastSeq: number; reason: string; actor: string };

type StatementRow = { place: string; text: string };

/** Of the last statement its number; of the one that goes furthest its end, as a tombstone may follow that. */
async function lastStatement(sql: Sql): Promise<Last> {
  const order = async (by: "number" | "seq DESC, number") => {
    const [row] = await sql.query<StatementRow>(
      `SELECT number::text AS place, text FROM audit_checkpoint ORDER BY ${by} DESC LIMIT 1`,
    );
    return row;
  };
  const last = await order("number");
  if (!last) return nothing;
  const said = parsedText(last.text);
  const furthest =
    said?.kind === "checkpoint" ? said : parsedText((await order("seq DESC, number"))?.text ?? "");
  return {
    number: Number(last.place),
    digest: statementDigest(last.text),
    at: said ? Date.parse(said.at) : 0,
    seq: furthest?.seq ?? 0,
    headAt: furthest?.headAt ?? longAgo,
  };
}

async function append(
  sql: Sql,
  last: Last,
  said: RecordSpan & ({ kind: "checkpoint" } | { kind: "tombstone"; reason: string; actor: string }),
): Promise<Statement> {
  const statement = signStatement({
    ...said,
    number: last.number + 1,
    previous: last.digest,
    // A clock that is behind the last writer's must not make time run backwards.
    at: new Date(Math.max(Date.now(), last.at)).toISOString(),
    chain: chainVersion,
  });
  const { number, kind, seq, at, keyId, text, signature } = statement;
  await sql.query(
    `INSERT INTO audit_checkpoint (number, kind, seq, at, key_id, text, signature)
     VALUES ($1::bigint, $2, $3::bigint, $4::timestamptz, $5, $6, decode($7, 'base64'))`,
    [String(number), kind, String(seq), at, keyId, text, signature],
  );
  return statement;
}

async function takeTurn(sql: Sql): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock($1)", [locks.auditStatements]);
}

/** When a checkpoint is due: so many events since the last one, or any and so many seconds. */
export type Due = { events: number; seconds: number };

async function isDue(sql: Sql, last: Last, { events, seconds }: Due): Promise<boolean> {
  const [head] = await sql.query<{ place: string }>(
    "SELECT seq::text AS place FROM audit_event WHERE at >= $1::timestamptz ORDER BY seq DESC LIMIT 1",
    [last.headAt],
  );
  const waiting = Number(head?.place ?? 0) - last.seq;
  return waiting > 0 && (waiting >= events || Date.now() - last.at >= seconds * 1000);
}

/**
 * Signs how far the record goes, where there is anything new; with `due`, only when it is time. Answers null where there is
 * nothing to sign. Throws `store-unavailable`.
 */
export async function writeCheckpoint(due: Due = { events: 1, seconds: 0 }): Promise<Statement | null> {
  const db = await database();
  try {
    return await db.transact(async (sql) => {
      // Looked at without the lock: mostly there is nothing to do.
      if (!(await isDue(sql, await lastStatement(sql), due))) return null;
      await takeTurn(sql);
      const last = await lastStatement(sql);
      if (!(await isDue(sql, last, due))) return null;
      const span = await recordSpan(sql, { firstSeq: last.seq + 1, since: last.headAt });
      return span && (await append(sql, last, { ...span, kind: "checkpoint" }));
    });
  } catch (failure) {
    throw storeFailure("sign the record", failure);
  }
}

async function lastRemoved(sql: Sql): Promise<{ seq: number; headAt: string }> {
  const [row] = await sql.query<{ text: string }>(
    "SELECT text FROM audit_checkpoint WHERE kind = 'tombstone' ORDER BY number DESC LIMIT 1",
  );
  const said = row && parsedText(row.text);
  return { seq: said?.seq ?? 0, headAt: said?.headAt ?? longAgo };
}

/**
 * Signs, in the caller's own transaction, that the events up to `lastSeq` are taken away: whoever removes them does so in the
 * same one. Throws where there is no such event, or where it was taken away before.
 */
export async function appendTombstone(sql: Sql, { lastSeq, reason, actor }: Removal): Promise<Statement> {
  await takeTurn(sql);
  const removed = await lastRemoved(sql);
  const span = await recordSpan(sql, { firstSeq: removed.seq + 1, since: removed.headAt, lastSeq });
  if (span?.seq !== lastSeq) throw new Error(`the record has no event ${lastSeq} to take away`);
  return await append(sql, await lastStatement(sql), { ...span, kind: "tombstone", reason, actor });
}

/** The last checkpoint, as its columns say; null before the first. */
export async function lastCheckpoint(): Promise<Pick<Statement, "number" | "seq" | "at" | "keyId"> | null> {
  const found = await asking("read the last checkpoint", ({ prisma }) =>
    prisma.auditCheckpoint.findFirst({
      where: { kind: "checkpoint" },
      orderBy: { number: "desc" },
      select: { number: true, seq: true, at: true, keyId: true },
    }),
  );
  if (!found) return null;
  const { number, seq, at, keyId } = found;
  return { number: Number(number), seq: Number(seq), at: at.toISOString(), keyId };
}

/** The record's last event; null where there is none. */
export async function recordHead(): Promise<{ seq: number; at: string; hash: string } | null> {
  const found = await asking("read the record's end", ({ prisma }) =>
    prisma.auditEvent.findFirst({ orderBy: { seq: "desc" }, select: { seq: true, at: true, hash: true } }),
  );
  if (!found) return null;
  const { seq, at, hash } = found;
  return { seq: Number(seq), at: at.toISOString(), hash: Buffer.from(hash).toString("hex") };
}
