/** The tables that the record consists of: what each holds, as the database itself tells it. */

import "server-only";
import { asking } from "./database";
import type { Sql } from "./database-kind";

/** `from` is in it, `until` is not; null: from the beginning. `bytes` with its indexes, `rows` as the database guesses. */
export type AuditPart = {
  name: string;
  from: Date | null;
  until: Date;
  rows: number;
  bytes: number;
};

/** Where an event goes whose month has no table. There always is one, so that no event is ever refused for that. */
export const restPart = "audit_event_rest";

type Row = { name: string; from: string | null; until: string | null; rows: string; bytes: string };

function time(milliseconds: string): Date {
  return new Date(Number(milliseconds));
}

/** Oldest first, without the rest. A bound is read back by the session that printed it, whatever its time zone is. */
export async function auditParts(sql: Sql): Promise<AuditPart[]> {
  const found = await sql.query<Row>(
    `SELECT name, rows, bytes,
       (extract(epoch FROM substring(bound FROM 'FROM \\(''([^'']+)''\\)')::timestamptz) * 1000)::bigint::text AS from,
       (extract(epoch FROM substring(bound FROM 'TO \\(''([^'']+)''\\)')::timestamptz) * 1000)::bigint::text AS until
     FROM (
       SELECT relname::text AS name, pg_get_expr(relpartbound, oid) AS bound,
         greatest(reltuples, 0)::bigint::text AS rows, pg_total_relation_size(oid)::text AS bytes
       FROM pg_class JOIN pg_inherits ON inhrelid = oid
       WHERE inhparent = '"audit_event"'::regclass
     ) AS part
     WHERE bound <> 'DEFAULT'`,
  );
  const parts = found.flatMap(({ name, from, until, rows, bytes }) =>
    until === null
      ? []
      : [
          {
            name,
            from: from === null ? null : time(from),
            until: time(until),
            rows: Number(rows),
            bytes: Number(bytes),
          },
        ],
  );
  return parts.sort((one, other) => one.until.getTime() - other.until.getTime());
}

/** The same, for whoever looks at the running portal's own. */
export async function recordParts(): Promise<AuditPart[]> {
  return await asking("read the record's tables", ({ transact }) => transact(auditParts));
}

/** Whether whoever is connected owns the record, and so may make and drop its tables. */
export async function ownsRecord(sql: Sql): Promise<boolean> {
  const [row] = await sql.query<{ owns: boolean }>(
    `SELECT pg_has_role(relowner, 'USAGE') AS owns FROM pg_class WHERE oid = '"audit_event"'::regclass`,
  );
  return row?.owns ?? false;
}
