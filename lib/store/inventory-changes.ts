/** Roles that a person gained and lost between two readings of their list. Whoever keeps the list notes them. */

import "server-only";
import type { AccessChange } from "@/lib/core/access";
import { asking } from "./database";

/** Newest first, over all instances. */
export async function changesOf(
  personId: string,
  { since, limit }: { since: Date; limit: number },
): Promise<AccessChange[]> {
  const rows = await asking("read changes", ({ query }) =>
    query<Omit<AccessChange, "at"> & { at: Date }>(
      `SELECT instance, account_id AS "accountId", account_name AS "accountName", role, gained, at FROM inventory_change
       WHERE person_id = $1::uuid AND at >= $2::timestamptz ORDER BY at DESC, account_id, role LIMIT $3`,
      [personId, since, limit],
      "changes",
    ),
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Answers how many. */
export async function forgetChanges(before: Date): Promise<number> {
  const { count } = await asking("forget changes", ({ prisma }) =>
    prisma.inventoryChange.deleteMany({ where: { at: { lt: before } } }),
  );
  return count;
}
