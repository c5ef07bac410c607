/** The migrations as files: prisma/migrations/<name>/migration.sql, applied in the order of their names. */

import "server-only";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export type Migration = { name: string; sql: string; checksum: string };

/** Under the working directory, as `npm start` and development have it, or beside the program that runs. */
function migrationsFolder(): string {
  const homes = [process.cwd(), dirname(process.argv[1] ?? ""), join(dirname(process.argv[1] ?? ""), "..")];
  const folders = homes.map((home) => join(/* turbopackIgnore: true */ home, "prisma", "migrations"));
  const found = folders.find((folder) => existsSync(folder));
  if (!found) throw new Error(`There are no migrations at ${folders.join(" or ")}.`);
  return found;
}

/** Oldest first. */
export function readMigrations(folder: string = migrationsFolder()): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
