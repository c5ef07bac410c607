/** What those in the charts are called: counts know them by their ids. */

import "server-only";
import type { Account } from "@/lib/core/account";
import { asking } from "./database";

export type NamedPerson = { id: string; name: string | null; email: string | null };

/** Somebody who was deleted is left out. */
export async function peopleOf(ids: readonly string[]): Promise<NamedPerson[]> {
  return await asking("read people's names", ({ prisma }) =>
    prisma.person.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, name: true, email: true },
    }),
  );
}

/** What the record last called them, in the order given. */
export async function accountsLastCalled(ids: readonly string[]): Promise<Account[]> {
  return await asking(
    "read accounts' names",
    ({ prisma }) => prisma.$queryRaw<Account[]>`
      SELECT wanted.id AS "accountId", NULL AS email, (
        SELECT account_name FROM audit_event
        WHERE account_id = wanted.id AND account_name IS NOT NULL ORDER BY seq DESC LIMIT 1
      ) AS name
      FROM unnest(${[...ids]}::text[]) WITH ORDINALITY AS wanted (id, place) ORDER BY place`,
  );
}
