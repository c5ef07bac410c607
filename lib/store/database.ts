/** The one database of this process: opened at first use, closed once. Nothing opens it while a module is imported. */

import "server-only";
import { once } from "@/lib/core/once";
import { PortalError } from "@/lib/core/portal-error";
import { env } from "@/lib/env";
import type { Database } from "./database-kind";
import { openEvaluationStore } from "./evaluation-store";
import { storeFailure } from "./failure";
import { applyMigrations, verifyMigrations } from "./migrate";
import { readMigrations } from "./migrations";
import { openPostgresql, withMigrationConnection } from "./postgresql";

type State = { opening: Promise<Database> | null; closed: boolean };

function state(): State {
  return once("database", () => ({ opening: null, closed: false }));
}

/** A role that must not change tables has another to do it: then this start only looks. */
async function openOn(url: string): Promise<Database> {
  const bring = env().DATABASE_MIGRATION_URL ? verifyMigrations : applyMigrations;
  await withMigrationConnection(url, async (transact) => bring(transact, readMigrations()));
  return openPostgresql(url);
}

async function openIn(folder: string): Promise<Database> {
  const database = await openEvaluationStore(folder);
  try {
    await applyMigrations(database.transact, readMigrations());
    return database;
  } catch (failure) {
    await database.close();
    throw failure;
  }
}

async function opened(): Promise<Database> {
  const { DATABASE_URL, DATA_DIR } = env();
  try {
    return DATABASE_URL ? await openOn(DATABASE_URL) : await openIn(DATA_DIR);
  } catch (failure) {
    throw storeFailure("open", failure);
  }
}

/** The database, opened if need be. A failed opening is tried again by the next who asks. */
export async function database(): Promise<Database> {
  const now = state();
  if (now.closed) throw new PortalError("store-unavailable", "the store is closed");
  now.opening ??= opened();
  const opening = now.opening;
  try {
    return await opening;
  } catch (failure) {
    if (now.opening === opening) now.opening = null;
    throw failure;
  }
}

/** After a close, nothing opens the store by accident: a job that is late would leave a lock behind. */
export function letOpen(): void {
  state().closed = false;
}

/** Closes, and waits for an opening that is under way. */
export async function closeDatabase(): Promise<void> {
  const now = state();
  const opening = now.opening;
  now.closed = true;
  now.opening = null;
  const open = await opening?.catch(() => null);
  await open?.close();
}

/** Longer than each single wait of the driver, shorter than the patience of whoever asked. Milliseconds. */
const patienceMs = 2_500;

async function withinPatience<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // Made only when it is needed: an error looks up where it was made, and most statements have an answer.
    const giveUp = () =>
      reject(new PortalError("store-unavailable", `${what}: no answer in ${patienceMs} ms`));
    timer = setTimeout(giveUp, patienceMs);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * Runs `work` on the database. However the database fails, and also if it does not answer,
 * it becomes `store-unavailable`; `what` names the work in the log.
 */
export async function asking<T>(what: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await database();
  try {
    // The evaluation store is in this process: if it is slow, so is everything, and nothing else would answer sooner.
    return db.kind === "evaluation" ? await work(db) : await withinPatience(what, work(db));
  } catch (failure) {
    throw storeFailure(what, failure);
  }
}
