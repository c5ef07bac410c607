/**
 * What SQL leads from the migrations to prisma/schema.prisma: nothing, where both say the same. The only file that knows
 * Prisma's schema engine, whose interface is its own affair: for developers and tests, never in the portal.
 */

import "server-only";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engine from "@prisma/schema-engine-wasm/schema_engine_bg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { once } from "@/lib/core/once";
import { transactOn } from "./evaluation-store";
import { applyMigrations } from "./migrate";
import { type Migration, readMigrations } from "./migrations";

async function instantiate(): Promise<void> {
  const file = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = readFileSync(file.replace(/\.js$/, ".wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": { ...engine } });
  engine.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start: start } = instance.exports;
  if (typeof start === "function") start();
}

async function schemaEngine(schema: string, database: PGlite) {
  // Its JavaScript keeps the instance for itself: a second one would read the first one's memory.
  await once("schema-engine", instantiate);
  return await engine.SchemaEngine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(database)),
  );
}

/** The engine's words for no difference; null says it shorter. */
const none = "-- This is an empty migration.";

/** Applies the migrations to a database in memory and compares. Answers SQL, or null. */
export async function schemaDifference(
  schema: string = readFileSync("prisma/schema.prisma", "utf8"),
  migrations: readonly Migration[] = readMigrations(),
): Promise<string | null> {
  const database = await PGlite.create("memory://");
  try {
    await applyMigrations(transactOn(database), migrations);
    const files = [{ path: "schema.prisma", content: schema }];
    const { stdout } = await (await schemaEngine(schema, database)).diff({
      from: { tag: "schemaDatasource", files, configDir: process.cwd() },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    const sql = stdout?.trim() ?? none;
    return sql === none ? null : sql;
  } finally {
    await database.close();
  }
}

/** `prisma/migrations/0002_<name>/migration.sql`, with what is missing. Answers its path, or null where nothing is. */
export async function writeNextMigration(name: string): Promise<string | null> {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new Error("A migration is named by a-z, 0-9 and _, as in add_profiles.");
  }
  const sql = await schemaDifference();
  if (!sql) return null;
  const number = String(readMigrations().length + 1).padStart(4, "0");
  const folder = join("prisma", "migrations", `${number}_${name}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "migration.sql");
  writeFileSync(file, `-- Why: \n\n${sql}\n`, { flag: "wx" });
  return file;
}
