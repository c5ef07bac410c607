/**
 * How often and how lately a person took each role ("frecency"). A use counts one, and half of it is forgotten each week:
 * `score` is as of `last_at`. Two scores that fade alike keep their order, so that one number says it for all time.
 */

import "server-only";
import type { Grant } from "@/lib/core/grant";
import { asking } from "./database";
import { Prisma } from "./generated/client";

const halfLifeSeconds = 7 * 24 * 60 * 60;

/** Of each person. What is used less than all of these is forgotten. */
const mostKept = 100;

/** Greater now is greater ever after: the logarithm of what the score has faded to, but for a number that is the same for all. */
const rank = Prisma.sql`(ln(score) / ln(2.0::float8) + extract(epoch FROM last_at)::float8 / ${halfLifeSeconds}::float8)`;

/** `now` is the database's, unless a test says otherwise. */
export async function noteGrantUse(personId: string, grant: Grant, now: Date | null = null): Promise<void> {
  const { instance, accountId, role } = grant;
  const [row] = await asking(
    "note use",
    ({ prisma }) =>
      prisma.$queryRaw<{ isNew: boolean }[]>`
      INSERT INTO grant_use AS used (person_id, instance, account_id, role, score, last_at)
      VALUES (${personId}::uuid, ${instance}, ${accountId}, ${role}, 1, coalesce(${now}::timestamptz, now()))
      ON CONFLICT (person_id, instance, account_id, role) DO UPDATE SET
        score = 1 + used.score * power(0.5::float8, least(100, greatest(0,
          extract(epoch FROM EXCLUDED.last_at - used.last_at)::float8 / ${halfLifeSeconds}::float8))),
        last_at = greatest(used.last_at, EXCLUDED.last_at)
      RETURNING used.xmax = 0 AS "isNew"`,
  );
  // Only what is used for the first time makes them more.
  if (row?.isNew) await forgetLeastUsed(personId);
}

/** Takes no row that another holds, so that two who clear up at once never wait for each other. */
async function forgetLeastUsed(personId: string): Promise<void> {
  await asking(
    "forget uses",
    ({ prisma }) =>
      prisma.$executeRaw`
      WITH spare AS (
        SELECT instance, account_id, role FROM grant_use WHERE person_id = ${personId}::uuid
        ORDER BY ${rank} DESC, instance, account_id, role OFFSET ${mostKept}::int
      ), held AS (
        SELECT instance, account_id, role FROM grant_use
        WHERE person_id = ${personId}::uuid AND (instance, account_id, role) IN (SELECT * FROM spare)
        FOR UPDATE SKIP LOCKED
      )
      DELETE FROM grant_use
      WHERE person_id = ${personId}::uuid AND (instance, account_id, role) IN (SELECT * FROM held)`,
  );
}

/** Those used most and last come first. */
export async function recentGrants(personId: string, limit: number): Promise<(Grant & { lastAt: Date })[]> {
  return await asking(
    "read uses",
    ({ prisma }) =>
      prisma.$queryRaw<(Grant & { lastAt: Date })[]>`
      SELECT instance, account_id AS "accountId", role, last_at AS "lastAt" FROM grant_use
      WHERE person_id = ${personId}::uuid
      ORDER BY ${rank} DESC, instance, account_id, role LIMIT ${limit}::int`,
  );
}
