/** The record as a file: what stands in a cell comes out of it again, and no spreadsheet runs it. */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Person } from "@/lib/core/person";
import { exportAudit } from "@/lib/portal/export-audit";
import { newFacts } from "@/lib/portal/portal-for-tests";
import { record } from "@/lib/portal/record";
import { savePerson } from "@/lib/store/people";
import { startTestStore, type TestStore } from "@/lib/store/test-database";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});

afterAll(async () => {
  await store.stop();
});

async function somebody(name: string): Promise<Person> {
  const person = {
    issuer: "https://id.example.com",
    subject: "00u1",
    name: "x",
    email: "ada@example.com",
    emailVerified: true,
    userName: "a.lovelace",
    groups: null,
  };
  return { ...(await savePerson(person)), name };
}

/** A reader of RFC 4180 that was written for these tests alone. */
function parsed(csv: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|)(,|\r\n|$)/gy;
  while (cell.lastIndex < csv.length) {
    const at = cell.lastIndex;
    const [, text = "", end] = cell.exec(csv) ?? [];
    if (end === undefined) throw new Error(`No cell at ${at}.`);
    rows.at(-1)?.push(text.slice(1, -1).replaceAll('""', '"'));
    if (end === "\r\n" && cell.lastIndex < csv.length) rows.push([]);
  }
  return rows;
}

/** The cells of one person's sign-out, as the file has them, by the column's name. */
async function exported(name: string, userAgent: string): Promise<Record<string, string>> {
  const facts = { ...newFacts(), userAgent };
  const person = await somebody(name);
  await record(person, facts, { kind: "sign-out", detail: { everywhere: false } });
  const stream = await exportAudit(person, newFacts(), { correlationId: facts.correlationId });
  const [head = [], ...rows] = parsed(await new Response(stream).text());
  expect(rows).toHaveLength(1);
  return Object.fromEntries(head.map((column, index) => [column, rows[0]?.[index] ?? ""]));
}

test.each(["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", "\uff1d1+1"])(
  "a name that begins as a formula, %j, is text in the file",
  async (name) => {
    const cells = await exported(name, name);
    expect(cells.personName).toBe(`'${name}`);
    expect(cells.userAgent).toBe(`'${name}`);
  },
);

test.each([
  'a "quoted", name',
  "two\nlines",
  "two\r\nlines",
  "a,b;c",
  "\u202egnp.exe",
  '","=1+1',
  "é 🦉",
  "  x  ",
])("%j comes out as it went in, in a cell of its own", async (name) => {
  const cells = await exported(name, name);
  expect(cells.personName).toBe(name);
  expect(cells.detail).toBe('{"everywhere":false}');
});

test("reading the record out is on the record before the first row leaves, with what was chosen", async () => {
  const facts = newFacts();
  const person = await somebody("Ada");
  const stream = await exportAudit(person, facts, { kind: "audit.exported" });
  const rows = parsed(await new Response(stream).text());
  const own = rows.find((row) => row.includes(facts.correlationId));
  expect(own?.join()).toContain("audit.exported");
  expect(own?.at(-1)).toBe('{"filter":"{\\"kind\\":\\"audit.exported\\"}"}');
});

test("what cannot be recorded is not read out", async () => {
  await store.run("ALTER TABLE audit_event ADD CONSTRAINT spoiled CHECK (false) NOT VALID");
  const reading = exportAudit(await somebody("Ada"), newFacts(), {});
  await expect(reading).rejects.toMatchObject({ code: "not-recorded" });
  await store.run("ALTER TABLE audit_event DROP CONSTRAINT spoiled");
});

test("a reader who leaves ends the reading", async () => {
  const stream = await exportAudit(await somebody("Ada"), newFacts(), {});
  const reader = stream.getReader();
  await reader.read();
  await reader.cancel();
  expect(await reader.closed).toBeUndefined();
});
