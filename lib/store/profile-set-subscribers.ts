/** Which machines have fetched a set, and which version of it last. */

import "server-only";
import { asking } from "./database";
import { storable } from "./storable";

export type Subscriber = {
  personName: string | null;
  tokenName: string;
  /** What it called itself. */
  client: string;
  version: number;
  fetchedAt: Date;
  /** Whether its token is over. */
  ended: boolean;
};

export async function noteSubscriber(
  setId: string,
  tokenId: string,
  { version, client }: { version: number; client: string },
): Promise<void> {
  await asking(
    "note subscriber",
    ({ prisma }) =>
      prisma.$executeRaw`
      INSERT INTO profile_set_subscriber (set_id, token_id, version, client, fetched_at)
      SELECT ${setId}, ${tokenId}::uuid, ${version}::int, ${storable(client)}, now()
      WHERE EXISTS (SELECT FROM profile_set WHERE id = ${setId})
        AND EXISTS (SELECT FROM access_token WHERE id = ${tokenId}::uuid)
      ON CONFLICT (set_id, token_id) DO UPDATE SET
        version = EXCLUDED.version, client = EXCLUDED.client, fetched_at = EXCLUDED.fetched_at`,
  );
}

/** The latest first. */
export async function subscribersOf(setId: string, limit: number): Promise<Subscriber[]> {
  return await asking(
    "read subscribers",
    ({ prisma }) =>
      prisma.$queryRaw<Subscriber[]>`
      SELECT coalesce(person.name, person.email) AS "personName", token.name AS "tokenName",
        fetched.client, fetched.version, fetched.fetched_at AS "fetchedAt",
        (token.revoked_at IS NOT NULL OR token.expires_at <= now()) AS ended
      FROM profile_set_subscriber AS fetched
        JOIN access_token AS token ON token.id = fetched.token_id JOIN person ON person.id = token.person_id
      WHERE fetched.set_id = ${setId} ORDER BY fetched.fetched_at DESC LIMIT ${limit}::int`,
  );
}
