/** What has been added up, for charts. Reads counts and never the record, however long that is. */

import "server-only";
import { isTallied, type Tallied, type TallySubject, taken } from "@/lib/core/tally";
import { asking } from "./database";

/** From one moment up to, and without, another. */
export type Span = { from: Date; until: Date };

/** `part`: which of the parts, from 0. */
export type PartCount = { part: number; what: Tallied; count: number };

type Counted<Row> = Row & { what: string };

/** A newer version of the portal may count more. */
function known<Row>(rows: readonly Counted<Row>[]): (Row & { what: Tallied })[] {
  return rows.flatMap((row) => (isTallied(row.what) ? [{ ...row, what: row.what }] : []));
}

/** `bounds`: ascending; each is where a part begins, and the last where the last ends. An hour belongs to the part in which it begins. */
export async function countsByPart(bounds: readonly Date[]): Promise<PartCount[]> {
  const [first, last] = [bounds[0], bounds.at(-1)];
  if (!first || !last) return [];
  const rows = await asking(
    "read counts by day",
    ({ prisma }) => prisma.$queryRaw<Counted<Omit<PartCount, "what">>[]>`
      SELECT width_bucket(hour, ${[...bounds]}::timestamptz[]) - 1 AS part, what, sum(count)::float8 AS count
      FROM audit_tally
      WHERE subject = 'all' AND hour >= ${first}::timestamptz AND hour < ${last}::timestamptz
      GROUP BY 1, 2`,
  );
  return known(rows);
}

/** What was taken in each hour in which anything was. */
export async function takenByHour({ from, until }: Span): Promise<{ hour: Date; count: number }[]> {
  return await asking(
    "read counts by hour",
    ({ prisma }) => prisma.$queryRaw<{ hour: Date; count: number }[]>`
      SELECT hour, sum(count)::float8 AS count FROM audit_tally
      WHERE subject = 'all' AND hour >= ${from}::timestamptz AND hour < ${until}::timestamptz
        AND what = ANY(${[...taken]}::text[])
      GROUP BY hour ORDER BY hour`,
  );
}

export type TopCount = { key: string; what: Tallied; count: number };

/** Whom or what most was taken by or in, most first: several rows for each, one for each sort. */
export async function topTaken(
  subject: TallySubject,
  { from, until }: Span,
  limit: number,
): Promise<TopCount[]> {
  const rows = await asking(
    "read top counts",
    ({ prisma }) => prisma.$queryRaw<Counted<Omit<TopCount, "what">>[]>`
      WITH sums AS (
        SELECT key, what, sum(count)::float8 AS count FROM audit_tally
        WHERE subject = ${subject} AND hour >= ${from}::timestamptz AND hour < ${until}::timestamptz
          AND what = ANY(${[...taken]}::text[])
        GROUP BY key, what
      ), top AS (
        SELECT key, sum(count) AS total FROM sums GROUP BY key ORDER BY total DESC, key LIMIT ${limit}
      )
      SELECT key, what, count FROM sums JOIN top USING (key) ORDER BY total DESC, key, what`,
  );
  return known(rows);
}
