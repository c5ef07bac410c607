/** When a person's list of one instance was last read, and whose turn it is to read it: one reader over all replicas. */

import "server-only";
import { randomUUID } from "node:crypto";
import { asking } from "./database";
import { leaseEnded } from "./leases";

export type RefreshState = {
  /** When AWS last told the list of accounts. Null: never. */
  accountsAt: Date | null;
  /** When somebody last asked for everything to be read again. */
  askedAt: Date | null;
  /** When assignments last seeded it. */
  assignedAt: Date | null;
  /** Whether somebody reads it now. */
  isLeased: boolean;
};

export type RefreshLease = { personId: string; instance: string; holder: string };

/** Null where nobody has begun to read it yet. */
export async function refreshState(personId: string, instance: string): Promise<RefreshState | null> {
  const [row] = await asking(
    "read refresh",
    ({ prisma }) =>
      prisma.$queryRaw<RefreshState[]>`
      SELECT accounts_at AS "accountsAt", asked_at AS "askedAt", assigned_at AS "assignedAt",
        coalesce(lease_until >= now(), false) AS "isLeased"
      FROM inventory_refresh WHERE person_id = ${personId}::uuid AND instance = ${instance}`,
  );
  return row ?? null;
}

/** Null while another reads. */
export async function leaseRefresh(
  personId: string,
  instance: string,
  seconds: number,
): Promise<RefreshLease | null> {
  const holder = randomUUID();
  const count = await asking(
    "lease refresh",
    ({ prisma }) =>
      prisma.$executeRaw`
      INSERT INTO inventory_refresh AS list (person_id, instance, lease_holder, lease_until)
      VALUES (${personId}::uuid, ${instance}, ${holder}::uuid, now() + make_interval(secs => ${seconds}))
      ON CONFLICT (person_id, instance) DO UPDATE
      SET lease_holder = EXCLUDED.lease_holder, lease_until = EXCLUDED.lease_until
      WHERE list.lease_until IS NULL OR list.lease_until < now()`,
  );
  return count === 1 ? { personId, instance, holder } : null;
}

/** Holds it for so many seconds from now. False where another took it since: that one reads now. */
export async function renewRefreshLease(lease: RefreshLease, seconds: number): Promise<boolean> {
  const count = await asking(
    "renew refresh lease",
    ({ prisma }) =>
      prisma.$executeRaw`
      UPDATE inventory_refresh SET lease_until = now() + make_interval(secs => ${seconds})
      WHERE person_id = ${lease.personId}::uuid AND instance = ${lease.instance}
        AND lease_holder = ${lease.holder}::uuid`,
  );
  return count === 1;
}

/** Gives the lease back. Harmless where it is no longer ours. */
export async function releaseRefresh(lease: RefreshLease): Promise<void> {
  const { personId, instance, holder } = lease;
  await asking("release refresh", ({ prisma }) =>
    prisma.inventoryRefresh.updateMany({
      where: { personId, instance, leaseHolder: holder },
      data: leaseEnded,
    }),
  );
}
