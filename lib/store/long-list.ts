/** Answers of a thousand rows. */

import "server-only";
import { z } from "zod";
import { asking } from "./database";
import { Prisma } from "./generated/client";

/** As a statement that answers one text, `list`; null where there are no rows. */
export function listed(statement: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT json_agg(answer)::text AS list FROM (${statement}) AS answer`;
}

/**
 * The rows that a statement answers, in its order, brought over as one text: taken apart by the driver, row by row, they would
 * take several times as long. In JSON a time is a text in ISO 8601.
 */
export async function longList<Row extends z.ZodType>(
  what: string,
  row: Row,
  statement: Prisma.Sql,
): Promise<z.infer<Row>[]> {
  const { text, values } = listed(statement);
  const [answer] = await asking(what, ({ query }) => query<{ list: string | null }>(text, values));
  return z.array(row).parse(JSON.parse(answer?.list ?? "[]"));
}
