/** The store's beginning and end, and whether it would take a record now. */

import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { env } from "@/lib/env";
import { flushFlood } from "./audit-flood";
import { flushAudit } from "./audit-log";
import { asking, closeDatabase, database, letOpen } from "./database";

/**
 * Opens PostgreSQL by DATABASE_URL, or the evaluation store in DATA_DIR, and brings its tables up to date; with
 * DATABASE_MIGRATION_URL it only checks that they are. Throws `store-unavailable`, saying what is wrong.
 */
export async function openStore(): Promise<void> {
  letOpen();
  await database();
}

/** Records what is waiting to be recorded or was only counted so far, then closes. */
export async function closeStore(): Promise<void> {
  await flushFlood();
  await flushAudit();
  await closeDatabase();
}

export function storeKind(): "postgresql" | "evaluation" {
  return env().DATABASE_URL ? "postgresql" : "evaluation";
}

/** Whether the store takes a write within a second. Never throws. */
export async function storeIsReady(): Promise<boolean> {
  const written = asking("readiness", async ({ prisma }) => {
    await prisma.$executeRaw`
      INSERT INTO job_lease (name, holder, until) VALUES ('readiness', gen_random_uuid(), now())
      ON CONFLICT (name) DO UPDATE SET until = EXCLUDED.until`;
    return true;
  }).catch(() => false);
  return await Promise.race([written, pause(1_000, false, { ref: false })]);
}
