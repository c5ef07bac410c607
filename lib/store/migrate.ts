/**
 * Brings a database up to the migrations, or only checks that it is. Kept in Prisma's own `_prisma_migrations`, with
 * Prisma's checksums, so that nothing of Prisma's has to be downloaded and yet its tools can read what was done.
 */

import "server-only";
import { randomUUID } from "node:crypto";
import { locks } from "./advisory-locks";
import type { Sql, Transact } from "./database-kind";
import type { Migration } from "./migrations";

const table = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`;

type Applied = { name: string; checksum: string };

async function appliedMigrations(sql: Sql): Promise<Applied[]> {
  const [exists] = await sql.query<{ yes: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS yes`,
  );
  if (!exists?.yes) return [];
  return await sql.query<Applied>(
    `SELECT migration_name AS name, checksum FROM "_prisma_migrations"
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
}

/**
 * Those still to be applied. What a newer version has added behind all of ours may stay: migrations only add, so that
 * this version goes on while that one rolls out. Throws for every other history that is not a beginning of ours.
 */
function missing(migrations: readonly Migration[], applied: readonly Applied[]): Migration[] {
  for (const [index, ours] of migrations.entries()) {
    const theirs = applied[index];
    if (!theirs) return migrations.slice(index);
    if (theirs.name !== ours.name) {
      throw new Error(`The database has migration ${theirs.name} where this version has ${ours.name}.`);
    }
    if (theirs.checksum !== ours.checksum) {
      throw new Error(`Migration ${ours.name} was changed after it was applied to this database.`);
    }
  }
  return [];
}

/** One lock for all: two replicas that start together take turns, and the second finds the work done. */
async function applyNext(sql: Sql, migrations: readonly Migration[]): Promise<string | null> {
  await sql.query("SELECT pg_advisory_xact_lock($1)", [locks.migrations]);
  const [next] = missing(migrations, await appliedMigrations(sql));
  if (!next) return null;

  await sql.run(table);
  await sql.run(next.sql);
  await sql.query(
    `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, clock_timestamp(), 1)`,
    [randomUUID(), next.checksum, next.name],
  );
  return next.name;
}

/** Applies what is missing, each in a transaction of its own, and answers the names. */
export async function applyMigrations(
  transact: Transact,
  migrations: readonly Migration[],
): Promise<string[]> {
  const done: string[] = [];
  for (;;) {
    const name = await transact((sql) => applyNext(sql, migrations));
    if (!name) return done;
    done.push(name);
  }
}

/** Throws, naming the migration, where the database lacks one of ours. Changes nothing. */
export async function verifyMigrations(transact: Transact, migrations: readonly Migration[]): Promise<void> {
  const [next] = missing(migrations, await transact(appliedMigrations));
  if (next) {
    throw new Error(`The database lacks migration ${next.name}: run \`npm run db:deploy\` first.`);
  }
}
