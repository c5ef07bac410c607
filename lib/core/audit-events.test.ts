/** What the audit record may hold. Asked of every kind there is, so that a new one is asked too. */

import { describe, expect, test } from "vitest";
import { z } from "zod";
import { AuditEnvelope, auditKinds, auditOutcomes, isAuditKind } from "@/lib/core/audit-events";

const ids = {
  id: "0193a3c1-6b1e-7c52-9a30-5b0f2c1d4e6f",
  correlationId: "0193a3c1-6b1e-7c52-9a30-5b0f2c1d4e70",
};

const full = {
  ...ids,
  requestId: ids.id,
  person: {
    id: ids.id,
    issuer: "https://id.example.com",
    subject: "00u1",
    name: "Ada",
    email: "ada@example.com",
  },
  source: { address: "192.0.2.1", peer: "10.0.0.1", userAgent: "curl/8" },
  grant: { instance: "main", accountId: "012345678901", role: "ReadOnlyAccess" },
  accountName: "payments-prod",
  accessKeyId: "ASIAEXAMPLE0EXAMPLE0",
  tokenFingerprint: "Zm9yLXRoZS1leGFtcGxlcw",
};

const secretWords = /secret|token|password|key|cookie|credential|assertion|session|url|code/i;

type JsonSchema = {
  properties?: Record<string, JsonSchema>;
  additionalProperties?: unknown;
  anyOf?: JsonSchema[];
  type?: string;
  maxLength?: number;
  format?: string;
  pattern?: string;
};

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "input" }) as JsonSchema;

/** Every field of a schema by its path, however deep. */
function fieldsOf(schema: JsonSchema, path = ""): [string, JsonSchema][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    [`${path}${name}`, field] as [string, JsonSchema],
    ...fieldsOf(field, `${path}${name}.`),
  ]);
}

function objectsOf(schema: JsonSchema): JsonSchema[] {
  return schema.properties ? [schema, ...Object.values(schema.properties).flatMap(objectsOf)] : [];
}

/** Longest text a field can hold; a date or a UUID has its own end. */
function isBounded({ type, maxLength, format, pattern, anyOf }: JsonSchema): boolean {
  if (anyOf) return anyOf.every(isBounded);
  return (
    type !== "string" || maxLength !== undefined || format !== undefined || /\{\d+,?\d*\}/.test(pattern ?? "")
  );
}

const schemas: [string, z.ZodType][] = [
  ["the envelope", AuditEnvelope],
  ...Object.entries(auditKinds).map(([kind, { detail }]): [string, z.ZodType] => [kind, detail]),
];

describe.each(schemas)("%s", (_, schema) => {
  const fields = fieldsOf(jsonSchema(schema));

  test("has fields to be asked about", () => expect(fields.length).toBeGreaterThan(0));

  test("has no field that could hold a secret", () => {
    const named = fields.map(([path]) => path).filter((path) => secretWords.test(path));
    // The one key that is no secret, as it joins our record to CloudTrail's; and what names a token, and is an HMAC.
    expect(named.filter((path) => path !== "accessKeyId" && path !== "tokenFingerprint")).toEqual([]);
  });

  test("refuses every field it does not name, at any depth", () => {
    expect(objectsOf(jsonSchema(schema)).map((object) => object.additionalProperties)).not.toContain(
      undefined,
    );
    expect(objectsOf(jsonSchema(schema)).every((object) => object.additionalProperties === false)).toBe(true);
  });

  test("has no field without an end, so that nobody fills the disk", () => {
    expect(fields.filter(([, field]) => !isBounded(field)).map(([path]) => path)).toEqual([]);
  });
});

test("an event may carry who, from where, what for and which key", () => {
  expect(AuditEnvelope.parse(full)).toEqual(full);
  expect(AuditEnvelope.parse(ids)).toEqual(ids);
});

test.each([
  { ...full, secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" },
  { ...full, sessionToken: "IQoJb3JpZ2luX2Vj" },
  { ...full, person: { ...full.person, idToken: "eyJhbGciOiJSUzI1NiJ9.e30.c2ln" } },
  { ...full, source: { ...full.source, cookie: "__Host-session=1" } },
  { ...full, grant: { ...full.grant, sessionToken: "IQoJb3JpZ2luX2Vj" } },
])("a secret in a field of its own is refused: %#", (event) => {
  expect(AuditEnvelope.safeParse(event).success).toBe(false);
});

test.each([
  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "ASIAEXAMPLE0EXAMPLE0 wJalrXUtnFEMI",
  "asiaexample0example0",
  "A".repeat(33),
  "",
])("%j cannot pass for an access key id", (accessKeyId) => {
  expect(AuditEnvelope.safeParse({ ...full, accessKeyId }).success).toBe(false);
});

test("a field over its cap is refused, so a writer has to cut it", () => {
  const source = { ...full.source, userAgent: "x".repeat(513) };
  expect(AuditEnvelope.safeParse({ ...full, source }).success).toBe(false);
});

test("each kind has one known outcome, and each outcome is used", () => {
  const outcomes = Object.values(auditKinds).map(({ outcome }) => outcome);
  expect([...new Set(outcomes)].sort()).toEqual([...auditOutcomes].sort());
});

test("whatever is requested has an answer for every end it may come to", () => {
  const kinds = Object.keys(auditKinds);
  const subjects = kinds.filter((kind) => kind.endsWith(".requested")).map((kind) => kind.split(".")[0]);
  expect(subjects).toEqual(["credentials", "console"]);
  for (const subject of subjects) {
    const outcomes = Object.entries(auditKinds).flatMap(([kind, { outcome }]) =>
      kind.startsWith(`${subject}.`) ? [outcome] : [],
    );
    expect(outcomes.sort()).toEqual([...auditOutcomes].sort());
  }
});

test.each(["toString", "__proto__", "constructor", "credentials", "", 1, null, undefined])(
  "%j is no kind of event",
  (value) => expect(isAuditKind(value)).toBe(false),
);
