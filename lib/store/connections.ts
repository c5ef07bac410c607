/** People's Identity Center tokens: one sealed row for each person and instance. */

import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { asking } from "./database";
import { type Lease, leaseEnded } from "./leases";
import { seal, unseal } from "./seal";
import { storable } from "./storable";
import { welcome } from "./welcome";

export type Connection = {
  accessToken: string;
  refreshToken: string | null;
  /** The device registration that the refresh token belongs to; null with a trusted issuer. */
  clientId: string | null;
  expiresAt: Date;
  /** Who AWS said this is, once it was asked. */
  arn: string | null;
};

const Sealed = z.object({
  accessToken: z.string(),
  refreshToken: z.string().nullable(),
  // Rows from before there were registrations say nothing of one.
  clientId: z.string().nullable().default(null),
});

function sealedFor(person: string, instance: string) {
  return { person, purpose: `connection to ${instance}` };
}

/** What is sealed in a row. Throws `unexpected` where it does not open: it was sealed with another secret, or was tampered with. */
export function openedConnection(
  sealed: string,
  personId: string,
  instance: string,
): Pick<Connection, "accessToken" | "refreshToken" | "clientId"> {
  return Sealed.parse(JSON.parse(unseal(sealed, sealedFor(personId, instance))));
}

/** Throws `unexpected` where the row does not open. */
export async function connectionOf(
  personId: string,
  instance: string,
): Promise<(Connection & { version: number }) | null> {
  const row = await asking("read connection", ({ prisma }) =>
    prisma.connection.findUnique({
      where: { personId_instance: { personId, instance } },
      select: { sealed: true, expiresAt: true, arn: true, version: true },
    }),
  );
  if (!row?.sealed || !row.expiresAt) return null;
  const opened = openedConnection(row.sealed, personId, instance);
  return { ...opened, expiresAt: row.expiresAt, arn: row.arn, version: row.version };
}

/** Null while another holds it. Works where there is no connection yet: making the first is leased as well. */
export async function leaseConnection(
  personId: string,
  instance: string,
  seconds: number,
): Promise<Lease | null> {
  const holder = randomUUID();
  const [row] = await asking(
    "lease connection",
    ({ prisma }) =>
      prisma.$queryRaw<{ version: number }[]>`
      INSERT INTO connection (person_id, instance, lease_holder, lease_until)
      VALUES (${personId}::uuid, ${instance}, ${holder}::uuid, now() + make_interval(secs => ${seconds}))
      ON CONFLICT (person_id, instance) DO UPDATE
      SET lease_holder = EXCLUDED.lease_holder, lease_until = EXCLUDED.lease_until
      WHERE connection.lease_until IS NULL OR connection.lease_until < now()
      RETURNING version`,
  );
  return row ? { personId, instance, holder, version: row.version } : null;
}

function held({ personId, instance, holder }: Lease) {
  return { personId, instance: instance ?? "", leaseHolder: holder };
}

/** Stores the new token and ends the lease. False where the connection was dropped or leased by another since, or the person is blocked. */
export async function saveConnection(lease: Lease, connection: Connection): Promise<boolean> {
  const { accessToken, refreshToken, clientId, expiresAt, arn } = connection;
  const { personId, instance, holder, version } = lease;
  const text = JSON.stringify({ accessToken, refreshToken, clientId });
  const sealed = seal(text, sealedFor(personId, instance ?? ""));
  const count = await asking(
    "save connection",
    ({ prisma }) =>
      prisma.$executeRaw`
      WITH welcome AS (${welcome(personId)})
      UPDATE connection SET sealed = ${sealed}, expires_at = ${expiresAt}::timestamptz, arn = ${arn && storable(arn)},
        version = version + 1, lease_holder = NULL, lease_until = NULL
      FROM welcome
      WHERE person_id = welcome.id AND instance = ${instance} AND lease_holder = ${holder}::uuid AND version = ${version}::int`,
  );
  return count === 1;
}

/** Keeps who AWS said this is. */
export async function confirmConnection(personId: string, instance: string, arn: string): Promise<void> {
  await asking("confirm connection", ({ prisma }) =>
    prisma.connection.updateMany({ where: { personId, instance }, data: { arn: storable(arn) } }),
  );
}

/** Gives the lease back with nothing stored. Harmless where it is no longer ours. */
export async function releaseConnection(lease: Lease): Promise<void> {
  await asking("release connection", ({ prisma }) =>
    prisma.connection.updateMany({ where: held(lease), data: leaseEnded }),
  );
}

/** Forgets the token, and with the row every lease on it: a renewal under way stores nothing. */
export async function dropConnection(personId: string, instance: string): Promise<void> {
  await asking("drop connection", ({ prisma }) =>
    prisma.connection.deleteMany({ where: { personId, instance } }),
  );
}

/**
 * People with a connection to one of these instances which nobody uses any more: neither a session nor an access token of
 * theirs is left. Whoever is signing in right now was confirmed a moment ago, and is none of them.
 */
export async function peopleGone(instances: readonly string[], limit: number): Promise<string[]> {
  const rows = await asking(
    "read people who are gone",
    ({ prisma }) =>
      prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM person
      WHERE confirmed_at < now() - interval '5 minutes'
        AND EXISTS (SELECT FROM connection WHERE person_id = person.id AND instance = ANY (${[...instances]}))
        AND NOT EXISTS (SELECT FROM session WHERE person_id = person.id AND expires_at > now())
        AND NOT EXISTS (
          SELECT FROM access_token AS token
          WHERE token.person_id = person.id AND revoked_at IS NULL AND token.expires_at > now()
        )
      LIMIT ${limit}::int`,
  );
  return rows.map(({ id }) => id);
}
