/** Reading the record: newest first, by keys and never by counting, so that the millionth page costs what the first does. */

import "server-only";
import { z } from "zod";
import { type AuditKind, type AuditOutcome, auditOutcomes } from "@/lib/core/audit-events";
import type { AuditChoice, AuditPage, AuditRow } from "@/lib/core/audit-row";
import { PortalError } from "@/lib/core/portal-error";
import { auditWhere, isReadEventByEvent, newestRows, type Place, seldomRows } from "./audit-where";
import { asking } from "./database";
import type { Database, Sql } from "./database-kind";
import { failureCode } from "./failure";
import { Prisma } from "./generated/client";

/** Large numbers as text: the drivers differ in how they hand them over. */
const columns = Prisma.sql`
  seq::text AS place, id, at, kind, outcome, correlation_id AS "correlationId", request_id AS "requestId",
  person_id AS "personId", person_name AS "personName", person_email AS "personEmail", instance,
  account_id AS "accountId", account_name AS "accountName", role, address, user_agent AS "userAgent",
  access_key_id AS "accessKeyId", token_fingerprint AS "tokenFingerprint", text`;

type Stored = Omit<AuditRow, "seq" | "at" | "kind" | "outcome" | "detail"> & {
  place: string;
  at: Date;
  kind: string;
  outcome: string;
  text: string;
};

/** A newer version of the portal may have written kinds that this one does not know. They are shown all the same. */
const Kind = z.custom<AuditKind>((kind) => typeof kind === "string");
const Outcome = z
  .custom<AuditOutcome>((outcome) => auditOutcomes.some((known) => known === outcome))
  .catch("unknown");
const Detail = z.object({ detail: z.record(z.string(), z.unknown()) });

/** A text that somebody spoiled has no detail; that it is spoiled is found by the verification, and must not hide the row. */
function detailOf(text: string): Record<string, unknown> {
  try {
    return Detail.parse(JSON.parse(text)).detail;
  } catch {
    return {};
  }
}

function rowOf({ place, at, text, kind, outcome, ...row }: Stored): AuditRow {
  return {
    ...row,
    seq: Number(place),
    at: at.toISOString(),
    kind: Kind.parse(kind),
    outcome: Outcome.parse(outcome),
    detail: detailOf(text),
  };
}

type Rows = Record<string, unknown>;

/** Past Prisma: only the driver takes a name under which a connection plans a statement once. */
async function ask<Row extends Rows>(
  { query }: Pick<Database, "query">,
  { text, values }: Prisma.Sql,
  name?: string,
) {
  return await query<Row>(text, values, name);
}

async function read<Row extends Rows>(what: string, wanted: Prisma.Sql): Promise<Row[]> {
  return await asking(what, (db) => ask<Row>(db, wanted));
}

/** The database gave up because its time was over. */
const canceled = "57014";

/** What a person searches for may be anything: that it takes too long is no failure of the database. Throws `search-too-wide`. */
async function searching<T>(what: string, work: (db: Database) => Promise<T>): Promise<T> {
  return await asking(what, async (db) => {
    try {
      return await work(db);
    } catch (failure) {
      if (failureCode(failure) === canceled) throw new PortalError("search-too-wide", what);
      throw failure;
    }
  });
}

/** Of what is read event by event so many are looked into first: a page of what is often there is among them. */
const nearest = 50_000;

/**
 * What the page shows that nobody filtered: asked for by everybody, and for every replica's news. Over many months' tables planning it
 * takes four times as long as doing it.
 */
function nameOf(choice: AuditChoice, { after, before }: Place): string | undefined {
  if (Object.values(choice).some((value) => value !== undefined)) return undefined;
  return `audit-page${after == null ? "" : "-after"}${before == null ? "" : "-before"}`;
}

/** In two statements where one would be slow, either for what is often there or for what is not. */
async function newestOf(db: Database, choice: AuditChoice, place: Place, limit: number): Promise<Stored[]> {
  // What came since a moment ago is little.
  if (place.after != null || !isReadEventByEvent(choice)) {
    return await ask<Stored>(db, newestRows(columns, choice, place, limit), nameOf(choice, place));
  }
  const near = await ask<Stored>(db, newestRows(columns, choice, { ...place, among: nearest }, limit));
  return near.length === limit ? near : await ask<Stored>(db, seldomRows(columns, choice, place, limit));
}

/**
 * At most `limit` rows, the newest of those that stand before or after a place. `before` of the answer asks for the next page.
 * Throws `search-too-wide`.
 */
export async function auditPage(
  choice: AuditChoice,
  { limit, ...place }: Omit<Place, "among"> & { limit: number },
): Promise<AuditPage> {
  // One more than asked for tells whether there is a next page.
  const found = await searching("read audit page", (db) => newestOf(db, choice, place, limit + 1));
  const rows = found.slice(0, limit).map(rowOf);
  return { rows, before: found.length > limit ? (rows.at(-1)?.seq ?? null) : null };
}

/** Counting may take so long, and is then given up. Milliseconds. */
const countingMs = 1_500;

/** How many events match, counted no further than `most`; null where that took too long. */
export async function auditCount(choice: AuditChoice, most: number): Promise<number | null> {
  const counted = Prisma.sql`
    SELECT count(*)::int AS found
    FROM (SELECT FROM audit_event WHERE ${auditWhere(choice)} LIMIT ${most}::int) AS matching`;
  const inTime = async (sql: Sql) => {
    await sql.run(`SET LOCAL statement_timeout = ${countingMs}`);
    const [row] = await ask<{ found: number }>(sql, counted);
    return row?.found ?? 0;
  };
  try {
    return await searching("count audit events", ({ transact }) => transact(inTime));
  } catch (failure) {
    if (failure instanceof PortalError && failure.code === "search-too-wide") return null;
    throw failure;
  }
}

/** One event with its place in the chain. Digests in hexadecimal. */
export type ChainedEvent = AuditRow & { version: number; text: string; previous: string; hash: string };

type Chained = Stored & { version: number; previous: string; digest: string };

/** Null where there is none of that number. */
export async function chainedEvent(seq: number): Promise<ChainedEvent | null> {
  const [found] = await read<Chained>(
    "read audit event",
    Prisma.sql`
      SELECT ${columns}, version::int, encode(previous_hash, 'hex') AS previous, encode(hash, 'hex') AS digest
      FROM audit_event WHERE seq = ${seq}::bigint LIMIT 1`,
  );
  if (!found) return null;
  const { version, previous, digest, ...stored } = found;
  return { ...rowOf(stored), version, text: stored.text, previous, hash: digest };
}

/** More of one click than anybody reads. */
const mostOfClick = 100;

/**
 * What belongs to the same click as an event, oldest first: what has its correlation id, the request that it answers, and what
 * answered later under another id, as the job does that closes requests without an end.
 */
export async function eventsOfClick({
  correlationId,
  requestId,
}: Pick<AuditRow, "correlationId" | "requestId">): Promise<AuditRow[]> {
  const request = requestId ?? "00000000-0000-0000-0000-000000000000";
  const found = await read<Stored>(
    "read events of a click",
    Prisma.sql`
      WITH click AS (
        SELECT * FROM audit_event WHERE correlation_id = ${correlationId}::uuid ORDER BY seq LIMIT ${mostOfClick}::int
      ), request AS (
        SELECT * FROM click UNION SELECT * FROM audit_event WHERE id = ${request}::uuid
      ), answer AS (
        SELECT audit_event.* FROM request, audit_event
        WHERE request.outcome = 'requested' AND audit_event.request_id = request.id
      )
      SELECT ${columns} FROM (SELECT * FROM request UNION SELECT * FROM answer) AS story
      ORDER BY seq LIMIT ${mostOfClick}::int`,
  );
  return found.map(rowOf);
}

const lookBackMs = 31 * 24 * 60 * 60_000;

/**
 * Requests of those kinds from before that time whose end nobody recorded, oldest first, a hundred at a time. Looks back
 * 31 days: the job that closes them runs all the time, and only the tables of that time are read.
 */
export async function orphanedRequests(kinds: readonly AuditKind[], olderThan: Date): Promise<AuditRow[]> {
  const since = new Date(olderThan.getTime() - lookBackMs);
  const found = await read<Stored>(
    "read orphaned requests",
    Prisma.sql`
      SELECT ${columns} FROM audit_event AS request
      WHERE request.kind = ANY(${[...kinds]}::text[]) AND request.outcome = 'requested'
        AND request.at < ${olderThan}::timestamptz AND request.at > ${since}::timestamptz
        AND NOT EXISTS (
          SELECT FROM audit_event AS answer WHERE answer.request_id = request.id AND answer.at > ${since}::timestamptz
        )
      ORDER BY request.seq LIMIT 100`,
  );
  return found.map(rowOf);
}

/** The events of those numbers, newest first. One that is not there is left out. */
export async function eventsNumbered(seqs: readonly bigint[]): Promise<AuditRow[]> {
  const found = await read<Stored>(
    "read numbered events",
    Prisma.sql`
      SELECT ${columns} FROM audit_event WHERE seq = ANY(${seqs.map(String)}::bigint[]) ORDER BY seq DESC`,
  );
  return found.map(rowOf);
}
