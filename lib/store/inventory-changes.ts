/** Roles that a person gained and lost between two readings of their list. Whoever keeps the list notes them. */

import "server-only";
import type { AccessChange } from "@/lib/core/access";
import { asking } from "./database";

/** Newest first, over all instances. */
export async function changesOf(
  personId: string,
  { since, limit }: { since: Date; limit: number },
): Promise<AccessChange[]> {
  const rows = await asking("read changes", ({ prisma }) =>
    prisma.inventoryChange.findMany({
      where: { personId, at: { gte: since } },
      orderBy: [{ at: "desc" }, { accountId: "asc" }, { role: "asc" }],
      take: limit,
      select: { instance: true, accountId: true, accountName: true, role: true, gained: true, at: true },
    }),
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
