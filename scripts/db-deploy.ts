/** `npm run db:deploy`: applies migrations under DATABASE_MIGRATION_URL, the role that owns the tables. */

import { deployMigrations } from "@/lib/store/deploy-migrations";

const url = process.env.DATABASE_MIGRATION_URL;

try {
  if (!url) throw new Error("Set DATABASE_MIGRATION_URL to the database, as the role that owns the tables.");
  const applied = await deployMigrations(url);
  console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The database is up to date.");
} catch (failure) {
  console.error(failure instanceof Error ? failure.message : failure);
  process.exitCode = 1;
}
