/** What stands before whatever makes something alive for a person: that they are not blocked. */

import "server-only";
import { Prisma } from "./generated/client";

/**
 * For a CTE: the person's row if they are not blocked, else nothing; held until the statement is committed. So a block waits for the
 * statement and then ends what it made, or the statement waits for the block and makes nothing.
 */
export function welcome(personId: string): Prisma.Sql {
  return Prisma.sql`SELECT id FROM person WHERE id = ${personId}::uuid AND blocked_at IS NULL FOR SHARE`;
}
