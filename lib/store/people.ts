/** Who signed in, as the identity provider last described them. */

import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import { asking } from "./database";
import { Prisma } from "./generated/client";
import { isStorable, storable } from "./storable";

export const personColumns = {
  id: true,
  issuer: true,
  subject: true,
  name: true,
  email: true,
  emailVerified: true,
  userName: true,
  groups: true,
} as const satisfies Prisma.PersonSelect;

const Groups = z.array(z.string()).nullable();

/** A person's columns, named as `personColumns` names them. */
export type PersonRow = Omit<Person, "groups"> & { groups: Prisma.JsonValue };

export function personOf(row: PersonRow): Person {
  return { ...row, groups: Groups.parse(row.groups) };
}

function orNull(text: string | null): string | null {
  return text === null ? null : storable(text);
}

/** An index cannot hold much more. Providers may give a subject 255 characters. */
const longestKeyBytes = 2_000;

function isKey(issuer: string, subject: string): boolean {
  return isStorable(issuer) && isStorable(subject) && Buffer.byteLength(issuer + subject) <= longestKeyBytes;
}

/**
 * Makes the person of this issuer and subject, or brings what is known of them up to date; the id stays.
 * Throws `provider-malformed` where the key itself cannot be stored: changed a little it could be somebody else's.
 */
export async function savePerson(claims: Omit<Person, "id">): Promise<Person> {
  const { issuer, subject, emailVerified, groups } = claims;
  if (!isKey(issuer, subject)) {
    throw new PortalError(
      "provider-malformed",
      "issuer or subject is too long or not a text that can be stored",
    );
  }
  const known = {
    name: orNull(claims.name),
    email: orNull(claims.email),
    emailVerified,
    userName: orNull(claims.userName),
    groups: groups === null ? Prisma.DbNull : groups.map(storable),
    updatedAt: new Date(),
    confirmedAt: new Date(),
  };
  const row = await asking("save person", ({ prisma }) =>
    prisma.person.upsert({
      where: { issuer_subject: { issuer, subject } },
      create: { id: randomUUID(), issuer, subject, ...known },
      update: known,
      select: personColumns,
    }),
  );
  return personOf(row);
}

/** A person, and when the provider last said who they are. */
export type Confirmed = { person: Person; confirmedAt: Date };

export async function confirmationOf(id: string): Promise<Confirmed | null> {
  const row = await asking("read confirmation", ({ prisma }) =>
    prisma.person.findUnique({ where: { id }, select: { ...personColumns, confirmedAt: true } }),
  );
  if (!row) return null;
  const { confirmedAt, ...person } = row;
  return { person: personOf(person), confirmedAt };
}

/**
 * People whose access tokens hang on the provider and who were last confirmed before that time, or cannot be any more since
 * it took its tokens back. Those longest unconfirmed come first; nobody who is blocked is among them.
 */
export async function peopleToConfirm(confirmedBefore: Date, limit: number): Promise<Person[]> {
  const found = await asking(
    "read people to confirm",
    ({ prisma }) =>
      prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM person
      WHERE blocked_at IS NULL
        AND EXISTS (
          SELECT FROM access_token AS token
          WHERE token.person_id = person.id AND hourly AND revoked_at IS NULL AND token.expires_at > now()
        )
        AND (confirmed_at < ${confirmedBefore}::timestamptz
          OR NOT EXISTS (SELECT FROM idp_token WHERE idp_token.person_id = person.id))
      ORDER BY confirmed_at LIMIT ${limit}::int`,
  );
  const people = await Promise.all(found.map(({ id }) => personById(id)));
  return people.filter((person) => person !== null);
}

/** Null where there is no such person, also for what is no id at all. */
export async function personById(id: string): Promise<Person | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const row = await asking("read person", ({ prisma }) =>
    prisma.person.findUnique({ where: { id }, select: personColumns }),
  );
  return row ? personOf(row) : null;
}
