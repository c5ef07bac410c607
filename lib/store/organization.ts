/** What AWS Organizations says of accounts and Identity Center of permission sets, where the portal may read it: for everybody. */

import "server-only";
import { z } from "zod";
import { asking } from "./database";
import { lastOfEach, storableJson } from "./json-rows";

export type OrganizationAccount = {
  accountId: string;
  name: string | null;
  email: string | null;
  /** Organisational units from the root down, `Retail / Payments`. */
  path: string | null;
  tags: Readonly<Record<string, string>>;
};

export type OrganizationFacts = Omit<OrganizationAccount, "accountId">;

const Tags = z.record(z.string(), z.string()).catch({});

/** Replaces all of the instance's. Two who do it at once do it in turn: they would wait for each other's rows. */
export async function keepOrganizationAccounts(
  instance: string,
  accounts: readonly OrganizationAccount[],
): Promise<void> {
  const rows = lastOfEach(accounts, ({ accountId }) => accountId);
  await asking("keep organisation's accounts", ({ prisma }) =>
    prisma.$transaction([
      prisma.$executeRaw`LOCK TABLE organization_account IN SHARE ROW EXCLUSIVE MODE`,
      prisma.$executeRaw`
        WITH told AS (
          SELECT * FROM jsonb_to_recordset(${storableJson(rows)}::jsonb)
            AS told("accountId" text, name text, email text, path text, tags jsonb)
        ), gone AS (
          DELETE FROM organization_account
          WHERE instance = ${instance} AND account_id NOT IN (SELECT "accountId" FROM told)
        )
        INSERT INTO organization_account (instance, account_id, name, email, path, tags, read_at)
        SELECT ${instance}, "accountId", name, email, path, tags, now() FROM told
        ON CONFLICT (instance, account_id) DO UPDATE SET
          name = EXCLUDED.name, email = EXCLUDED.email, path = EXCLUDED.path, tags = EXCLUDED.tags,
          read_at = EXCLUDED.read_at`,
    ]),
  );
}

/** By account id. Empty where they were never read. */
export async function organizationAccounts(instance: string): Promise<Map<string, OrganizationFacts>> {
  const rows = await asking("read organisation's accounts", ({ prisma }) =>
    prisma.organizationAccount.findMany({
      where: { instance },
      select: { accountId: true, name: true, path: true, email: true, tags: true },
    }),
  );
  return new Map(
    rows.map(({ accountId, tags, ...facts }) => [accountId, { ...facts, tags: Tags.parse(tags) }]),
  );
}

export type KeptPermissionSet = {
  name: string;
  arn: string;
  description: string | null;
  /** How long the console's and CLI's sessions last. */
  sessionSeconds: number | null;
};

/** Replaces all of the instance's. */
export async function keepPermissionSets(
  instance: string,
  sets: readonly KeptPermissionSet[],
): Promise<void> {
  const rows = lastOfEach(sets, ({ name }) => name);
  await asking("keep permission sets", ({ prisma }) =>
    prisma.$transaction([
      prisma.$executeRaw`LOCK TABLE permission_set IN SHARE ROW EXCLUSIVE MODE`,
      prisma.$executeRaw`
        WITH told AS (
          SELECT * FROM jsonb_to_recordset(${storableJson(rows)}::jsonb)
            AS told(name text, arn text, description text, "sessionSeconds" int)
        ), gone AS (
          DELETE FROM permission_set WHERE instance = ${instance} AND name NOT IN (SELECT name FROM told)
        )
        INSERT INTO permission_set (instance, name, arn, description, session_seconds, read_at)
        SELECT ${instance}, name, arn, description, "sessionSeconds", now() FROM told
        ON CONFLICT (instance, name) DO UPDATE SET
          arn = EXCLUDED.arn, description = EXCLUDED.description, session_seconds = EXCLUDED.session_seconds,
          read_at = EXCLUDED.read_at`,
    ]),
  );
}

/** By name. Empty where they were never read. */
export async function permissionSets(instance: string): Promise<KeptPermissionSet[]> {
  return await asking("read permission sets", ({ prisma }) =>
    prisma.permissionSet.findMany({
      where: { instance },
      orderBy: { name: "asc" },
      select: { name: true, arn: true, description: true, sessionSeconds: true },
    }),
  );
}
