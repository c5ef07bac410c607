/** An event as it is stored: checked against its kind's fields, cut to their lengths, and written one way only. */

import "server-only";
import { randomUUID } from "node:crypto";
import canonicalize from "canonicalize";
import { z } from "zod";
import { type AuditEntry, AuditEnvelope, auditKinds } from "@/lib/core/audit-events";
import { once } from "@/lib/core/once";
import { PortalError } from "@/lib/core/portal-error";
import { storable } from "./storable";

type Fit = (value: unknown) => unknown;

function fitText(length?: number): Fit {
  // Once more after the cut, which may have gone through the middle of a character.
  return (value) => (typeof value === "string" ? storable(storable(value).slice(0, length)) : value);
}

const fitAny = fitText();

function fitObject(shape: Record<string, unknown>): Fit {
  const fits = new Map(Object.entries(shape).map(([name, schema]) => [name, fitOf(schema)]));
  return (value) => {
    if (typeof value !== "object" || value === null) return fitAny(value);
    const parts = Object.entries(value).map(([name, part]) => [name, (fits.get(name) ?? fitAny)(part)]);
    return Object.fromEntries(parts);
  };
}

function fitOf(schema: unknown): Fit {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return fitOf(schema.unwrap());
  if (schema instanceof z.ZodString) return fitText(schema.maxLength ?? undefined);
  return schema instanceof z.ZodObject ? fitObject(schema.shape) : fitAny;
}

/** Long names are cut rather than refused: an event with half a name is worth more than none. Each schema is read once. */
function fitted(schema: z.ZodType, value: unknown): unknown {
  const known = once("audit-fits", () => new WeakMap<z.ZodType, Fit>());
  const adapt = known.get(schema) ?? fitOf(schema);
  known.set(schema, adapt);
  return adapt(value);
}

/** Throws `not-recorded`, naming the fields and never their values. */
function checked<T>(schema: z.ZodType<T>, value: unknown, kind: string): T {
  const parsed = schema.safeParse(fitted(schema, value));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, code }) => `${path.join(".") || "event"} (${code})`);
  throw new PortalError("not-recorded", `an event of kind ${kind} does not fit: ${faults.join(", ")}`);
}

/** The columns that events are searched by, read from the event itself. */
const Searched = z.object({
  id: z.string(),
  kind: z.string(),
  outcome: z.string(),
  correlationId: z.string(),
  requestId: z.string().optional(),
  person: z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() }).optional(),
  source: z.object({ address: z.string(), userAgent: z.string() }).optional(),
  grant: z.object({ instance: z.string(), accountId: z.string(), role: z.string() }).optional(),
  accountName: z.string().optional(),
  accessKeyId: z.string().optional(),
  tokenFingerprint: z.string().optional(),
});

type Searched = z.infer<typeof Searched>;

function columnsOf({ person, source, grant, ...event }: Searched) {
  return {
    id: event.id,
    kind: event.kind,
    outcome: event.outcome,
    correlationId: event.correlationId,
    requestId: event.requestId ?? null,
    personId: person?.id ?? null,
    personName: person?.name ?? null,
    personEmail: person?.email ?? null,
    instance: grant?.instance ?? null,
    accountId: grant?.accountId ?? null,
    accountName: event.accountName ?? null,
    role: grant?.role ?? null,
    address: source?.address ?? null,
    userAgent: source?.userAgent ?? null,
    accessKeyId: event.accessKeyId ?? null,
    tokenFingerprint: event.tokenFingerprint ?? null,
  };
}

export type SearchedColumns = ReturnType<typeof columnsOf>;

/** Derived from nothing but the text, so that a column that was changed by itself can be told. Throws on other texts. */
export function searchedColumns(text: string): SearchedColumns {
  return columnsOf(Searched.parse(JSON.parse(text)));
}

export type AuditText = { id: string; text: string; columns: SearchedColumns };

/** Gives the event its id. Throws `not-recorded` where its kind does not allow what it carries. */
export function auditText({ kind, detail, ...rest }: AuditEntry): AuditText {
  const { outcome, detail: shape } = auditKinds[kind];
  const envelope = checked(AuditEnvelope, { ...rest, id: randomUUID() }, kind);
  const event = { ...envelope, kind, outcome, detail: checked<unknown>(shape, detail, kind) };
  const text = canonicalize(event);
  if (text === undefined) throw new PortalError("not-recorded", `an event of kind ${kind} has no text`);
  // From the event itself: to read back what was just written would cost as much as all the rest.
  return { id: envelope.id, text, columns: columnsOf(event) };
}
