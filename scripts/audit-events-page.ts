/**
 * The catalogue of audit events as a page for people who read the record or write programs that do. `write-audit-events-page.ts` writes it;
 * a test compares.
 */

import { z } from "zod";
import { auditCatalogue } from "@/lib/core/audit-catalogue";
import { AuditEnvelope, type AuditKind, auditKinds, isAuditKind } from "@/lib/core/audit-events";
import { ocsfClasses, ocsfNumbers, ocsfVersion } from "@/lib/core/ocsf-classes";

const kinds = Object.keys(auditKinds).filter(isAuditKind);

type JsonSchema = {
  properties?: Record<string, JsonSchema>;
  required?: string[];
  anyOf?: JsonSchema[];
  type?: string;
  format?: string;
  maxLength?: number;
  enum?: unknown[];
  pattern?: string;
};

/** `text, at most 64 characters`; `whole number or null`. */
function shapeOf({ type, format, maxLength, anyOf, enum: values }: JsonSchema): string {
  if (anyOf) return anyOf.map(shapeOf).join(" or ");
  if (values) return values.map((value) => `\`${value}\``).join(", ");
  if (format === "date-time") return "time, ISO 8601 in UTC";
  if (format === "uuid") return "UUID";
  if (type === "integer") return "whole number";
  if (type === "boolean") return "true or false";
  if (type === "string")
    return maxLength === undefined ? "text of a fixed form" : `text, at most ${maxLength} characters`;
  return type ?? "";
}

/** Fields within a field by both names: `person.email`. */
function fieldsOf(
  schema: JsonSchema,
  path = "",
  isOptional = false,
): [name: string, field: JsonSchema, isOptional: boolean][] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, field]) => {
    const mayLack = isOptional || !required.includes(name);
    if (field.properties) return fieldsOf(field, `${path}${name}.`, mayLack);
    return [[`${path}${name}`, field, mayLack] as [string, JsonSchema, boolean]];
  });
}

function fieldRows(schema: z.ZodType, says: Partial<Record<string, string>>): string[] {
  const fields = fieldsOf(z.toJSONSchema(schema, { io: "input" }) as JsonSchema);
  return fields.map(([name, field, isOptional]) => {
    const more = says[name];
    const sentences = [shapeOf(field), ...(isOptional ? ["optional"] : []), ...(more ? [more] : [])];
    return `| \`${name}\` | ${sentences.map((sentence) => `${capital(sentence)}.`).join(" ")} |`;
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** As it is stored, but for the order of its fields and the spaces. */
function storedExample(kind: AuditKind): string {
  const { detail, ...envelope } = auditCatalogue[kind].example;
  const id = "0193a3c1-6b1e-7c52-9a30-5b0f2c1d4e70";
  const event = { id, kind, outcome: auditKinds[kind].outcome, ...envelope, detail };
  return JSON.stringify(event, null, 2);
}

function section(kind: AuditKind): string[] {
  const { when, ocsf, fields = {} } = auditCatalogue[kind];
  const { outcome, detail } = auditKinds[kind];
  const { name } = ocsfClasses[ocsf.class];
  const { classUid, activityId, typeUid } = ocsfNumbers(ocsf);
  return [
    `## \`${kind}\``,
    "",
    when,
    "",
    `Outcome \`${outcome}\`. OCSF: ${name} (${classUid}), ${ocsf.activity} (${activityId}), type ${typeUid}.`,
    "",
    "| in `detail` | what |",
    "|---|---|",
    ...fieldRows(detail, fields),
    "",
    "```json",
    storedExample(kind),
    "```",
    "",
  ];
}

const envelopeSays = {
  id: "of this event",
  correlationId: "what all events of one click share; it is also in the user agent that AWS sees",
  "person.id": "who it was; the name and the address are those of that time",
  "person.userName": "by which Identity Center knows the person",
  "source.address": "the client's, as far as a trusted proxy says",
  "source.peer": "the socket's",
  "grant.instance": "the role that it is about",
  requestId: "of the event that this one answers",
  accountName: "what AWS called the account then",
  accessKeyId: "in clear: CloudTrail has the same",
  tokenFingerprint:
    "the access token that it is about, or that a machine came with, as an HMAC; older events have the id of the token's row in `detail`",
};

/** `docs/operations/audit-events.md`. */
export function auditEventsPage(): string {
  return [
    "# Audit events",
    "",
    "<!-- Made from lib/core/audit-events.ts and lib/core/audit-catalogue.ts by scripts/write-audit-events-page.ts. Change it there. -->",
    "",
    "Every kind of event that the [audit record](audit-record.md) can hold. A kind's name is its code: it is never renamed or taken away, and",
    "a field never changes its meaning. New kinds and new optional fields come with new versions.",
    "",
    `The classes are those of the [Open Cybersecurity Schema Framework](https://schema.ocsf.io/${ocsfVersion}) ${ocsfVersion}, in which the`,
    "record can be exported.",
    "",
    "| kind | when |",
    "|---|---|",
    ...kinds.map((kind) => `| [\`${kind}\`](#${kind.replaceAll(".", "")}) | ${auditCatalogue[kind].when} |`),
    "",
    "## What every event may have",
    "",
    "Besides its `kind`, its `outcome` and its `detail`. There is no other field, and none for a secret.",
    "",
    "| field | what |",
    "|---|---|",
    ...fieldRows(AuditEnvelope, envelopeSays),
    "",
    ...kinds.flatMap(section),
  ].join("\n");
}
