/** Migrations under the role that owns the tables, before a new version of the portal starts. */

import "server-only";
import { applyMigrations } from "./migrate";
import { readMigrations } from "./migrations";
import { withMigrationConnection } from "./postgresql";

/** Applies what is missing at that address and answers the names. Throws, saying why, and then the failed one changed nothing. */
export async function deployMigrations(url: string): Promise<string[]> {
  return await withMigrationConnection(url, async (transact) => {
    const applied = await applyMigrations(transact, readMigrations());
    // Who was given rights on all tables, or has them by default, was given too many on the record's.
    await transact((sql) => sql.query("SELECT close_record()"));
    return applied;
  });
}
