/** One event as RFC 5424 writes it. The only file that knows the format. */

import "server-only";
import type { Facts, Item } from "@/lib/delivery/receiver";

/** "log audit". */
const facility = 13;

/** RFC 5424's severities, by how an event ended. */
const severities: ReadonlyMap<string, number> = new Map([
  ["requested", 6],
  ["succeeded", 6],
  ["refused", 4],
  ["unknown", 4],
  ["failed", 3],
]);

/** Control characters have no place in a parameter; the message holds the event as it is. */
const unprintable = /[\p{Cc}\u2028\u2029\p{Surrogate}]/gu;

function parameter(name: string, value: string | null): string {
  if (value === null || value === "") return "";
  const escaped = value.replace(unprintable, "\ufffd").replace(/["\\\]]/g, "\\$&");
  return ` ${name}="${escaped}"`;
}

/** Of the header: printable ASCII without spaces, so long and no longer, and never empty. */
function headerPart(text: string, length: number): string {
  return text.replace(/[^\x21-\x7e]/g, "").slice(0, length) || "-";
}

function structuredData(place: number, facts: Facts, enterprise: number): string {
  const { kind, outcome, correlationId, personName, accountId, role, address, accessKeyId } = facts;
  const parameters = [
    parameter("seq", String(place)),
    parameter("kind", kind),
    parameter("outcome", outcome),
    parameter("person", personName),
    parameter("account", accountId),
    parameter("role", role),
    parameter("address", address),
    parameter("accessKeyId", accessKeyId),
    parameter("correlationId", correlationId),
  ];
  return `[audit@${enterprise}${parameters.join("")}]`;
}

export type Origin = { hostname: string; enterprise: number };

/** The message's bytes. MSG begins with the BOM, as RFC 5424 has it for UTF-8, and is the line of the record. */
export function syslogMessage({ place, at, line, facts }: Item, { hostname, enterprise }: Origin): Buffer {
  const priority = facility * 8 + (severities.get(facts?.outcome ?? "") ?? 6);
  const kind = headerPart(facts?.kind ?? "statement", 32);
  const header = `<${priority}>1 ${at} ${headerPart(hostname, 255)} sallyport - ${kind}`;
  const data = facts ? structuredData(place, facts, enterprise) : "-";
  return Buffer.from(`${header} ${data} \ufeff${line}`, "utf8");
}

/** With its length before it, as RFC 5425 sends it: octet counting. */
export function framed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${message.length} `, "ascii"), message]);
}
