/**
 * How far each reader of the record has come: a delivery, an anchor, the verification, the tallies. A cursor moves from where
 * its reader found it and from nowhere else, so that one who comes late undoes nobody's newer work.
 */

import "server-only";
import { z } from "zod";
import type { ProblemCode } from "@/lib/core/problems";
import { asking } from "./database";
import type { AuditCursor as Stored } from "./generated/client";
import { storableJson } from "./json-rows";

/** `anchor:s3`: an anchor, by its id. An anchor's cursor counts statements, all others count events. */
export type CursorName = "verify" | "tally" | `anchor:${string}` | `delivery:${string}`;

export type AuditCursor = {
  name: string;
  /** The last that is done; 0 before the first. */
  seq: number;
  /** The reader's own. */
  state: Record<string, unknown>;
  /** Failures since it last moved. */
  failures: number;
  /** Of the last failure; null once it moved. */
  problem: string | null;
  movedAt: Date;
  /** When it last moved or failed. */
  triedAt: Date;
};

const State = z.record(z.string(), z.unknown()).catch({});

function cursorOf({ seq, state, ...row }: Stored): AuditCursor {
  return { ...row, seq: Number(seq), state: State.parse(state) };
}

/** The cursor of that name, made at the record's beginning if there is none. */
export async function cursorNamed(name: CursorName): Promise<AuditCursor> {
  return await asking("read a cursor", async ({ prisma }) => {
    const found = await prisma.auditCursor.findUnique({ where: { name } });
    if (found) return cursorOf(found);
    await prisma.$executeRaw`INSERT INTO audit_cursor (name, seq) VALUES (${name}, 0) ON CONFLICT DO NOTHING`;
    return cursorOf(await prisma.auditCursor.findUniqueOrThrow({ where: { name } }));
  });
}

/** All that there are, also of readers that are configured no more. */
export async function allCursors(): Promise<AuditCursor[]> {
  const rows = await asking("read cursors", ({ prisma }) =>
    prisma.auditCursor.findMany({ orderBy: { name: "asc" } }),
  );
  return rows.map(cursorOf);
}

type Move = { from: number; to: number; state?: Record<string, unknown> };

/** False where it was not at `from`: another has moved it, and nothing is changed. Without `state` that stays as it is. */
export async function moveCursor(name: CursorName, { from, to, state }: Move): Promise<boolean> {
  const kept = state === undefined ? null : storableJson(state);
  const count = await asking(
    "move a cursor",
    ({ prisma }) =>
      prisma.$executeRaw`
      UPDATE audit_cursor SET
        seq = ${to}::bigint, state = coalesce(${kept}::jsonb, state),
        failures = 0, problem = NULL, moved_at = now(), tried_at = now()
      WHERE name = ${name} AND seq = ${from}::bigint`,
  );
  return count === 1;
}

type Failure = { at: number; problem: ProblemCode; state?: Record<string, unknown> };

/** A failure on the way from `at`: the cursor stays. The code alone is kept; details belong into the log. */
export async function noteCursorFailure(name: CursorName, { at, problem, state }: Failure): Promise<void> {
  const kept = state === undefined ? null : storableJson(state);
  await asking(
    "note a failure",
    ({ prisma }) =>
      prisma.$executeRaw`
      UPDATE audit_cursor SET
        failures = least(failures, 2147483646) + 1, problem = ${problem},
        state = coalesce(${kept}::jsonb, state), tried_at = now()
      WHERE name = ${name} AND seq = ${at}::bigint`,
  );
}

/** Replaces the reader's own state, where the cursor still stands at `at`. */
export async function keepCursorState(
  name: string,
  { at, state }: { at: number; state: Record<string, unknown> },
): Promise<void> {
  const kept = storableJson(state);
  await asking(
    "keep a cursor's state",
    ({ prisma }) =>
      prisma.$executeRaw`
      UPDATE audit_cursor SET state = ${kept}::jsonb WHERE name = ${name} AND seq = ${at}::bigint`,
  );
}

/** `events` that come after the cursor, and how long the oldest of them has waited, in seconds. */
export type Lag = { events: number; seconds: number };

/** How far behind the last signed statement, by the database's own clock. */
export async function statementsBehind(number: number): Promise<Lag> {
  const [row] = await asking(
    "read the lag of statements",
    ({ prisma }) =>
      prisma.$queryRaw<{ events: number; seconds: number }[]>`
      SELECT count(*)::float8 AS events,
        coalesce(greatest(0, extract(epoch FROM now() - min(at))), 0)::float8 AS seconds
      FROM audit_checkpoint WHERE number > ${number}::bigint`,
  );
  return row ?? { events: 0, seconds: 0 };
}

/** How far behind the record's end, by the database's own clock. */
export async function lagBehind(seq: number): Promise<Lag> {
  const [row] = await asking(
    "read the lag",
    ({ prisma }) =>
      prisma.$queryRaw<{ events: number; seconds: number }[]>`
      SELECT
        greatest(0, coalesce((SELECT max(seq) FROM audit_event), 0) - ${seq}::bigint)::float8 AS events,
        coalesce((
          SELECT greatest(0, extract(epoch FROM now() - at)) FROM audit_event WHERE seq > ${seq}::bigint ORDER BY seq LIMIT 1
        ), 0)::float8 AS seconds`,
  );
  return row ?? { events: 0, seconds: 0 };
}
