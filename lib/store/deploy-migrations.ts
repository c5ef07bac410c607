/** Migrations under the role that owns the tables, before a new version of the portal starts. */

import "server-only";
import { applyMigrations } from "./migrate";
import { readMigrations } from "./migrations";
import { withMigrationConnection } from "./postgresql";

/** Applies what is missing at that address and answers the names. Throws, saying why, and then the failed one changed nothing. */
export async function deployMigrations(url: string): Promise<string[]> {
  return await withMigrationConnection(url, (transact) => applyMigrations(transact, readMigrations()));
}
