/** Access tokens for machines. A token is in its machine and nowhere else: the table has its hash. */

import "server-only";
import { z } from "zod";
import type { MadeBy, Scope } from "@/lib/core/access-token";
import { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import { asking } from "./database";
import { Prisma } from "./generated/client";
import { hashed } from "./hashed";
import { personOf } from "./people";
import { storable } from "./storable";
import { fingerprintOfHash, tokenFingerprint } from "./token-fingerprint";

/** Where something came from. */
export type Origin = { address: string; client: string };

export type NewToken = {
  id: string;
  personId: string;
  name: string;
  grants: Scope;
  networks: readonly string[];
  /** Whether the provider is asked about the person every hour. */
  hourly: boolean;
  madeBy: MadeBy;
  made: Origin;
  createdAt: Date;
  expiresAt: Date;
};

/** What a request needs to know of the token it brings. */
export type TokenInUse = Pick<NewToken, "id" | "name" | "grants" | "networks" | "hourly" | "expiresAt"> & {
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  person: Person;
  /** When the provider last said who the person is. */
  confirmedAt: Date;
  /** What the record names it by. */
  fingerprint: string;
  /** Whether the person is shut out. */
  isBlocked: boolean;
};

const Scopes = z.array(Grant).nullable();

/**
 * `text` is what the machine will send: only its hash is kept. False, and nothing kept, where the person has no session any more: who
 * signs out everywhere waits for this statement, or this one for them, so that no token slips in between sessions and tokens.
 */
export async function saveAccessToken(text: string, token: NewToken): Promise<boolean> {
  const { id, personId, grants, hourly, madeBy, made, createdAt, expiresAt } = token;
  const scope = grants === null ? null : JSON.stringify(grants);
  const count = await asking(
    "save access token",
    ({ prisma }) =>
      prisma.$executeRaw`
      WITH signed_in AS (
        SELECT 1 FROM session JOIN person ON person.id = person_id
        WHERE person_id = ${personId}::uuid AND blocked_at IS NULL LIMIT 1 FOR SHARE OF session
      )
      INSERT INTO access_token (id, hash, person_id, name, grants, networks, hourly, made_by, made_address, made_client,
        created_at, expires_at)
      SELECT ${id}::uuid, ${hashed(text)}, ${personId}::uuid, ${storable(token.name)}, ${scope}::jsonb,
        ${[...token.networks]}::text[], ${hourly}, ${madeBy}, ${made.address}, ${storable(made.client)},
        ${createdAt}::timestamptz, ${expiresAt}::timestamptz
      FROM signed_in`,
  );
  return count === 1;
}

type Row = Omit<TokenInUse, "grants" | "person" | "fingerprint"> &
  Omit<Person, "id" | "name" | "groups"> & {
    scope: Prisma.JsonValue;
    personId: string;
    personName: string | null;
    groups: Prisma.JsonValue;
  };

function inUse({ scope, personId, personName, groups, ...row }: Row, fingerprint: string): TokenInUse {
  const { issuer, subject, email, emailVerified, userName, ...token } = row;
  const person = { id: personId, name: personName, groups, issuer, subject, email, emailVerified, userName };
  return { ...token, fingerprint, grants: Scopes.parse(scope), person: personOf(person) };
}

/** The token of that text and its person, in one look. Also one that has ended: what that means is its caller's to say. */
export async function accessTokenOf(text: string): Promise<TokenInUse | null> {
  const [row] = await asking(
    "read access token",
    ({ prisma }) =>
      prisma.$queryRaw<Row[]>`
      SELECT token.id, token.name, token.grants AS scope, token.networks, token.hourly,
        token.expires_at AS "expiresAt", token.revoked_at AS "revokedAt", token.last_used_at AS "lastUsedAt",
        person.confirmed_at AS "confirmedAt", person.blocked_at IS NOT NULL AS "isBlocked", person.id AS "personId", person.issuer, person.subject,
        person.name AS "personName", person.email, person.email_verified AS "emailVerified",
        person.user_name AS "userName", person.groups
      FROM access_token AS token JOIN person ON person.id = token.person_id
      WHERE token.hash = ${hashed(text)}`,
  );
  return row ? inUse(row, tokenFingerprint(text)) : null;
}

export async function noteTokenUse(id: string, at: Date, { address, client }: Origin): Promise<void> {
  await asking("note token use", ({ prisma }) =>
    prisma.accessToken.updateMany({
      where: { id },
      data: { lastUsedAt: at, lastUsedAddress: address, lastUsedClient: storable(client) },
    }),
  );
}

function living(now: Date) {
  return { revokedAt: null, expiresAt: { gt: now } } as const;
}

export async function countLivingTokens(personId: string, now: Date = new Date()): Promise<number> {
  return await asking("count access tokens", ({ prisma }) =>
    prisma.accessToken.count({ where: { personId, ...living(now) } }),
  );
}

type Revoked = { name: string; fingerprint: string };

/** Ends a person's living tokens, or one of them. Answers those that it ended: what was over before is not among them. */
export async function revokeAccessTokens(
  personId: string,
  why: string,
  { id }: { id?: string } = {},
): Promise<Revoked[]> {
  const one = id === undefined ? Prisma.sql`true` : Prisma.sql`id = ${id}::uuid`;
  const ended = await asking(
    "revoke access tokens",
    ({ prisma }) =>
      prisma.$queryRaw<{ name: string; hash: Uint8Array }[]>`
      UPDATE access_token SET revoked_at = now(), revoked_why = ${why}
      WHERE person_id = ${personId}::uuid AND ${one} AND revoked_at IS NULL AND expires_at > now()
      RETURNING name, hash`,
  );
  return ended.map(({ name, hash }) => ({ name, fingerprint: fingerprintOfHash(hash) }));
}

/** Those that ended before that time, whichever way. Answers how many. */
export async function forgetAccessTokens(before: Date): Promise<number> {
  const { count } = await asking("forget access tokens", ({ prisma }) =>
    prisma.accessToken.deleteMany({
      where: { OR: [{ expiresAt: { lt: before } }, { revokedAt: { lt: before } }] },
    }),
  );
  return count;
}
