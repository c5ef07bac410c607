/** People as administrators look at them: a page at a time in the order of their names, and what one of them has here. */

import "server-only";
import type { ListedPerson } from "@/lib/core/shown-person";
import { asking } from "./database";
import { Prisma } from "./generated/client";
import { storable } from "./storable";

export type PeopleFilter = {
  /** Part of a name, an e-mail address or a user name; or a whole subject. */
  text: string | null;
  blockedOnly: boolean;
};

/** Where a page ended. */
export type PeopleCursor = { key: string; id: string };

type Row = Omit<ListedPerson, "seenAt" | "blockedAt"> & { key: string; seenAt: Date; blockedAt: Date | null };

const key = Prisma.sql`lower(coalesce(name, email, user_name, subject))`;

/** What somebody types is text, not a pattern. */
function matching(text: string | null): Prisma.Sql {
  if (text === null) return Prisma.sql`true`;
  const part = `%${storable(text).replaceAll(/[\\%_]/g, "\\$&")}%`;
  return Prisma.sql`(name ILIKE ${part} OR email ILIKE ${part} OR user_name ILIKE ${part} OR subject = ${storable(text)})`;
}

/** At most `limit` people after `after`. `next` asks for the page that follows; null at the end. */
export async function peoplePage(
  { text, blockedOnly }: PeopleFilter,
  after: PeopleCursor | null,
  limit: number,
): Promise<{ people: ListedPerson[]; next: PeopleCursor | null }> {
  const beyond = after
    ? Prisma.sql`(${key}, id) > (${storable(after.key)}, ${after.id}::uuid)`
    : Prisma.sql`true`;
  const blocked = blockedOnly ? Prisma.sql`blocked_at IS NOT NULL` : Prisma.sql`true`;
  const rows = await asking(
    "read people",
    ({ prisma }) =>
      prisma.$queryRaw<Row[]>`
      WITH page AS (
        SELECT *, ${key} AS key FROM person
        WHERE ${matching(text)} AND ${blocked} AND ${beyond}
        ORDER BY ${key}, id LIMIT ${limit + 1}::int
      )
      SELECT page.id, name, email, user_name AS "userName", subject, key, blocked_at AS "blockedAt",
        CASE WHEN jsonb_typeof(groups) = 'array' THEN jsonb_array_length(groups) END AS groups,
        GREATEST(confirmed_at, sessions.seen, tokens.seen) AS "seenAt",
        sessions.living::int AS sessions, tokens.living::int AS tokens
      FROM page,
        LATERAL (
          SELECT count(*) FILTER (WHERE expires_at > now()) AS living, max(last_seen_at) AS seen
          FROM session WHERE person_id = page.id
        ) AS sessions,
        LATERAL (
          SELECT count(*) FILTER (WHERE revoked_at IS NULL AND expires_at > now()) AS living, max(last_used_at) AS seen
          FROM access_token WHERE person_id = page.id
        ) AS tokens
      ORDER BY key, page.id`,
  );
  const people = rows.slice(0, limit).map(({ key: _, seenAt, blockedAt, ...person }) => ({
    ...person,
    seenAt: seenAt.toISOString(),
    blockedAt: blockedAt?.toISOString() ?? null,
  }));
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { people, next: last ? { key: last.key, id: last.id } : null };
}

/** What of a person is alive here. Nothing secret is in it. */
export type Here = {
  sessions: { createdAt: Date; lastSeenAt: Date; expiresAt: Date }[];
  /** Keys that are kept to serve machines with. */
  sealedKeys: { instance: string; accountId: string; role: string; expiresAt: Date }[];
  connections: { instance: string; expiresAt: Date; arn: string | null }[];
};

/** More than anybody reads. */
const mostOfEach = 50;

export async function hereOf(personId: string, now: Date = new Date()): Promise<Here> {
  return await asking("read what a person has", async ({ prisma }) => {
    const living = { personId, expiresAt: { gt: now } };
    const [sessions, sealedKeys, connections] = await Promise.all([
      prisma.session.findMany({
        where: living,
        orderBy: { lastSeenAt: "desc" },
        take: mostOfEach,
        select: { createdAt: true, lastSeenAt: true, expiresAt: true },
      }),
      prisma.sealedCredentials.findMany({
        where: { ...living, sealed: { not: null } },
        orderBy: { expiresAt: "desc" },
        take: mostOfEach,
        select: { instance: true, accountId: true, role: true, expiresAt: true },
      }),
      prisma.connection.findMany({
        where: { ...living, sealed: { not: null } },
        orderBy: { instance: "asc" },
        select: { instance: true, expiresAt: true, arn: true },
      }),
    ]);
    const until = <R extends { expiresAt: Date | null }>(rows: R[]) =>
      rows.flatMap(({ expiresAt, ...row }) => (expiresAt ? [{ ...row, expiresAt }] : []));
    return { sessions, sealedKeys: until(sealedKeys), connections: until(connections) };
  });
}
