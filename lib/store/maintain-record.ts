/** What `npm run db:maintain` does to the record's tables, under the role that owns them. */

import "server-only";
import { monthOf, monthStart } from "@/lib/core/months";
import { env } from "@/lib/env";
import { makePartsAhead } from "./audit-partitions";
import { ownsRecord } from "./audit-parts";
import { database } from "./database";
import { dropMonths, type Removal, type Removed } from "./drop-months";
import { withMigrationConnection } from "./postgresql";

/** As many months ahead as somebody may forget to run it. */
export const monthsAhead = 3;

export type Maintained = { made: string[]; removed: Removed[] };

/** `months` ahead; `removal`: what is to be taken away. Throws one sentence where something could not be done. */
export async function maintainRecord(
  url: string,
  { months, removal }: { months: number; removal?: Removal | undefined },
): Promise<Maintained> {
  return await withMigrationConnection(url, async (transact) => {
    const made = await makePartsAhead(transact, { months });
    const removed = removal ? await dropMonths(transact, removal) : [];
    await transact((sql) => sql.query("SELECT close_record()"));
    return { made, removed };
  });
}

/** What settings say that is to be taken away. */
function removalBySettings(): Removal | undefined {
  const { AUDIT_KEEP_MONTHS: kept, AUDIT_EXPORT_DIR: folder } = env();
  return kept && folder ? { before: monthOf(monthStart(new Date(), -kept)), folder } : undefined;
}

/**
 * The same for the portal itself, where its own role owns the tables; where it does not, somebody else runs the command. The
 * evaluation store keeps everything.
 */
export async function keepRecord(): Promise<Maintained> {
  const { kind, transact } = await database();
  if (!(await transact(ownsRecord))) return { made: [], removed: [] };
  const { DATABASE_URL } = env();
  if (kind === "postgresql" && DATABASE_URL) {
    return await maintainRecord(DATABASE_URL, { months: monthsAhead, removal: removalBySettings() });
  }
  return { made: await makePartsAhead(transact, { months: monthsAhead }), removed: [] };
}
