/**
 * The kept list: what AWS told of a person's accounts and roles in one instance. Reading it, and writing what AWS told.
 * Whoever writes several rows of a list holds its row of `inventory_refresh` first, so that two replicas do it in turn and
 * neither waits for the other's rows; whoever writes one row needs nothing.
 */

import "server-only";
import type { Account } from "@/lib/core/account";
import type { ProblemCode } from "@/lib/core/problems";
import { asking } from "./database";
import type { Database } from "./database-kind";
import { Prisma } from "./generated/client";
import { lastOfEach, storableJson, textSet } from "./json-rows";
import {
  type KeptAccount,
  type KeptRow,
  keptAccountOf,
  keptColumns,
  type ListedAccount,
  type ListedRow,
  listedAccountOf,
  listedColumns,
} from "./kept-account";
import { listed } from "./long-list";

type Answer = { list: string | null };

type Which = { columns: Prisma.Sql; where: Prisma.Sql };

/** The rows of a person's list at an instance, by account id. */
function rowsOf(personId: string, instance: string, { columns, where }: Which): Prisma.Sql {
  return listed(Prisma.sql`
    SELECT ${columns} FROM inventory_account
    WHERE person_id = ${personId}::uuid AND instance = ${instance} AND ${where}
    ORDER BY account_id`);
}

async function readKept(personId: string, instance: string, where: Prisma.Sql): Promise<KeptAccount[]> {
  const { text, values } = rowsOf(personId, instance, { columns: keptColumns, where });
  const [answer] = await asking("read kept accounts", ({ query }) => query<Answer>(text, values));
  return (JSON.parse(answer?.list ?? "[]") as KeptRow[]).map(keptAccountOf);
}

/**
 * By account id. With `changedSince` only what was written at that time or later: what was being written just then may have
 * an earlier time, and what is gone is not among them.
 */
export async function keptAccounts(
  personId: string,
  instance: string,
  { changedSince }: { changedSince?: Date | undefined } = {},
): Promise<KeptAccount[]> {
  const which = changedSince ? Prisma.sql`changed_at >= ${changedSince}::timestamptz` : Prisma.sql`true`;
  return await readKept(personId, instance, which);
}

export async function keptAccount(
  personId: string,
  instance: string,
  accountId: string,
): Promise<KeptAccount | null> {
  const [kept] = await readKept(personId, instance, Prisma.sql`account_id = ${accountId}`);
  return kept ?? null;
}

export type KeptList = {
  /** When AWS last told the list. Null: never. */
  accountsAt: Date | null;
  /** Whether these are all accounts, or only what changed. */
  whole: boolean;
  accounts: ListedAccount[];
};

/**
 * A person's list, in one statement: every visit begins with it. With `since` only what changed since then, unless the whole list
 * was told since: what went with that is missed only by those who see all that is left.
 */
export async function keptList(
  personId: string,
  instance: string,
  since: Date | undefined,
): Promise<KeptList> {
  const all = since === undefined;
  const from = since ?? new Date(0);
  const where = Prisma.sql`(told.whole OR changed_at >= ${from}::timestamptz)`;
  const rows = rowsOf(personId, instance, { columns: listedColumns, where });
  const { text, values } = Prisma.sql`
    WITH told AS (
      SELECT max(accounts_at) AS at, coalesce(${all} OR max(accounts_at) >= ${from}::timestamptz, false) AS whole
      FROM inventory_refresh WHERE person_id = ${personId}::uuid AND instance = ${instance}
    )
    SELECT told.at AS "accountsAt", told.whole, rows.list
    FROM told, LATERAL (${rows}) AS rows`;
  const [answer] = await asking("read kept list", ({ query }) =>
    query<Answer & { accountsAt: Date | null; whole: boolean }>(text, values, "kept-list"),
  );
  if (!answer) return { accountsAt: null, whole: all, accounts: [] };
  const accounts = (JSON.parse(answer.list ?? "[]") as ListedRow[]).map(listedAccountOf);
  return { accountsAt: answer.accountsAt, whole: answer.whole, accounts };
}

/** The first statement of a transaction that writes several rows: the next one sees all that others wrote before. */
export function holdList(prisma: Database["prisma"], personId: string, instance: string) {
  return prisma.$executeRaw`
    INSERT INTO inventory_refresh AS list (person_id, instance) VALUES (${personId}::uuid, ${instance})
    ON CONFLICT (person_id, instance) DO UPDATE SET accounts_at = list.accounts_at`;
}

/**
 * Keeps the whole list as AWS told it, and answers the accounts that are gone; their roles, where AWS had told them, are
 * noted as lost. What came after the first list is new: so will its roles be. A name that AWS leaves out stays what it was.
 */
export async function keepAccounts(
  personId: string,
  instance: string,
  accounts: readonly Account[],
): Promise<{ gone: string[] }> {
  const rows = lastOfEach(accounts, ({ accountId }) => accountId).map(({ accountId, name, email }) => ({
    account_id: accountId,
    name,
    email,
  }));
  const [, gone] = await asking("keep accounts", ({ prisma }) =>
    prisma.$transaction([
      holdList(prisma, personId, instance),
      prisma.$queryRaw<{ accountId: string }[]>`
        WITH told AS (
          SELECT * FROM jsonb_to_recordset(${storableJson(rows)}::jsonb) AS told(account_id text, name text, email text)
        ), list AS (
          SELECT person_id, instance, accounts_at FROM inventory_refresh
          WHERE person_id = ${personId}::uuid AND instance = ${instance}
        ), kept AS (
          INSERT INTO inventory_account AS kept (person_id, instance, account_id, name, email, is_new, changed_at)
          SELECT person_id, instance, account_id, name, email, accounts_at IS NOT NULL, clock_timestamp()
          FROM told, list
          ON CONFLICT (person_id, instance, account_id) DO UPDATE SET
            name = coalesce(EXCLUDED.name, kept.name),
            email = coalesce(EXCLUDED.email, kept.email),
            changed_at = EXCLUDED.changed_at
          WHERE coalesce(EXCLUDED.name, kept.name) IS DISTINCT FROM kept.name
            OR coalesce(EXCLUDED.email, kept.email) IS DISTINCT FROM kept.email
        ), gone AS (
          DELETE FROM inventory_account
          WHERE person_id = ${personId}::uuid AND instance = ${instance}
            AND account_id NOT IN (SELECT account_id FROM told)
          RETURNING *
        ), lost AS (
          INSERT INTO inventory_change (id, person_id, instance, account_id, account_name, role, gained, at)
          SELECT gen_random_uuid(), person_id, instance, account_id, name, role, false, now()
          FROM gone, unnest(roles) AS role WHERE roles_at IS NOT NULL
        ), read AS (
          UPDATE inventory_refresh SET accounts_at = clock_timestamp()
          WHERE person_id = ${personId}::uuid AND instance = ${instance}
        )
        SELECT account_id AS "accountId" FROM gone ORDER BY account_id`,
    ]),
  );
  return { gone: gone.map(({ accountId }) => accountId) };
}

/**
 * Keeps an account's roles as AWS told them, and notes what was gained and lost since it told them before. A first telling
 * changes nothing, unless the account itself is new: then all is gained. An account that is gone meanwhile stays so.
 */
export async function keepRoles(
  personId: string,
  instance: string,
  accountId: string,
  roles: readonly string[],
): Promise<{ gained: string[]; lost: string[] }> {
  const told = textSet(roles);
  const changes = await asking(
    "keep roles",
    ({ prisma }) =>
      prisma.$queryRaw<{ role: string; gained: boolean }[]>`
      WITH before AS (
        SELECT *, CASE WHEN roles_at IS NOT NULL THEN roles WHEN is_new THEN '{}' ELSE ${told}::text[] END AS known
        FROM inventory_account
        WHERE person_id = ${personId}::uuid AND instance = ${instance} AND account_id = ${accountId}
        FOR UPDATE
      ), kept AS (
        UPDATE inventory_account AS kept
        SET roles = ${told}::text[], roles_at = clock_timestamp(), problem = NULL, is_new = false,
          changed_at = clock_timestamp()
        FROM before
        WHERE kept.person_id = before.person_id AND kept.instance = before.instance
          AND kept.account_id = before.account_id
      ), change AS (
        SELECT role, true AS gained FROM before, unnest(${told}::text[]) AS role WHERE role <> ALL (known)
        UNION ALL
        SELECT role, false FROM before, unnest(known) AS role WHERE role <> ALL (${told}::text[])
      ), noted AS (
        INSERT INTO inventory_change (id, person_id, instance, account_id, account_name, role, gained, at)
        SELECT gen_random_uuid(), person_id, instance, account_id, name, change.role, change.gained, now()
        FROM before, change
      )
      SELECT role, gained FROM change ORDER BY role COLLATE "C"`,
  );
  const rolesThat = (gained: boolean) =>
    changes.filter((one) => one.gained === gained).map(({ role }) => role);
  return { gained: rolesThat(true), lost: rolesThat(false) };
}

/** Keeps why an account's roles could not be read; what was known of them stays. */
export async function keepProblem(
  personId: string,
  instance: string,
  accountId: string,
  problem: ProblemCode,
): Promise<void> {
  await asking(
    "keep problem",
    ({ prisma }) =>
      prisma.$executeRaw`
      UPDATE inventory_account SET problem = ${problem}, changed_at = clock_timestamp()
      WHERE person_id = ${personId}::uuid AND instance = ${instance} AND account_id = ${accountId}
        AND problem IS DISTINCT FROM ${problem}`,
  );
}
