/** What is read at a glance: an event's own columns are found to agree, and no others ever are, whatever text and columns hold. */

import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AuditEntry } from "@/lib/core/audit-events";
import { auditText, type SearchedColumns, searchedColumns } from "./audit-text";
import { surelyAgrees } from "./record-columns";

const order = [
  ...[
    "accessKeyId",
    "accountName",
    "correlationId",
    "accountId",
    "instance",
    "role",
    "id",
    "kind",
    "outcome",
  ],
  ...["personEmail", "personId", "personName", "requestId", "address", "userAgent", "tokenFingerprint"],
] as (keyof SearchedColumns)[];

/** As the database joins them. */
function joined(columns: SearchedColumns): string {
  return order.map((name) => (columns[name] === null ? "" : `=${columns[name]}`)).join("\u001f");
}

const full: AuditEntry = {
  kind: "credentials.issued",
  correlationId: randomUUID(),
  requestId: randomUUID(),
  person: {
    id: randomUUID(),
    issuer: "https://id.example.com",
    subject: "00u1",
    name: "Adélaïde 🛂 Lovelace",
    email: null,
    userName: "ada",
  },
  source: { address: "2001:db8::7", peer: "192.0.2.7", userAgent: "Mozilla/5.0 (X11; Linux x86_64)" },
  grant: { instance: "main", accountId: "000000000123", role: "Reader" },
  accountName: "Payments, live",
  accessKeyId: "ASIAEXAMPLE123456789",
  tokenFingerprint: "abcdefghijklmnopqrstuv",
  detail: { format: "bash", expiresAt: "2027-01-01T00:00:00.000Z", reused: true },
};
const bare: AuditEntry = { kind: "sign-out", correlationId: randomUUID(), detail: { everywhere: false } };
const counting: AuditEntry = {
  kind: "sign-in.succeeded",
  correlationId: randomUUID(),
  detail: { groups: null, administrator: true, auditor: false },
};

describe("what the portal writes is read at a glance", () => {
  const without = (name: keyof AuditEntry) => {
    const { [name]: _, ...rest } = full;
    return rest as AuditEntry;
  };
  const optional = [
    "requestId",
    "person",
    "source",
    "grant",
    "accountName",
    "accessKeyId",
    "tokenFingerprint",
  ];
  const entries = [full, bare, counting, ...optional.map((name) => without(name as keyof AuditEntry))];
  test.each(entries.map((entry) => [Object.keys(entry).join(", "), auditText(entry).text]))(
    "%s",
    (_, text) => {
      expect(surelyAgrees(text, joined(searchedColumns(text)))).toBe(true);
    },
  );
});

test("a column that says anything else is seen, also where it looks like several", {
  timeout: 120_000,
}, () => {
  const { text, columns } = auditText(full);
  const hostile = fc.oneof(
    fc.constantFrom(null, "", "=", "\u001f", "\u001f=", "null", `x","kind":"y`),
    fc.constantFrom(...order).map((name) => `${columns[name]}\u001f=${columns[name]}`),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...order), { minLength: 1 }),
      fc.array(hostile),
      (names, values) => {
        const changed = { ...columns };
        for (const [index, name] of names.entries())
          Object.assign(changed, { [name]: values[index] ?? null });
        const isSame = order.every((name) => changed[name] === columns[name]);
        return surelyAgrees(text, joined(changed)) === isSame;
      },
    ),
    { numRuns: 500 },
  );
});

test("of a text that was tampered with nothing is said that JSON does not say", {
  timeout: 120_000,
}, () => {
  const pieces = [
    ...['"', "\\", "{", "}", ",", ":", "null", '","', '":"', "\\u0022", "\u001f", "\u0000", "[1]", '{"a":1}'],
    ...['"id":"other",', '"kind":"sign-out",', ',"grant":{"accountId":"1","instance":"2","role":"3"}'],
    ...['"detail":{"a":"}', '"},"id":"', '"kind":"a","outcome":"b"', "1e5", "truefalse"],
  ];
  const { text } = auditText(full);
  const edit = fc.tuple(fc.nat(text.length), fc.nat(12), fc.constantFrom("", ...pieces));
  const says = (tampered: string) => {
    try {
      return joined(searchedColumns(tampered));
    } catch {
      return null;
    }
  };
  // Whoever tampers with both makes the columns say what a careless reader would read.
  const careless = (tampered: string) =>
    order.map((name) => {
      const key = { personEmail: "email", personId: "id", personName: "name" }[name as string] ?? name;
      const found = new RegExp(`"${key}":"([^"]*)"`).exec(tampered);
      return found ? `=${found[1]}` : "";
    });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const tampered = edits.reduce(
        (now, [at, length, piece]) => now.slice(0, at) + piece + now.slice(at + length),
        text,
      );
      const truth = says(tampered);
      for (const found of [truth, careless(tampered).join("\u001f"), joined(searchedColumns(text))]) {
        if (found !== null && surelyAgrees(tampered, found) && found !== truth) return false;
      }
      return true;
    }),
    { numRuns: 5_000 },
  );
});
