/** Signed-in sessions. A session's id is in the person's cookie and nowhere else: the table has its hash. */

import "server-only";
import type { Person } from "@/lib/core/person";
import { asking } from "./database";
import { hashed } from "./hashed";
import { type PersonRow, personOf } from "./people";
import { welcome } from "./welcome";

export type Session = { person: Person; createdAt: Date; lastSeenAt: Date; expiresAt: Date };

/** False, and no session made, where the person is blocked. */
export async function createSession(session: {
  id: string;
  personId: string;
  expiresAt: Date;
}): Promise<boolean> {
  const { id, personId, expiresAt } = session;
  const now = new Date();
  const count = await asking(
    "create session",
    ({ prisma }) =>
      prisma.$executeRaw`
      WITH welcome AS (${welcome(personId)})
      INSERT INTO session (id_hash, person_id, created_at, last_seen_at, expires_at)
      SELECT ${hashed(id)}, welcome.id, ${now}::timestamptz, ${now}::timestamptz, ${expiresAt}::timestamptz FROM welcome`,
  );
  return count === 1;
}

/** Every request asks it. */
const sessionWithPerson = `
  SELECT session.created_at AS "createdAt", session.last_seen_at AS "lastSeenAt", session.expires_at AS "expiresAt",
    person.id, issuer, subject, name, email, email_verified AS "emailVerified", user_name AS "userName", groups
  FROM session JOIN person ON person.id = session.person_id
  WHERE session.id_hash = $1 AND person.blocked_at IS NULL`;

type SessionRow = PersonRow & { createdAt: Date; lastSeenAt: Date; expiresAt: Date };

/**
 * The session of that id, whether or not its time is over: how long one lasts is decided by whoever asks. None of a person who is
 * blocked, whatever is left of it. In one statement.
 */
export async function sessionOf(id: string): Promise<Session | null> {
  const [row] = await asking("read session", ({ query }) =>
    query<SessionRow>(sessionWithPerson, [hashed(id)], "session"),
  );
  if (!row) return null;
  const { createdAt, lastSeenAt, expiresAt, ...person } = row;
  return { person: personOf(person), createdAt, lastSeenAt, expiresAt };
}

function hex(id: string): string {
  return Buffer.from(hashed(id)).toString("hex");
}

/** Of these sessions those that live at that time, and whose person is not blocked. In one statement, however many they are. */
export async function livingSessions(ids: readonly string[], at: Date): Promise<Set<string>> {
  const byHash = new Map(ids.map((id) => [hex(id), id]));
  const rows = await asking("look for sessions", ({ query }) =>
    query<{ hash: string }>(
      `SELECT asked.hash FROM unnest($1::text[]) AS asked(hash)
       JOIN session ON session.id_hash = decode(asked.hash, 'hex') JOIN person ON person.id = session.person_id
       WHERE session.expires_at > $2::timestamptz AND person.blocked_at IS NULL`,
      [[...byHash.keys()], at],
    ),
  );
  return new Set(rows.flatMap(({ hash }) => byHash.get(hash) ?? []));
}

/** Notes that these sessions were in use at that time. One that another process is writing to is left to that one. */
export async function touchSessions(ids: readonly string[], at: Date): Promise<void> {
  await asking("touch sessions", ({ query }) =>
    query(
      `WITH used AS (
         SELECT id_hash FROM session
         WHERE id_hash IN (SELECT decode(hash, 'hex') FROM unnest($1::text[]) AS asked(hash))
         FOR NO KEY UPDATE SKIP LOCKED
       )
       UPDATE session SET last_seen_at = $2::timestamptz FROM used WHERE session.id_hash = used.id_hash`,
      [ids.map(hex), at],
    ),
  );
}

export async function deleteSession(id: string): Promise<void> {
  await asking("delete session", ({ prisma }) =>
    prisma.session.deleteMany({ where: { idHash: hashed(id) } }),
  );
}

export async function deleteSessionsOf(personId: string): Promise<void> {
  await asking("delete a person's sessions", ({ prisma }) =>
    prisma.session.deleteMany({ where: { personId } }),
  );
}

/** Whether the person has a session whose time is not over. One that was not used for long counts until it is forgotten. */
export async function hasLivingSession(personId: string): Promise<boolean> {
  const row = await asking("look for a session", ({ prisma }) =>
    prisma.session.findFirst({
      where: { personId, expiresAt: { gt: new Date() } },
      select: { personId: true },
    }),
  );
  return row !== null;
}

/** Deletes what expired before the one time or was last used before the other. Answers how many. */
export async function deleteSessionsBefore(times: { expiredAt: Date; idleSince: Date }): Promise<number> {
  const { count } = await asking("delete old sessions", ({ prisma }) =>
    prisma.session.deleteMany({
      where: { OR: [{ expiresAt: { lt: times.expiredAt } }, { lastSeenAt: { lt: times.idleSince } }] },
    }),
  );
  return count;
}
