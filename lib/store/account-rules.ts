/** Administrators' rules on how accounts are called and coloured: every version that was ever saved, the highest one counts. */

import "server-only";
import { type AccountRuleSet, AccountRules } from "@/lib/core/account-rules";
import { PortalError } from "@/lib/core/portal-error";
import { asking } from "./database";
import { storableJson } from "./json-rows";
import { storable } from "./storable";

/**
 * Version 0 and no rules before the first was saved. Throws `unexpected` where they cannot be read: without them nobody would
 * be asked to confirm anything.
 */
export async function latestAccountRules(): Promise<AccountRuleSet> {
  const row = await asking("read account rules", ({ prisma }) =>
    prisma.accountRules.findFirst({ orderBy: { version: "desc" }, select: { version: true, rules: true } }),
  );
  if (!row) return { version: 0, rules: [] };
  const rules = AccountRules.safeParse(row.rules);
  if (!rules.success) {
    throw new PortalError("unexpected", `integrity: account rules ${row.version} cannot be read`);
  }
  return { version: row.version, rules: rules.data };
}

/**
 * Saves the rules that were made from `version`, and answers the new one. Null where that is not the latest: somebody else
 * saved since. `savedBy` is what the person is called.
 */
export async function saveAccountRules({
  version,
  rules,
  savedBy,
}: AccountRuleSet & { savedBy: string | null }): Promise<number | null> {
  const [saved] = await asking(
    "save account rules",
    ({ prisma }) =>
      prisma.$queryRaw<{ version: number }[]>`
      INSERT INTO account_rules (version, rules, saved_by, saved_at)
      SELECT ${version}::int + 1, ${storableJson(rules)}::jsonb, ${savedBy && storable(savedBy)}::text, now()
      WHERE ${version}::int = (SELECT coalesce(max(version), 0) FROM account_rules)
      ON CONFLICT (version) DO NOTHING
      RETURNING version`,
  );
  return saved?.version ?? null;
}

export type KnownAccount = { instance: string; accountId: string; name: string | null; path: string | null };

/**
 * Accounts that anybody has, or that the organisation has: for administrators, who try their rules on them. Once each,
 * by instance and id, as many as asked for; says nothing of who has them. One is called as the latest of some people's lists
 * calls it. Hops along the index from account to account: all rows of many people's lists may be a million.
 */
export async function knownAccounts(limit: number): Promise<KnownAccount[]> {
  return await asking(
    "read known accounts",
    ({ prisma }) =>
      prisma.$queryRaw<KnownAccount[]>`
      WITH RECURSIVE hop AS (
        (SELECT instance, account_id FROM inventory_account ORDER BY instance, account_id LIMIT 1)
        UNION ALL
        SELECT next.* FROM hop, LATERAL (
          SELECT instance, account_id FROM inventory_account AS kept
          WHERE (kept.instance, kept.account_id) > (hop.instance, hop.account_id)
          ORDER BY instance, account_id LIMIT 1
        ) AS next
      ), kept AS (
        SELECT *, (
          SELECT name FROM (
            SELECT name, changed_at FROM inventory_account AS kept
            WHERE kept.instance = hop.instance AND kept.account_id = hop.account_id LIMIT 50
          ) AS few ORDER BY changed_at DESC LIMIT 1
        ) AS name FROM hop LIMIT ${limit}::int
      )
      SELECT instance, account_id AS "accountId", coalesce(kept.name, told.name) AS name, path
      FROM kept FULL JOIN organization_account AS told USING (instance, account_id)
      ORDER BY instance, account_id LIMIT ${limit}::int`,
  );
}
