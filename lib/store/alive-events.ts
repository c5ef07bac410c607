/** What the record says is still alive at AWS: keys that were issued and consoles that were opened, with an end yet to come. */

import "server-only";
import type { AliveKeys } from "@/lib/core/alive-keys";
import { asking } from "./database";
import { Prisma } from "./generated/client";
import { storable } from "./storable";

/** The longest session that Identity Center gives, and some minutes for clocks that differ. */
const longestMinutes = 12 * 60 + 10;

type Row = Omit<AliveKeys, "seq" | "kind" | "since" | "endsAt" | "times" | "byMachine"> & {
  seq: bigint;
  kind: string;
  since: Date;
  ends: string;
  times: bigint;
  machine: boolean;
};

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

function aliveOf({ seq, kind, since, ends, times, machine, ...row }: Row): AliveKeys[] {
  const endsAt = new Date(ends);
  // Digits that are no time: somebody spoiled the text. That is the verification's to find.
  if (Number.isNaN(endsAt.getTime())) return [];
  return [
    {
      ...row,
      seq: Number(seq),
      kind: kind === "console.opened" ? "console" : "keys",
      byMachine: machine,
      since: since.toISOString(),
      endsAt: endsAt.toISOString(),
      times: Number(times),
    },
  ];
}

/**
 * At most `limit`, what ends last first. Reads no more of the record than the longest session. The end stands in the event's
 * text, from which it is cut as text and compared as text: a text that somebody spoiled cannot make it fail. Quotes within a
 * name are written with a backslash, so no name can look like an end.
 */
export async function aliveEvents(of: AliveOf, limit: number, now: Date = new Date()): Promise<AliveKeys[]> {
  const from = new Date(now.getTime() - longestMinutes * 60_000);
  const rows = await asking(
    "read what is alive",
    ({ prisma }) =>
      prisma.$queryRaw<Row[]>`
      WITH recent AS (
        SELECT seq, at, kind, access_key_id, person_id, person_name, person_email, instance, account_id, account_name,
          role, address, coalesce(access_key_id, id::text) AS one,
          substring(text FROM '"expiresAt":"([0-9T:.Z-]{20,30})"') AS ends,
          substring(text FROM '"format":"([A-Za-z0-9._ -]{1,64})"') AS format,
          text LIKE '%"machine":"%' AS machine
        FROM audit_event
        WHERE at > ${from}::timestamptz AND kind IN ('credentials.issued', 'console.opened') AND ${whose(of)}
      ), living AS (
        SELECT DISTINCT ON (one) recent.*, min(at) OVER same AS since, count(*) OVER same AS times
        FROM recent WHERE ends COLLATE "C" > ${now.toISOString()}
        WINDOW same AS (PARTITION BY one)
        ORDER BY one, seq DESC
      )
      SELECT seq, kind, access_key_id AS "accessKeyId", person_id AS "personId", person_name AS "personName",
        person_email AS "personEmail", instance, account_id AS "accountId", account_name AS "accountName", role,
        address, format, machine, since, ends, times
      FROM living ORDER BY ends COLLATE "C" DESC, seq DESC LIMIT ${limit}`,
  );
  return rows.flatMap(aliveOf);
}
