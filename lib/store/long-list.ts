/** Answers of a thousand rows. */

import "server-only";
import { z } from "zod";
import { asking } from "./database";
import { Prisma } from "./generated/client";

/**
 * The rows that a statement answers, in its order, brought over as one text: taken apart by the driver, row by row, they would
 * take several times as long. In JSON a time is a text in ISO 8601.
 */
export async function longList<Row extends z.ZodType>(
  what: string,
  row: Row,
  statement: Prisma.Sql,
): Promise<z.infer<Row>[]> {
  const [answer] = await asking(what, ({ prisma }) =>
    prisma.$queryRaw<{ list: string }[]>(
      Prisma.sql`SELECT coalesce(json_agg(answer), '[]')::text AS list FROM (${statement}) AS answer`,
    ),
  );
  return z.array(row).parse(JSON.parse(answer?.list ?? "[]"));
}
