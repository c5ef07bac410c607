/** Roles from assignments, before AWS has told a person's own list: shown at once, never proof of anything. */

import "server-only";
import { asking } from "./database";
import { holdList } from "./inventory";
import { lastOfEach, storableJson, textSet } from "./json-rows";

export type SeededAccount = {
  accountId: string;
  name: string | null;
  email: string | null;
  roles: readonly string[];
  /** For a role, the groups that give it. */
  groups: Readonly<Record<string, readonly string[]>>;
};

function rowOf({ accountId, name, email, roles, groups }: SeededAccount) {
  return { account_id: accountId, name, email, roles: textSet(roles), groups };
}

/**
 * Adds accounts that the list lacks, with their roles, which stand until AWS has told them. Where an account is kept, it learns
 * which groups give its roles, and other roles only if AWS has told none. Deletes nothing and notes no change.
 */
export async function seedAssignments(
  personId: string,
  instance: string,
  accounts: readonly SeededAccount[],
): Promise<void> {
  const rows = lastOfEach(accounts, ({ accountId }) => accountId).map(rowOf);
  await asking("seed assignments", ({ prisma }) =>
    prisma.$transaction([
      holdList(prisma, personId, instance),
      prisma.$executeRaw`
        WITH told AS (
          SELECT * FROM jsonb_to_recordset(${storableJson(rows)}::jsonb)
            AS told(account_id text, name text, email text, roles text[], groups jsonb)
        ), list AS (
          UPDATE inventory_refresh SET assigned_at = clock_timestamp()
          WHERE person_id = ${personId}::uuid AND instance = ${instance}
          RETURNING person_id, instance, accounts_at
        )
        INSERT INTO inventory_account AS kept
          (person_id, instance, account_id, name, email, roles, groups, is_new, changed_at)
        SELECT person_id, instance, account_id, name, email, roles, groups, accounts_at IS NOT NULL, clock_timestamp()
        FROM told, list
        ON CONFLICT (person_id, instance, account_id) DO UPDATE SET
          name = coalesce(kept.name, EXCLUDED.name),
          email = coalesce(kept.email, EXCLUDED.email),
          roles = CASE WHEN kept.roles_at IS NULL THEN EXCLUDED.roles ELSE kept.roles END,
          groups = EXCLUDED.groups,
          changed_at = EXCLUDED.changed_at
        WHERE kept.groups IS DISTINCT FROM EXCLUDED.groups
          OR (kept.roles_at IS NULL AND kept.roles <> EXCLUDED.roles)
          OR (kept.name IS NULL AND EXCLUDED.name IS NOT NULL)
          OR (kept.email IS NULL AND EXCLUDED.email IS NOT NULL)`,
    ]),
  );
}
