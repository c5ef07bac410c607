/**
 * Keys that machines may be handed again: one sealed row for each person and grant, written by whoever holds its lease. All
 * times are compared by the database's clock, which all replicas share.
 */

import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Credentials } from "@/lib/core/credentials";
import type { Grant } from "@/lib/core/grant";
import { asking } from "./database";
import { leaseEnded } from "./leases";
import { seal, unseal } from "./seal";
import { welcome } from "./welcome";

export type CredentialsLease = { personId: string; grant: Grant; holder: string };

/** How good keys must be to be handed out again. Minutes. */
export type Reusable = { confirmedWithin: number; leastLeft: number };

/** Their end too: a row that says a later one hands out nothing later. */
const Sealed = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
  expiresAt: z.coerce.date(),
});

function sealedFor(person: string, { instance, accountId, role }: Grant) {
  return { person, purpose: `credentials of ${role} in ${accountId} of ${instance}` };
}

/** `accountName`: what AWS calls the account, for the record of the next hand-out. */
export type KeptCredentials = { credentials: Credentials; accountName: string | null };

/** Null where there are none as good as that. Throws `unexpected` where the row does not open. */
export async function reusableCredentials(
  personId: string,
  grant: Grant,
  { confirmedWithin, leastLeft }: Reusable,
): Promise<KeptCredentials | null> {
  const { instance, accountId, role } = grant;
  const [row] = await asking(
    "read sealed credentials",
    ({ prisma }) =>
      prisma.$queryRaw<{ sealed: string; name: string | null }[]>`
      SELECT sealed, name
      FROM sealed_credentials LEFT JOIN inventory_account USING (person_id, instance, account_id)
      WHERE person_id = ${personId}::uuid AND instance = ${instance} AND account_id = ${accountId} AND role = ${role}
        AND sealed IS NOT NULL
        AND confirmed_at > now() - make_interval(mins => ${confirmedWithin}::int)
        AND expires_at >= now() + make_interval(mins => ${leastLeft}::int)`,
  );
  if (!row) return null;
  const credentials = Sealed.parse(JSON.parse(unseal(row.sealed, sealedFor(personId, grant))));
  return { credentials, accountName: row.name };
}

/** Null while another holds it. Works where there is no row yet. */
export async function leaseCredentials(
  personId: string,
  grant: Grant,
  seconds: number,
): Promise<CredentialsLease | null> {
  const { instance, accountId, role } = grant;
  const holder = randomUUID();
  const count = await asking(
    "lease credentials",
    ({ prisma }) =>
      prisma.$executeRaw`
      INSERT INTO sealed_credentials AS kept (person_id, instance, account_id, role, lease_holder, lease_until)
      VALUES (${personId}::uuid, ${instance}, ${accountId}, ${role}, ${holder}::uuid,
        now() + make_interval(secs => ${seconds}))
      ON CONFLICT (person_id, instance, account_id, role) DO UPDATE
      SET lease_holder = EXCLUDED.lease_holder, lease_until = EXCLUDED.lease_until
      WHERE kept.lease_until IS NULL OR kept.lease_until < now()`,
  );
  return count === 1 ? { personId, grant, holder } : null;
}

function held({ personId, grant, holder }: CredentialsLease) {
  return { personId, ...grant, leaseHolder: holder };
}

/** Keeps what AWS has just given, and ends the lease. False where the row was purged, leased by another, or the person blocked, meanwhile. */
export async function saveCredentials(lease: CredentialsLease, credentials: Credentials): Promise<boolean> {
  const { personId, grant, holder } = lease;
  const sealed = seal(JSON.stringify(credentials), sealedFor(personId, grant));
  const count = await asking(
    "save credentials",
    ({ prisma }) =>
      prisma.$executeRaw`
      WITH welcome AS (${welcome(personId)})
      UPDATE sealed_credentials SET sealed = ${sealed}, expires_at = ${credentials.expiresAt}::timestamptz,
        confirmed_at = now(), lease_holder = NULL, lease_until = NULL
      FROM welcome
      WHERE person_id = welcome.id AND instance = ${grant.instance} AND account_id = ${grant.accountId}
        AND role = ${grant.role} AND lease_holder = ${holder}::uuid`,
  );
  return count === 1;
}

/** Gives the lease back with nothing stored. Harmless where it is no longer ours. */
export async function releaseCredentials(lease: CredentialsLease): Promise<void> {
  await asking("release credentials", ({ prisma }) =>
    prisma.sealedCredentials.updateMany({ where: held(lease), data: leaseEnded }),
  );
}

/** Purges: all of a person's, or those of an instance, an account, one grant. What is being made meanwhile is not kept. */
export async function forgetSealedCredentials(personId: string, which: Partial<Grant> = {}): Promise<void> {
  await asking("forget credentials", ({ prisma }) =>
    prisma.sealedCredentials.deleteMany({ where: { ...which, personId } }),
  );
}

/** AWS has told an account's roles: keys of these are confirmed, keys of others purged. */
export async function confirmSealedCredentials(
  personId: string,
  instance: string,
  accountId: string,
  roles: readonly string[],
): Promise<void> {
  const told = [...roles];
  await asking(
    "confirm credentials",
    ({ prisma }) =>
      prisma.$executeRaw`
      WITH lost AS (
        DELETE FROM sealed_credentials
        WHERE person_id = ${personId}::uuid AND instance = ${instance} AND account_id = ${accountId}
          AND role <> ALL (${told}::text[])
      )
      UPDATE sealed_credentials SET confirmed_at = now()
      WHERE person_id = ${personId}::uuid AND instance = ${instance} AND account_id = ${accountId}
        AND role = ANY (${told}::text[]) AND sealed IS NOT NULL`,
  );
}

/** Forgets keys that have expired, and leases that came to nothing. */
export async function forgetExpiredCredentials(now: Date): Promise<void> {
  await asking("forget expired credentials", ({ prisma }) =>
    prisma.sealedCredentials.deleteMany({
      where: {
        AND: [
          { OR: [{ sealed: null }, { expiresAt: { lt: now } }] },
          { OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }] },
        ],
      },
    }),
  );
}
