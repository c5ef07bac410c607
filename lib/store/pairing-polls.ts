/** The machine's side of a pairing: asking how it stands, no oftener than it was told, and fetching what was approved, once. */

import "server-only";
import type { Person } from "@/lib/core/person";
import { asking } from "./database";
import { hashed } from "./hashed";
import { personColumns, personOf } from "./people";

export type Polled = {
  id: string;
  machine: string;
  state: "open" | "claimed" | "approved" | "denied";
  /** It asked before it was time, and has to wait longer from now on. */
  isEarly: boolean;
};

/** RFC 8628, 3.5: five seconds more each time. Whoever never waits is soon kept for a minute. */
const moreSeconds = 5;
const mostSeconds = 60;

/** Null for a code that is no pairing's, whose time is over, or whose token was fetched. */
export async function pollPairing(deviceCode: string): Promise<Polled | null> {
  const hash = hashed(deviceCode);
  const [polled] = await asking(
    "poll pairing",
    ({ prisma }) => prisma.$queryRaw<Polled[]>`
      UPDATE pairing SET interval_seconds = before.seconds,
        next_poll_at = now() + make_interval(secs => before.seconds)
      FROM (
        SELECT id, next_poll_at > now() AS early, CASE WHEN next_poll_at > now()
          THEN LEAST(interval_seconds + ${moreSeconds}::int, ${mostSeconds}::int) ELSE interval_seconds END AS seconds
        FROM pairing WHERE device_hash = ${hash} AND expires_at > now() AND state <> 'taken' FOR UPDATE
      ) AS before
      WHERE pairing.id = before.id
      RETURNING pairing.id, pairing.machine, pairing.state, before.early AS "isEarly"`,
  );
  return polled ?? null;
}

export type Taken = { person: Person; wanted: unknown };

/**
 * What was approved, for the one caller who takes it, if the session that it was approved in still lives: it is there, was begun
 * after `begunAfter` and used after `usedAfter`. Null for everybody else, and for ever after.
 */
export async function takePairing(
  id: string,
  { begunAfter, usedAfter }: { begunAfter: Date; usedAfter: Date },
): Promise<Taken | null> {
  const [row] = await asking(
    "take pairing",
    ({ prisma }) => prisma.$queryRaw<{ personId: string; wanted: unknown }[]>`
      UPDATE pairing SET state = 'taken' FROM session JOIN person ON person.id = session.person_id
      WHERE pairing.id = ${id}::uuid AND pairing.state = 'approved' AND pairing.expires_at > now()
        AND session.id_hash = pairing.session_hash AND session.person_id = pairing.person_id
        AND session.expires_at > now() AND session.created_at > ${begunAfter}::timestamptz
        AND session.last_seen_at > ${usedAfter}::timestamptz AND person.blocked_at IS NULL
      RETURNING pairing.person_id AS "personId", pairing.wanted`,
  );
  if (!row) return null;
  const person = await asking("read person", ({ prisma }) =>
    prisma.person.findUnique({ where: { id: row.personId }, select: personColumns }),
  );
  return person && { person: personOf(person), wanted: row.wanted };
}

/** After `takePairing` gave nothing: whether it is this call that ends what can never be taken. Answers whose it was. */
export async function dropApproval(id: string): Promise<Person | null> {
  const [row] = await asking(
    "drop approval",
    ({ prisma }) => prisma.$queryRaw<{ personId: string }[]>`
      UPDATE pairing SET state = 'denied' WHERE id = ${id}::uuid AND state = 'approved'
      RETURNING person_id AS "personId"`,
  );
  if (!row) return null;
  const person = await asking("read person", ({ prisma }) =>
    prisma.person.findUnique({ where: { id: row.personId }, select: personColumns }),
  );
  return person && personOf(person);
}
