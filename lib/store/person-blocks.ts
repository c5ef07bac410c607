/**
 * People who are shut out. What is alive for a person ends in the same transaction that blocks them, and whatever makes
 * something alive for a person locks their row first: it waits for a block that is being written, and then sees it.
 */

import "server-only";
import { z } from "zod";
import { PortalError } from "@/lib/core/portal-error";
import { openedConnection } from "./connections";
import { asking } from "./database";
import type { Sql } from "./database-kind";
import { failureCode } from "./failure";
import { storable } from "./storable";
import { fingerprintOfHash } from "./token-fingerprint";

/** Also for somebody who is not there: nobody is let in by a row that is missing. */
export async function isBlocked(personId: string): Promise<boolean> {
  const row = await asking("look for a block", ({ prisma }) =>
    prisma.person.findUnique({ where: { id: personId }, select: { blockedAt: true } }),
  );
  return row === null || row.blockedAt !== null;
}

/** `by` is null where it was not done here, but in the database itself. */
export type Block = { at: Date; reason: string | null; by: { id: string; name: string | null } | null };

/** Null where the person is not blocked. */
export async function blockOf(personId: string): Promise<Block | null> {
  if (!z.uuid().safeParse(personId).success) return null;
  type Row = { at: Date; reason: string | null; byId: string | null; byName: string | null };
  const [row] = await asking(
    "read a block",
    ({ prisma }) =>
      prisma.$queryRaw<Row[]>`
      SELECT person.blocked_at AS at, person.block_reason AS reason, person.blocked_by AS "byId",
        coalesce(blocker.name, blocker.email) AS "byName"
      FROM person LEFT JOIN person AS blocker ON blocker.id = person.blocked_by
      WHERE person.id = ${personId}::uuid AND person.blocked_at IS NOT NULL`,
  );
  if (!row) return null;
  const { at, reason, byId, byName } = row;
  return { at, reason, by: byId === null ? null : { id: byId, name: byName } };
}

/** What ended with the block. */
export type Ended = {
  /** False where the person was blocked before: what had come to life in spite of that has ended too. */
  isNew: boolean;
  sessions: number;
  tokens: { name: string; fingerprint: string }[];
  /** Identity Center tokens that are nowhere from now on, for whoever tells AWS. What does not open is not among them. */
  connections: { instance: string; accessToken: string }[];
};

type Wish = { personId: string; by: string; reason: string };

/**
 * Both rows in one order, so that two administrators who block each other do so one after the other. Throws `not-found`, and
 * `session-ended` where the administrator was blocked meanwhile: whoever is shut out shuts nobody out, and lets nobody in.
 */
async function lockBoth(sql: Sql, { personId, by }: Pick<Wish, "personId" | "by">): Promise<void> {
  const rows = await sql.query<{ id: string; blocked: boolean }>(
    `SELECT id, blocked_at IS NOT NULL AS blocked FROM person
     WHERE id IN ($1::uuid, $2::uuid) ORDER BY id FOR NO KEY UPDATE`,
    [personId, by],
  );
  const administrator = rows.find(({ id }) => id === by);
  if (!administrator || administrator.blocked) throw new PortalError("session-ended", `${by} is blocked`);
  if (!rows.some(({ id }) => id === personId)) throw new PortalError("not-found", `no person is ${personId}`);
}

async function end(sql: Sql, { personId, by, reason }: Wish): Promise<Ended> {
  const one = [personId];
  const blocked = await sql.query(
    `UPDATE person SET blocked_at = now(), blocked_by = $2::uuid, block_reason = $3
     WHERE id = $1::uuid AND blocked_at IS NULL RETURNING id`,
    [personId, by, storable(reason)],
  );
  // Machines before the sessions that claimed them: whoever enters a code locks in this order.
  await sql.query(
    `UPDATE pairing SET state = 'denied' WHERE person_id = $1::uuid AND state IN ('claimed', 'approved')`,
    one,
  );
  const sessions = await sql.query(
    "DELETE FROM session WHERE person_id = $1::uuid RETURNING person_id AS id",
    one,
  );
  // After the sessions: with none of them left, no token is being made.
  const tokens = await sql.query<{ name: string; hash: Uint8Array }>(
    `UPDATE access_token SET revoked_at = now(), revoked_why = 'block'
     WHERE person_id = $1::uuid AND revoked_at IS NULL AND expires_at > now() RETURNING name, hash`,
    one,
  );
  for (const table of ["sealed_credentials", "device_sign_in", "idp_token"])
    await sql.query(`DELETE FROM ${table} WHERE person_id = $1::uuid`, one);
  const kept = await sql.query<Kept>(
    "DELETE FROM connection WHERE person_id = $1::uuid RETURNING instance, sealed, expires_at > now() AS lives",
    one,
  );
  const connections = kept.flatMap((row) => opened(personId, row));
  return {
    isNew: blocked.length === 1,
    sessions: sessions.length,
    tokens: tokens.map(({ name, hash }) => ({ name, fingerprint: fingerprintOfHash(hash) })),
    connections,
  };
}

type Kept = { instance: string; sealed: string | null; lives: boolean | null };

function opened(personId: string, { instance, sealed, lives }: Kept): Ended["connections"] {
  if (!sealed || !lives) return [];
  try {
    return [{ instance, accessToken: openedConnection(sealed, personId, instance).accessToken }];
  } catch {
    // A block must not fail at it: sealed under a secret that is gone, it is of no use to anybody.
    return [];
  }
}

/** Somebody who signs out while they are blocked may hold what we wait for, and wait for us. */
const tries = 3;

async function untilNoDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (failure) {
      if (failureCode(failure) !== "40P01" || attempt === tries) throw failure;
    }
  }
}

/** All or nothing, and at once: the next look of any replica finds the person blocked and nothing of theirs alive. Throws as `lockBoth`. */
export async function block(wish: Wish): Promise<Ended> {
  return await asking("block", ({ transact }) =>
    untilNoDeadlock(() =>
      transact(async (sql) => {
        await lockBoth(sql, wish);
        return await end(sql, wish);
      }),
    ),
  );
}

/** Answers whether there was a block to lift. Nothing comes back to life by it. Throws as `lockBoth`. */
export async function lift(wish: Pick<Wish, "personId" | "by">): Promise<boolean> {
  const lifted = await asking("lift a block", ({ transact }) =>
    transact(async (sql) => {
      await lockBoth(sql, wish);
      return await sql.query(
        `UPDATE person SET blocked_at = NULL, blocked_by = NULL, block_reason = NULL
         WHERE id = $1::uuid AND blocked_at IS NOT NULL RETURNING id`,
        [wish.personId],
      );
    }),
  );
  return lifted.length === 1;
}
