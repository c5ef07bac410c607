/**
 * Whether what an event is searched by says what the event says. Nearly every text is laid out in the one way that is read here at
 * a glance, so that ten million rows are compared in a moment; whatever is not, or does not fit, is read as JSON, column by column.
 */

import "server-only";
import { isDeepStrictEqual } from "node:util";
import { type SearchedColumns, searchedColumns } from "./audit-text";
import type { Sql } from "./database-kind";

/** The names in the database, in the order in which canonical JSON has what they say. */
const columns = {
  accessKeyId: "access_key_id",
  accountName: "account_name",
  correlationId: "correlation_id",
  accountId: "account_id",
  instance: "instance",
  role: "role",
  id: "id",
  kind: "kind",
  outcome: "outcome",
  personEmail: "person_email",
  personId: "person_id",
  personName: "person_name",
  requestId: "request_id",
  address: "address",
  userAgent: "user_agent",
  tokenFingerprint: "token_fingerprint",
} as const satisfies Record<keyof SearchedColumns, string>;

/**
 * An event as canonical JSON, with spaces that it does not have. TEXT is in a column, OTHER in none; neither has an escape or a
 * control character in it, so each ends at its quote. FLAT has nothing within it that has parts. Whatever fits is JSON, has each
 * name once, and can be read in this way alone.
 */
const layout = String.raw`
  ^\{ ("accessKeyId":TEXT,)? ("accountName":TEXT,)? "correlationId":TEXT, "detail":FLAT,
  ("grant":\{ "accountId":TEXT, "instance":TEXT, "role":TEXT \},)? "id":TEXT, "kind":TEXT, "outcome":TEXT
  (,"person":\{
    "email":(null|TEXT), "id":TEXT, "issuer":OTHER, "name":(null|TEXT), "subject":OTHER (,"userName":OTHER)?
  \})?
  (,"requestId":TEXT)? (,"source":\{ "address":TEXT, "peer":OTHER, "userAgent":TEXT \})? (,"tokenFingerprint":TEXT)? \}$`;

const pair = "OTHER:(OTHER|-?[0-9][0-9.eE+-]*|true|false|null)";

const atGlance = new RegExp(
  layout
    .replaceAll("FLAT", String.raw`\{(${pair}(,${pair})*)?\}`)
    .replaceAll(/\s/g, "")
    .replaceAll("(", "(?:")
    .replaceAll("OTHER", String.raw`"[^"\\\x00-\x1f]*"`)
    .replaceAll("TEXT", String.raw`"([^"\\\x00-\x1f]*)"`),
);

const separator = "\u001f";

/** Nothing is told from an empty text. */
export const joinedColumns = `concat(${Object.values(columns)
  .map((name) => `'=' || ${name}`)
  .join(`, E'\\x1f', `)})`;

/** Whether so joined columns say what the text says. False where it must be looked at closely. */
export function surelyAgrees(text: string, found: string): boolean {
  const said = atGlance.exec(text)?.slice(1);
  // No part of what is said has the separator: where all is the same, no part of what was found has it either.
  return said?.map((value) => (value === undefined ? "" : `=${value}`)).join(separator) === found;
}

/** Which of these places, given as text, have a row whose columns do not say what its text says. */
export async function disagreeing(query: Sql["query"], places: readonly string[]): Promise<Set<string>> {
  const selected = Object.entries(columns).map(([name, column]) => `${column}::text AS "${name}"`);
  const rows = await query<{ place: string; text: string }>(
    `SELECT seq::text AS place, text, ${selected.join(", ")} FROM audit_event WHERE seq = ANY ($1::bigint[])`,
    [places],
  );
  return new Set(
    rows.filter(({ place: _, text, ...found }) => !agrees(text, found)).map(({ place }) => place),
  );
}

function agrees(text: string, found: object): boolean {
  try {
    return isDeepStrictEqual(found, searchedColumns(text));
  } catch {
    return false;
  }
}
