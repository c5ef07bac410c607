/** What `npm run db:maintain` does to the record's tables, under the role that owns them. */

import "server-only";
import { makePartsAhead } from "./audit-partitions";
import { ownsRecord } from "./audit-parts";
import { database } from "./database";
import { withMigrationConnection } from "./postgresql";

/** As many months ahead as somebody may forget to run it. */
export const monthsAhead = 3;

/** Answers the names of the tables it made at that address. Throws one sentence where it could not. */
export async function maintainRecord(url: string, options: { months: number }): Promise<string[]> {
  return await withMigrationConnection(url, async (transact) => {
    const made = await makePartsAhead(transact, options);
    await transact((sql) => sql.query("SELECT close_record()"));
    return made;
  });
}

/** The same for the portal itself, where its own role owns the tables; where it does not, somebody else runs the command. */
export async function keepPartsAhead(): Promise<string[]> {
  const { transact } = await database();
  return (await transact(ownsRecord)) ? await makePartsAhead(transact, { months: monthsAhead }) : [];
}
