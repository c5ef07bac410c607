/**
 * Whether what an event is searched by says what the event says. The columns come as one text, so that ten million rows are
 * compared in a moment; where that text could mean two things, or does not fit, the columns are compared one by one.
 */

import "server-only";
import { isDeepStrictEqual } from "node:util";
import { searchedColumns } from "./audit-text";
import type { Sql } from "./database-kind";

/** The names in the database, in the order in which they are joined. */
const columns = {
  id: "id",
  kind: "kind",
  outcome: "outcome",
  correlationId: "correlation_id",
  requestId: "request_id",
  personId: "person_id",
  personName: "person_name",
  personEmail: "person_email",
  instance: "instance",
  accountId: "account_id",
  accountName: "account_name",
  role: "role",
  address: "address",
  userAgent: "user_agent",
  accessKeyId: "access_key_id",
  tokenFingerprint: "token_fingerprint",
} as const satisfies Record<keyof ReturnType<typeof searchedColumns>, string>;

const names = Object.values(columns);

const separator = "\u001f";

/** Nothing is told from an empty text. */
export const joinedColumns = names.map((name) => `coalesce('=' || ${name}, '')`).join(` || E'\\x1f' || `);

/** The parts of a text as they are written, unchecked: what does not fit is looked at again. */
type Written = {
  id?: string;
  kind?: string;
  outcome?: string;
  correlationId?: string;
  requestId?: string;
  person?: { id?: string; name?: string | null; email?: string | null };
  source?: { address?: string; userAgent?: string };
  grant?: { instance?: string; accountId?: string; role?: string };
  accountName?: string;
  accessKeyId?: string;
  tokenFingerprint?: string;
};

function part(value: string | null | undefined): string {
  return value === null || value === undefined ? "" : `=${value}`;
}

function joined(text: string): string {
  const event: Written = JSON.parse(text);
  const { person, source, grant } = event;
  return [
    part(event.id),
    part(event.kind),
    part(event.outcome),
    part(event.correlationId),
    part(event.requestId),
    part(person?.id),
    part(person?.name),
    part(person?.email),
    part(grant?.instance),
    part(grant?.accountId),
    part(event.accountName),
    part(grant?.role),
    part(source?.address),
    part(source?.userAgent),
    part(event.accessKeyId),
    part(event.tokenFingerprint),
  ].join(separator);
}

/** False where it must be looked at closely. */
export function surelyAgrees(text: string, found: string): boolean {
  try {
    return joined(text) === found && found.split(separator).length === names.length;
  } catch {
    return false;
  }
}

/** Column by column, of every row that has this place. */
export async function columnsAgree(sql: Sql, seq: number): Promise<boolean> {
  const selected = Object.entries(columns).map(([name, column]) => `${column}::text AS "${name}"`);
  const rows = await sql.query<{ text: string }>(
    `SELECT text, ${selected.join(", ")} FROM audit_event WHERE seq = $1::bigint`,
    [String(seq)],
  );
  return rows.every(({ text, ...found }) => {
    try {
      return isDeepStrictEqual(found, searchedColumns(text));
    } catch {
      return false;
    }
  });
}
