/** A database for measuring the record: its own, with a table for each of the last twelve months. */

import { env, stderr } from "node:process";
import { adminUrl, startPostgres } from "@/e2e/postgres";
import { monthOf, monthStart } from "@/lib/core/months";
import { forget } from "@/lib/core/once";
import { database } from "@/lib/store/database";
import type { Sql } from "@/lib/store/database-kind";
import { closeStore, openStore } from "@/lib/store/open-store";

/** Enough to open the store; nobody is signed in here, and nothing of AWS is asked. */
const settings = {
  PORTAL_URL: "http://localhost:3000",
  PORTAL_SECRET: "a-secret-for-measurements-alone-0123456789",
  OIDC_ISSUER: "http://localhost:4000",
  OIDC_CLIENT_ID: "sallyport",
  OIDC_CLIENT_SECRET: "not a secret",
  IDENTITY_CENTER_START_URL: "https://d-1234567890.awsapps.com/start",
  IDENTITY_CENTER_REGION: "eu-west-1",
  IDENTITY_CENTER_APPLICATION_ARN:
    "arn:aws:sso::123456789012:application/ssoins-1234567890abcdef/apl-1234567890abcdef",
};

export type AuditStore = {
  url: string;
  query: Sql["query"];
  run: Sql["run"];
  stop(): Promise<void>;
};

/** The same record from another process of the same program. */
export async function joinStore(url: string): Promise<void> {
  Object.assign(env, settings, { DATABASE_URL: url });
  forget("settings");
  await openStore();
}

export async function startAuditStore(): Promise<AuditStore> {
  if (!adminUrl) {
    stderr.write("Set TEST_DATABASE_URL to a PostgreSQL whose user may create databases.\n");
    process.exit(2);
  }
  const postgres = await startPostgres(adminUrl);
  const direct = new URL(adminUrl);
  direct.pathname = new URL(postgres.url).pathname;
  await joinStore(direct.href);
  return {
    url: direct.href,
    query: async (text, values) => (await database()).transact((sql) => sql.query(text, values)),
    run: async (script) => (await database()).transact((sql) => sql.run(script)),
    stop: async () => {
      await closeStore();
      await postgres.drop();
    },
  };
}

/** In place of the one table that a new record begins with: one for each of so many months up to now. */
export async function splitByMonth({ run }: AuditStore, months: number, now: Date): Promise<void> {
  const bound = (ago: number) => `'${monthStart(now, -ago).toISOString()}'`;
  await run(`
    ALTER TABLE audit_event DETACH PARTITION audit_event_first;
    ALTER TABLE audit_event ATTACH PARTITION audit_event_first FOR VALUES FROM (MINVALUE) TO (${bound(months - 1)})`);
  for (let ago = months - 1; ago >= 0; ago -= 1) {
    const name = `audit_event_${monthOf(monthStart(now, -ago)).replace("-", "_")}`;
    await run(
      `CREATE TABLE ${name} PARTITION OF audit_event FOR VALUES FROM (${bound(ago)}) TO (${bound(ago - 1)})`,
    );
  }
}
