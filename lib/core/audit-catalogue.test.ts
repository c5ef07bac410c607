/** The catalogue of events: each is explained by an example that the record takes, and none was ever renamed. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { auditCatalogue } from "@/lib/core/audit-catalogue";
import {
  type AuditEntry,
  AuditEnvelope,
  type AuditKind,
  auditKinds,
  isAuditKind,
} from "@/lib/core/audit-events";
import { ocsfClasses, ocsfNumbers } from "@/lib/core/ocsf-classes";
import { auditText } from "@/lib/store/audit-text";

const kinds = Object.keys(auditKinds).filter(isAuditKind);

function entryOf(kind: AuditKind): AuditEntry {
  return { kind, ...auditCatalogue[kind].example } as AuditEntry;
}

describe.each(kinds)("%s", (kind) => {
  const { when, ocsf, fields = {} } = auditCatalogue[kind];
  const entry = entryOf(kind);

  test("says in a sentence when it happens", () => expect(when).toMatch(/^[A-Z].{20,300}\.$/));

  test("has an example that is stored exactly as it stands", () => {
    const { id, ...stored } = JSON.parse(auditText(entry).text);
    expect(z.uuid().safeParse(id).success).toBe(true);
    expect(stored).toEqual({ ...entry, outcome: auditKinds[kind].outcome });
  });

  test("has an activity that its OCSF class knows", () => {
    const { activities, uid } = ocsfClasses[ocsf.class];
    expect(Object.keys(activities)).toContain(ocsf.activity);
    const { activityId, typeUid } = ocsfNumbers(ocsf);
    expect(typeUid).toBe(uid * 100 + activityId);
  });

  test("explains no field that it has not", () => {
    expect(Object.keys(auditKinds[kind].detail.shape)).toEqual(expect.arrayContaining(Object.keys(fields)));
  });
});

/** Every text that a schema can hold, by its path. */
function textsOf(schema: unknown, path: string): [path: string, text: z.ZodString][] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return textsOf(schema.unwrap(), path);
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, field]) => textsOf(field, `${path}.${name}`));
  }
  if (schema instanceof z.ZodArray) return textsOf(schema.element, `${path}[]`);
  return schema instanceof z.ZodString ? [[path, schema]] : [];
}

test("no text of any kind is without an end", () => {
  const all = [["event", AuditEnvelope], ...kinds.map((kind) => [kind, auditKinds[kind].detail])] as const;
  const texts = all.flatMap(([name, schema]) => textsOf(schema, String(name)));
  expect(texts.length).toBeGreaterThan(50);
  const endless = texts.filter(([, text]) => text.safeParse("x".repeat(2_000)).success);
  expect(endless.map(([path]) => path)).toEqual([]);
});

test("a text without an end would be found", () => {
  const found = textsOf(z.strictObject({ a: z.strictObject({ b: z.string().optional() }) }), "event");
  expect(found.map(([path, text]) => [path, text.safeParse("x".repeat(2_000)).success])).toEqual([
    ["event.a.b", true],
  ]);
});

test("no kind was ever renamed, taken away, or given another outcome", () => {
  const lines = readFileSync("lib/core/audit-kinds.txt", "utf8").trim().split("\n");
  const ever = lines.filter((line) => !line.startsWith("#"));
  const now = kinds.map((kind) => `${kind} ${auditKinds[kind].outcome}`);
  expect(now).toEqual(expect.arrayContaining(ever));
  // A new kind is for ever, too: it belongs into the list.
  expect([...ever].sort()).toEqual([...now].sort());
});
