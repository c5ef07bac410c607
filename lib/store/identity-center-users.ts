/** By which id each instance's Identity Center knows a person, as AWS itself told it when the person was connected. */

import "server-only";
import { asking } from "./database";

/** What AWS told last counts: whoever is made anew there has another id. */
export async function keepUserId(personId: string, instance: string, userId: string): Promise<void> {
  await asking(
    "keep user id",
    ({ prisma }) =>
      prisma.$executeRaw`
      INSERT INTO identity_center_user AS kept (person_id, instance, user_id)
      VALUES (${personId}::uuid, ${instance}, ${userId})
      ON CONFLICT (person_id, instance) DO UPDATE SET user_id = EXCLUDED.user_id
      WHERE kept.user_id <> EXCLUDED.user_id`,
  );
}

/** Null where AWS never told. */
export async function keptUserId(personId: string, instance: string): Promise<string | null> {
  const row = await asking("read user id", ({ prisma }) =>
    prisma.identityCenterUser.findUnique({
      where: { personId_instance: { personId, instance } },
      select: { userId: true },
    }),
  );
  return row?.userId ?? null;
}
