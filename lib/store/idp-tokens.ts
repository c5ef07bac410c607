/** What the identity provider gave a person at sign-in: one sealed row each. */

import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { asking } from "./database";
import { type Lease, leaseEnded } from "./leases";
import { seal, unseal } from "./seal";
import { welcome } from "./welcome";

export type IdpTokens = { idToken: string; refreshToken: string | null; expiresAt: Date };

const Sealed = z.object({ idToken: z.string(), refreshToken: z.string().nullable() });

function sealedTokens(personId: string, { idToken, refreshToken }: IdpTokens): string {
  return seal(JSON.stringify({ idToken, refreshToken }), { person: personId, purpose: "idp-tokens" });
}

/**
 * At sign-in. Whatever renewal is under way comes too late: it began with older tokens. False, and nothing kept, where the person is
 * blocked.
 */
export async function saveIdpTokens(personId: string, tokens: IdpTokens): Promise<boolean> {
  const { expiresAt } = tokens;
  const count = await asking(
    "save provider tokens",
    ({ prisma }) =>
      prisma.$executeRaw`
      WITH welcome AS (${welcome(personId)})
      INSERT INTO idp_token AS kept (person_id, sealed, expires_at)
      SELECT id, ${sealedTokens(personId, tokens)}, ${expiresAt}::timestamptz FROM welcome
      ON CONFLICT (person_id) DO UPDATE
      SET sealed = EXCLUDED.sealed, expires_at = EXCLUDED.expires_at, version = kept.version + 1,
        lease_holder = NULL, lease_until = NULL`,
  );
  return count === 1;
}

/** Throws `unexpected` where the row does not open: it was sealed with another secret, or was tampered with. */
export async function idpTokensOf(personId: string): Promise<(IdpTokens & { version: number }) | null> {
  const row = await asking("read provider tokens", ({ prisma }) =>
    prisma.idpToken.findUnique({
      where: { personId },
      select: { sealed: true, expiresAt: true, version: true },
    }),
  );
  if (!row) return null;
  const opened = unseal(row.sealed, { person: personId, purpose: "idp-tokens" });
  return { ...Sealed.parse(JSON.parse(opened)), expiresAt: row.expiresAt, version: row.version };
}

/** Null while another holds it, and where there is nothing to renew. */
export async function leaseIdpTokens(personId: string, seconds: number): Promise<Lease | null> {
  const holder = randomUUID();
  const [row] = await asking(
    "lease provider tokens",
    ({ prisma }) =>
      prisma.$queryRaw<{ version: number }[]>`
      UPDATE idp_token
      SET lease_holder = ${holder}::uuid, lease_until = now() + make_interval(secs => ${seconds})
      WHERE person_id = ${personId}::uuid AND (lease_until IS NULL OR lease_until < now())
      RETURNING version`,
  );
  return row ? { personId, instance: null, holder, version: row.version } : null;
}

/** Stores the new tokens and ends the lease. False where somebody else has stored or leased since. */
export async function renewIdpTokens(lease: Lease, tokens: IdpTokens): Promise<boolean> {
  const { personId, holder, version } = lease;
  const { count } = await asking("renew provider tokens", ({ prisma }) =>
    prisma.idpToken.updateMany({
      where: { personId, leaseHolder: holder, version },
      data: {
        sealed: sealedTokens(personId, tokens),
        expiresAt: tokens.expiresAt,
        version: { increment: 1 },
        ...leaseEnded,
      },
    }),
  );
  return count === 1;
}

/** Gives the lease back with nothing stored. Harmless where it is no longer ours. */
export async function releaseIdpTokens({ personId, holder }: Lease): Promise<void> {
  await asking("release provider tokens", ({ prisma }) =>
    prisma.idpToken.updateMany({ where: { personId, leaseHolder: holder }, data: leaseEnded }),
  );
}

export async function dropIdpTokens(personId: string): Promise<void> {
  await asking("drop provider tokens", ({ prisma }) => prisma.idpToken.deleteMany({ where: { personId } }));
}
