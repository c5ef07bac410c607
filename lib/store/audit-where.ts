/** A filter of the record as conditions in SQL. What a person typed is always a value, and never a pattern. */

import "server-only";
import { isIPv6 } from "node:net";
import { auditKinds, isAuditKind } from "@/lib/core/audit-events";
import type { AuditChoice, Meant } from "@/lib/core/audit-row";
import { isKindGroup, kindGroupOf } from "@/lib/core/kind-groups";
import { Prisma } from "./generated/client";
import { storable } from "./storable";

const ascii = /^[\x20-\x7e]*$/;

/** Letters, whatever their case, anywhere in a column. Those of ASCII are compared without a language's rules: four times as fast. */
function holds(column: Prisma.Sql, text: string): Prisma.Sql {
  if (ascii.test(text)) return Prisma.sql`strpos(lower(${column} COLLATE "C"), ${text.toLowerCase()}) > 0`;
  return Prisma.sql`${column} ILIKE ${`%${text.replaceAll(/[\\%_]/g, "\\$&")}%`}`;
}

/** As it stands within the event's JSON. */
function asInJson(text: string): string {
  return JSON.stringify(storable(text)).slice(1, -1);
}

const byte = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const ipv4 = `^${byte}(\\.${byte}){3}$`;
const group = "[0-9a-f]{1,4}";
const shortened = Array.from(
  { length: 6 },
  (_, index) => `(${group}:){${index + 1}}(:${group}){1,${6 - index}}`,
);
const ipv6 = `^((${group}:){7}${group}|(${group}:){1,7}:|:(:${group}){1,7}|::|${shortened.join("|")})$`;

/** Only what has an address's shape is read as one: a cast that fails would fail the whole page. */
function within(network: string): Prisma.Sql {
  const shape = isIPv6(network.split("/")[0] ?? "") ? ipv6 : ipv4;
  return Prisma.sql`CASE WHEN address ~ ${shape} THEN address::inet <<= ${network}::inet ELSE false END`;
}

function from(address: string): Prisma.Sql {
  return address.includes("/") ? within(address) : Prisma.sql`address = ${storable(address)}`;
}

function partly(meant: Meant | undefined, ...columns: Prisma.Sql[]): Prisma.Sql[] {
  if (!meant || "ids" in meant) return [];
  const either = columns.map((column) => holds(column, storable(meant.part)));
  return [Prisma.sql`(${Prisma.join(either, " OR ")})`];
}

/** All but what `known` has. */
function conditions(choice: AuditChoice): Prisma.Sql[] {
  const { person, personId, account, accountId, role, kind, outcome } = choice;
  const { address, accessKeyId, tokenFingerprint, correlationId, text, from: begin, until } = choice;
  return [
    ...partly(person, Prisma.sql`person_name`, Prisma.sql`person_email`),
    ...partly(account, Prisma.sql`account_name`),
    ...(personId ? [Prisma.sql`person_id = ${personId}::uuid`] : []),
    ...(accountId ? [Prisma.sql`account_id = ${accountId}`] : []),
    ...(role ? [Prisma.sql`role = ${storable(role)}`] : []),
    ...kindIs(kind),
    ...(outcome ? [Prisma.sql`outcome = ${outcome}`] : []),
    ...(address ? [from(address)] : []),
    ...(accessKeyId ? [Prisma.sql`access_key_id = ${storable(accessKeyId)}`] : []),
    ...(tokenFingerprint ? [Prisma.sql`token_fingerprint = ${storable(tokenFingerprint)}`] : []),
    ...(correlationId ? [Prisma.sql`correlation_id = ${correlationId}::uuid`] : []),
    ...(text ? [holds(Prisma.sql`text`, asInJson(text))] : []),
    ...(begin ? [Prisma.sql`at >= ${begin}::timestamptz`] : []),
    ...(until ? [Prisma.sql`at <= ${until}::timestamptz`] : []),
  ];
}

/** Known people or accounts, any of whom an event may be about. */
type Known = { column: Prisma.Sql; ids: readonly string[]; type: Prisma.Sql };

/** Those that leave the fewest events come first. */
function known({ person, account }: AuditChoice): Known[] {
  const found: Known[] = [];
  if (person && "ids" in person)
    found.push({ column: Prisma.sql`person_id`, ids: person.ids, type: Prisma.sql`uuid` });
  if (account && "ids" in account)
    found.push({ column: Prisma.sql`account_id`, ids: account.ids, type: Prisma.sql`text` });
  return found;
}

function oneOf({ column, ids, type }: Known): Prisma.Sql {
  return Prisma.sql`${column} = ANY (${[...ids]}::text[]::${type}[])`;
}

/** Kinds are few, and the database knows how often each is: it finds its own way to the newest of several. */
function kindIs(kind: AuditChoice["kind"]): Prisma.Sql[] {
  if (isAuditKind(kind)) return [Prisma.sql`kind = ${kind}`];
  if (!isKindGroup(kind)) return [];
  const kinds = Object.keys(auditKinds).filter((one) => kindGroupOf(one) === kind);
  return [Prisma.sql`kind = ANY (${kinds}::text[])`];
}

/** What no index finds: each event of the time is looked into. */
export function isReadEventByEvent({ person, account, address, text }: AuditChoice): boolean {
  const parts = [person, account].some((named) => named !== undefined && "part" in named);
  return parts || text !== undefined || (address?.includes("/") ?? false);
}

/** Events after or before a place in the record, neither included. `among`: of the last so many before it. */
export type Place = { after?: number | null; before?: number | null; among?: number };

function lately(among: number, before: number | null): Prisma.Sql {
  const end =
    before === null ? Prisma.sql`(SELECT max(seq) FROM audit_event)` : Prisma.sql`${before}::bigint`;
  return Prisma.sql`seq > ${end} - ${among}::int`;
}

function placed({ after, before, among }: Place): Prisma.Sql[] {
  return [
    ...(among === undefined ? [] : [lately(among, before ?? null)]),
    ...(after == null ? [] : [Prisma.sql`seq > ${after}::bigint`]),
    ...(before == null ? [] : [Prisma.sql`seq < ${before}::bigint`]),
  ];
}

function all(parts: readonly Prisma.Sql[]): Prisma.Sql {
  return parts.length === 0 ? Prisma.sql`true` : Prisma.join([...parts], " AND ");
}

export function auditWhere(choice: AuditChoice, place: Place = {}): Prisma.Sql {
  return all([...known(choice).map(oneOf), ...conditions(choice), ...placed(place)]);
}

/**
 * The newest rows of a choice, `columns` of them. Several people or accounts are looked up one by one: an index gives the newest of
 * one at once, and the newest of any of them only by reading all.
 */
export function newestRows(
  columns: Prisma.Sql,
  choice: AuditChoice,
  place: Place,
  limit: number,
): Prisma.Sql {
  const [first, ...others] = known(choice);
  const where = all([...others.map(oneOf), ...conditions(choice), ...placed(place)]);
  const newest = Prisma.sql`ORDER BY seq DESC LIMIT ${limit}::int`;
  if (!first) return Prisma.sql`SELECT ${columns} FROM audit_event WHERE ${where} ${newest}`;
  return Prisma.sql`
    SELECT ${columns} FROM unnest(${[...first.ids]}::text[]::${first.type}[]) AS one, LATERAL (
      SELECT * FROM audit_event WHERE ${first.column} = one AND ${where} ${newest}
    ) AS found ${newest}`;
}

/**
 * The same rows, for what is read event by event and is seldom found: all of the time is read, by as many processes as the database
 * has to spare, where the order of an index would keep it to one.
 */
export function seldomRows(
  columns: Prisma.Sql,
  choice: AuditChoice,
  place: Place,
  limit: number,
): Prisma.Sql {
  const where = auditWhere(choice, place);
  return Prisma.sql`SELECT ${columns} FROM audit_event WHERE ${where} ORDER BY seq + 0 DESC LIMIT ${limit}::int`;
}
