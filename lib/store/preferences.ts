/** How each person wants their list: one row each. */

import "server-only";
import { Preferences } from "@/lib/core/preferences";
import { asking } from "./database";
import { storableJson } from "./json-rows";

/** Null where they have none, or such as this version cannot read. */
export async function preferencesOf(personId: string): Promise<Preferences | null> {
  const row = await asking("read preferences", ({ prisma }) =>
    prisma.preference.findUnique({ where: { personId }, select: { value: true } }),
  );
  return Preferences.safeParse(row?.value).data ?? null;
}

/** Replaces what they had. */
export async function savePreferences(personId: string, preferences: Preferences): Promise<void> {
  await asking(
    "save preferences",
    ({ prisma }) =>
      prisma.$executeRaw`
      INSERT INTO preference (person_id, value, updated_at)
      VALUES (${personId}::uuid, ${storableJson(preferences)}::jsonb, now())
      ON CONFLICT (person_id) DO UPDATE SET value = EXCLUDED.value, updated_at = EXCLUDED.updated_at`,
  );
}
