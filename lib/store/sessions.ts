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
    query<SessionRow>(sessionWithPerson, [hashed(id)]),
  );
  if (!row) return null;
  const { createdAt, lastSeenAt, expiresAt, ...person } = row;
  return { person: personOf(person), createdAt, lastSeenAt, expiresAt };
}

export async function touchSession(id: string, at: Date): Promise<void> {
  await asking("touch session", ({ prisma }) =>
    prisma.session.updateMany({ where: { idHash: hashed(id) }, data: { lastSeenAt: at } }),
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
