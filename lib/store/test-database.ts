/**
 * A store for one test file, empty and its own: the evaluation store in a new folder, or a new database on the PostgreSQL
 * of TEST_DATABASE_URL. Only tests use it.
 */

import "server-only";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { forget } from "@/lib/core/once";
import { database } from "./database";
import type { Sql } from "./database-kind";
import { closeStore, openStore } from "./open-store";

export type StoreKind = "evaluation" | "postgresql";

export type TestStore = {
  /** What the store was opened with: for a second process on the same one. */
  settings: Record<string, string>;
  /** Statements past the store's front door: to look, to tamper, to spoil. */
  query: Sql["query"];
  run: Sql["run"];
  /** Every row of every table as one text, bytes in hexadecimal. */
  dump(): Promise<string>;
  /** Closes, and removes folder or database. */
  stop(): Promise<void>;
};

// biome-ignore lint/style/noProcessEnv: tests set what the product reads.
const variables = process.env;

const adminUrl = variables.TEST_DATABASE_URL;

/** The kinds that can be tested here. Says so where it is one only. */
export function storeKinds(): readonly StoreKind[] {
  if (adminUrl) return ["evaluation", "postgresql"];
  process.stdout.write("TEST_DATABASE_URL is not set: the store is not tested on PostgreSQL.\n");
  return ["evaluation"];
}

/** Enough for `env()`; tests that need other values set them and forget("settings"). */
const settings: Record<string, string> = {
  PORTAL_URL: "http://localhost:3000",
  PORTAL_SECRET: "a secret for tests, as long as it must be",
  OIDC_ISSUER: "http://localhost:4000",
  OIDC_CLIENT_ID: "sallyport",
  OIDC_CLIENT_SECRET: "not a secret",
  IDENTITY_CENTER_START_URL: "https://d-1234567890.awsapps.com/start",
  IDENTITY_CENTER_REGION: "eu-west-1",
  IDENTITY_CENTER_APPLICATION_ARN:
    "arn:aws:sso::123456789012:application/ssoins-1234567890abcdef/apl-1234567890abcdef",
};

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

type Place = { settings: Record<string, string>; remove(): Promise<void> };

function newFolder(): Place {
  const folder = mkdtempSync(join(tmpdir(), "sallyport-store-"));
  return {
    settings: { DATA_DIR: folder },
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function newDatabase(): Promise<Place> {
  const name = `sallyport_test_${randomBytes(8).toString("hex")}`;
  await asAdmin(`CREATE DATABASE ${name}`);
  const url = new URL(adminUrl ?? "");
  url.pathname = `/${name}`;
  return {
    settings: { DATABASE_URL: url.href },
    remove: () => asAdmin(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

export function applySettings(changed: Record<string, string>): void {
  Object.assign(variables, changed);
  forget("settings");
}

async function dump(query: Sql["query"]): Promise<string> {
  const tables = await query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
  );
  const rows: unknown[] = [];
  for (const { name } of tables)
    rows.push(...(await query(`SELECT row_to_json(t)::text AS row FROM "${name}" AS t`)));
  return JSON.stringify(rows);
}

/** Sets the settings, opens, and answers how to end it. Whatever DATABASE_URL says outside is not touched. */
export async function startTestStore(kind: StoreKind = "evaluation"): Promise<TestStore> {
  const place = kind === "postgresql" ? await newDatabase() : newFolder();
  const unset = { DATABASE_URL: "", DATABASE_MIGRATION_URL: "", PORTAL_SECRET_PREVIOUS: "" };
  const used = { ...settings, ...unset, ...place.settings };
  applySettings(used);
  await openStore();

  const query: Sql["query"] = async (text, values) =>
    (await database()).transact((sql) => sql.query(text, values));
  return {
    settings: used,
    query,
    run: async (script) => (await database()).transact((sql) => sql.run(script)),
    dump: () => dump(query),
    stop: async () => {
      await closeStore();
      await place.remove();
    },
  };
}
