/** The accounts of everybody's lists, each once, for whoever searches the record by an account's name. */

import "server-only";
import type { Account } from "@/lib/core/account";
import { asking } from "./database";

/**
 * By account id. Walks from one account to the next by their index: thousands of people have the same few hundred accounts, and
 * reading all of their rows would take seconds.
 */
export async function knownAccounts(instance: string): Promise<Account[]> {
  return await asking(
    "read known accounts",
    ({ prisma }) => prisma.$queryRaw<Account[]>`
      WITH RECURSIVE known AS (
        (SELECT account_id FROM inventory_account WHERE instance = ${instance} ORDER BY account_id LIMIT 1)
        UNION ALL
        SELECT (
          SELECT account_id FROM inventory_account
          WHERE instance = ${instance} AND account_id > known.account_id ORDER BY account_id LIMIT 1
        ) FROM known WHERE known.account_id IS NOT NULL
      )
      SELECT account.account_id AS "accountId", account.name, account.email FROM known, LATERAL (
        SELECT account_id, name, email FROM inventory_account
        WHERE instance = ${instance} AND account_id = known.account_id LIMIT 1
      ) AS account`,
  );
}
