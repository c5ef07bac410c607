/**
 * Machines that wait for an access token. A row goes from open to claimed (somebody entered its code: it is theirs now) to
 * approved to taken, or is denied; every step is one statement that only one caller wins. Times are the database's own.
 */

import "server-only";
import { randomUUID } from "node:crypto";
import { asking } from "./database";
import { Prisma } from "./generated/client";
import { hashed } from "./hashed";
import { sign } from "./seal";
import { storable } from "./storable";

export type NewPairing = {
  deviceCode: string;
  /** Plain: `BCDFGHJK`. */
  userCode: string;
  machine: string;
  address: string;
  /** Whoever has the address: so many may wait for each. */
  holder: string;
  userAgent: string;
  hints: readonly string[];
};

/** Whose the code is that was entered, and what is known of the machine. */
export type Pairing = {
  id: string;
  machine: string;
  address: string;
  holder: string;
  userAgent: string;
  hints: readonly string[];
  begunAt: Date;
  secondsLeft: number;
};

/** A code of eight letters could be tried out against a digest, but not against what only our secret makes. */
function markOf(userCode: string): string {
  return sign("pairing code", userCode);
}

const columns = Prisma.sql`id, machine, address, holder, user_agent AS "userAgent", hints, begun_at AS "begunAt",
  GREATEST(0, floor(extract(epoch FROM expires_at - now())))::int AS "secondsLeft"`;

/** Null where its holder has `mostOpen` that wait already, or where, once in thousands of years, a code is in use. */
export async function beginPairing(
  { deviceCode, userCode, holder, ...said }: NewPairing,
  limits: { seconds: number; intervalSeconds: number; mostOpen: number },
): Promise<{ id: string } | null> {
  const { machine, address, userAgent, hints } = said;
  const [row] = await asking(
    "begin pairing",
    ({ prisma }) => prisma.$queryRaw<{ id: string }[]>`
      INSERT INTO pairing (id, device_hash, code_mark, machine, address, holder, user_agent, hints, state,
        interval_seconds, next_poll_at, begun_at, expires_at)
      SELECT ${randomUUID()}::uuid, ${hashed(deviceCode)}, ${markOf(userCode)}, ${storable(machine)}, ${address},
        ${holder}, ${storable(userAgent)}, ${hints.map(storable)}::text[], 'open', ${limits.intervalSeconds}::int,
        now(), now(), now() + make_interval(secs => ${limits.seconds}::int)
      WHERE (SELECT count(*) FROM pairing WHERE holder = ${holder} AND expires_at > now()) < ${limits.mostOpen}::int
      ON CONFLICT DO NOTHING
      RETURNING id`,
  );
  return row ?? null;
}

/**
 * Makes the pairing of this code the person's, in this session. Whoever was first keeps it: `taken` for everybody else,
 * `none` where no machine waits with it. The same person may enter it again, in another browser too.
 */
export async function claimPairing(
  userCode: string,
  { personId, sessionId }: { personId: string; sessionId: string },
): Promise<Pairing | "taken" | "none"> {
  const mark = markOf(userCode);
  const [claimed] = await asking(
    "claim pairing",
    ({ prisma }) => prisma.$queryRaw<Pairing[]>`
      UPDATE pairing SET state = 'claimed', person_id = ${personId}::uuid, session_hash = ${hashed(sessionId)}
      WHERE code_mark = ${mark} AND expires_at > now()
        AND (state = 'open' OR (state = 'claimed' AND person_id = ${personId}::uuid))
      RETURNING ${columns}`,
  );
  if (claimed) return claimed;
  const found = await asking("read pairing", ({ prisma }) =>
    prisma.pairing.findUnique({ where: { codeMark: mark }, select: { id: true } }),
  );
  return found ? "taken" : "none";
}

/** Only whoever claimed it, where they claimed it, can decide; and once. */
function undecided(sessionId: string): Prisma.Sql {
  return Prisma.sql`session_hash = ${hashed(sessionId)} AND state = 'claimed' AND expires_at > now()`;
}

/** What a session has claimed and not yet decided: that one, or the newest. */
export async function claimedPairing(sessionId: string, id: string | null = null): Promise<Pairing | null> {
  const [row] = await asking(
    "read claimed pairing",
    ({ prisma }) => prisma.$queryRaw<Pairing[]>`
      SELECT ${columns} FROM pairing
      WHERE ${undecided(sessionId)} AND (${id}::uuid IS NULL OR id = ${id}::uuid)
      ORDER BY begun_at DESC LIMIT 1`,
  );
  return row ?? null;
}

/** The machine has at least `graceSeconds` from now to fetch what it was given. False where it is not that session's to decide. */
export async function approvePairing(
  id: string,
  sessionId: string,
  { wanted, graceSeconds }: { wanted: Prisma.InputJsonValue; graceSeconds: number },
): Promise<boolean> {
  const count = await asking(
    "approve pairing",
    ({ prisma }) => prisma.$executeRaw`
      UPDATE pairing SET state = 'approved', wanted = ${JSON.stringify(wanted)}::jsonb,
        expires_at = GREATEST(expires_at, now() + make_interval(secs => ${graceSeconds}::int))
      WHERE id = ${id}::uuid AND ${undecided(sessionId)}`,
  );
  return count === 1;
}

export async function denyPairing(id: string, sessionId: string): Promise<boolean> {
  const count = await asking(
    "deny pairing",
    ({ prisma }) =>
      prisma.$executeRaw`UPDATE pairing SET state = 'denied' WHERE id = ${id}::uuid AND ${undecided(sessionId)}`,
  );
  return count === 1;
}

/** Answers how many. */
export async function forgetPairings(before: Date): Promise<number> {
  const { count } = await asking("forget pairings", ({ prisma }) =>
    prisma.pairing.deleteMany({ where: { expiresAt: { lt: before } } }),
  );
  return count;
}
