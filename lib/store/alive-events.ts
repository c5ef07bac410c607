/** What the record says is still alive at AWS: keys that were issued and consoles that were opened, with an end yet to come. */

import "server-only";
import type { AliveKeys } from "@/lib/core/alive-keys";
import type { AuditRow } from "@/lib/core/audit-row";
import { eventsNumbered } from "./audit-page";
import { asking } from "./database";
import { Prisma } from "./generated/client";
import { storable } from "./storable";

/** The longest session that Identity Center gives, and some minutes for clocks that differ. */
const longestMinutes = 12 * 60 + 10;

export type AliveOf = {
  /** One person's, by their id. */
  personId?: string | undefined;
  /** Part of a name or an e-mail address. */
  person?: string | undefined;
};

/** What somebody types is text, not a pattern. */
function pattern(text: string): string {
  return `%${storable(text).replaceAll(/[\\%_]/g, "\\$&")}%`;
}

function whose({ personId, person }: AliveOf): Prisma.Sql {
  const one = personId === undefined ? Prisma.sql`true` : Prisma.sql`person_id = ${personId}::uuid`;
  if (person === undefined) return one;
  const part = pattern(person);
  return Prisma.sql`${one} AND (person_name ILIKE ${part} OR person_email ILIKE ${part})`;
}

/** `seq`: of the newest event about them. */
type Found = { seq: bigint; since: Date; ends: string; times: bigint };

/**
 * Reads no more of the record than the longest session: numbers grow with time, so where that begins is found by halving, some two dozen
 * looks into an index. The end stands in the event's text, from which it is cut as text and compared as text: a text that somebody spoiled
 * cannot make it fail. Quotes within a name are written with a backslash, so no name can look like an end.
 */
async function foundAlive(of: AliveOf, limit: number, now: Date): Promise<Found[]> {
  const from = new Date(now.getTime() - longestMinutes * 60_000);
  return await asking(
    "read what is alive",
    ({ prisma }) => prisma.$queryRaw<Found[]>`
      WITH RECURSIVE halving AS (
        SELECT min(seq) AS low, max(seq) + 1 AS high FROM audit_event
        UNION ALL
        SELECT CASE WHEN found.late THEN low ELSE middle + 1 END, CASE WHEN found.late THEN middle ELSE high END
        FROM halving, LATERAL (SELECT (low + high) / 2 AS middle) AS half, LATERAL (
          SELECT at > ${from}::timestamptz AS late FROM audit_event WHERE seq >= middle ORDER BY seq LIMIT 1
        ) AS found
        WHERE low < high
      ), recent AS MATERIALIZED (
        SELECT seq, at, coalesce(access_key_id, id::text) AS one,
          split_part(split_part(text, '"expiresAt":"', 2), '"', 1) COLLATE "C" AS ends
        FROM audit_event
        WHERE seq >= (SELECT max(low) FROM halving) AND at > ${from}::timestamptz
          AND kind IN ('credentials.issued', 'console.opened') AND ${whose(of)}
      )
      SELECT max(seq) AS seq, min(at) AS since, max(ends) AS ends, count(*) AS times
      FROM recent WHERE ends > ${now.toISOString()} AND length(ends) BETWEEN 20 AND 30
      GROUP BY one ORDER BY ends DESC, seq DESC LIMIT ${limit}::int`,
  );
}

function aliveOf({ since, ends, times }: Found, row: AuditRow): AliveKeys[] {
  const endsAt = new Date(ends);
  // Digits that are no time: somebody spoiled the text. That is the verification's to find.
  if (Number.isNaN(endsAt.getTime())) return [];
  const { seq, accessKeyId, personId, personName, personEmail, instance, accountId, accountName, role } = row;
  const { format, machine } = row.detail;
  return [
    {
      seq,
      kind: row.kind === "console.opened" ? "console" : "keys",
      accessKeyId,
      personId,
      personName,
      personEmail,
      instance,
      accountId,
      accountName,
      role,
      address: row.address,
      format: typeof format === "string" ? format : null,
      byMachine: row.tokenFingerprint !== null || typeof machine === "string",
      since: since.toISOString(),
      endsAt: endsAt.toISOString(),
      times: Number(times),
    },
  ];
}

/** At most `limit`, what ends last first. */
export async function aliveEvents(of: AliveOf, limit: number, now: Date = new Date()): Promise<AliveKeys[]> {
  const found = await foundAlive(of, limit, now);
  const rows = new Map((await eventsNumbered(found.map(({ seq }) => seq))).map((row) => [row.seq, row]));
  return found.flatMap((one) => {
    const row = rows.get(Number(one.seq));
    return row ? aliveOf(one, row) : [];
  });
}
