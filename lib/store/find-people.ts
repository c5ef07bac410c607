/** People by a part of what they are called, for whoever searches the record. */

import "server-only";
import { asking } from "./database";
import { storable } from "./storable";

/** Their ids, at most `limit`. What was typed is text and no pattern; upper and lower case are alike. */
export async function peopleCalled(part: string, limit: number): Promise<string[]> {
  const pattern = `%${storable(part).replaceAll(/[\\%_]/g, "\\$&")}%`;
  const found = await asking(
    "find people",
    ({ prisma }) => prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM person
      WHERE name ILIKE ${pattern} OR email ILIKE ${pattern} OR user_name ILIKE ${pattern}
      LIMIT ${limit}::int`,
  );
  return found.map(({ id }) => id);
}
