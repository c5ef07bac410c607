/** The record as a file: what stands in it comes out of it again, no spreadsheet runs it, and nobody takes it unrecorded. */

import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExportFormat } from "@/lib/core/audit-export";
import type { AuditFilter } from "@/lib/core/audit-row";
import type { Person } from "@/lib/core/person";
import { parseRecordLine } from "@/lib/core/record-line";
import { exportAudit } from "@/lib/portal/export-audit";
import { newFacts } from "@/lib/portal/portal-for-tests";
import { record } from "@/lib/portal/record";
import { linkHash } from "@/lib/store/audit-chain";
import { writeCheckpoint } from "@/lib/store/audit-checkpoints";
import { addEvents } from "@/lib/store/bulk-events-for-tests";
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

type Choice = { format?: ExportFormat; filter?: AuditFilter; after?: number; statement?: number };

async function take(choice: Choice = {}, facts = newFacts()): Promise<ReadableStream<Uint8Array>> {
  return await exportAudit(await somebody("Ada"), facts, {
    format: "jsonl",
    filter: {},
    after: 0,
    ...choice,
  });
}

async function taken(choice: Choice = {}, facts = newFacts()): Promise<string> {
  return await new Response(await take(choice, facts)).text();
}

/** The numbers of the events in lines of the record. */
const placesIn = (text: string): number[] => lines(text).flatMap((line) => JSON.parse(line).seq ?? []);

const lines = (text: string) => text.split("\n").slice(0, -1);

async function eventsOf({ correlationId }: { correlationId: string }) {
  const rows = await store.query<{ text: string; place: string }>(
    "SELECT text, seq::text AS place FROM audit_event WHERE correlation_id = $1::uuid ORDER BY seq",
    [correlationId],
  );
  return rows.map(({ text, place }) => ({ ...JSON.parse(text), seq: Number(place) }));
}

/** As other people's programs read it: Python's own reader, which knows nothing of ours. */
function readByPython(csv: string, separator = ","): string[][] {
  const program =
    "import csv, io, json, sys; text = sys.stdin.buffer.read().decode('utf-8');" +
    "json.dump(list(csv.reader(io.StringIO(text, newline=''), delimiter=sys.argv[1])), sys.stdout)";
  const done = spawnSync("python3", ["-X", "utf8", "-c", program, separator], {
    input: csv,
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}

/** A sign-out of somebody so named, from such a browser, as a table. */
async function table(name: string, userAgent: string): Promise<string> {
  const facts = { ...newFacts(), userAgent };
  await record(await somebody(name), facts, { kind: "sign-out", detail: { everywhere: false } });
  return await taken({ format: "csv", filter: { correlationId: facts.correlationId } });
}

async function cellsOf(name: string, userAgent = name): Promise<Record<string, string>> {
  const [head = [], ...rows] = readByPython(await table(name, userAgent));
  expect(rows).toHaveLength(1);
  return Object.fromEntries(head.map((column, index) => [column, rows[0]?.[index] ?? ""]));
}

describe("as a table", () => {
  test.each(["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", "\uff1d1+1"])(
    "a name that begins as a formula, %j, is text",
    async (name) => {
      const cells = await cellsOf(name);
      expect(cells.personName).toMatch(/^'/);
      expect(cells.personName?.replaceAll("'", "")).toBe(name.replaceAll("'", ""));
      expect(cells.userAgent).toBe(cells.personName);
    },
  );

  test.each(['x;=1+1;"', "x\n=1+1", "x\r\n=1+1", "x\t@SUM(1)", 'x","=1+1', 'x;"=1+1', "x|-2+3", "x;\uff0b1"])(
    "no cell is a formula, whatever separates cells, where a name holds %j",
    async (name) => {
      const csv = await table(name, name);
      for (const separator of [",", ";", "\t", "|"]) {
        const cells = readByPython(csv, separator).flat();
        expect(cells.filter((cell) => /^[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell))).toEqual([]);
      }
    },
  );

  test.each([
    'a "quoted", name',
    "two\nlines",
    "two\r\nlines",
    "a,b;c",
    "\u202egnp.exe",
    "é 🦉",
    "  x  ",
    "a=b+c-d@e",
    "it's",
  ])("%j comes out as it went in, in a cell of its own", async (name) => {
    const cells = await cellsOf(name);
    expect(cells.personName).toBe(name);
    expect(cells.detail).toBe('{"everywhere":false}');
  });

  test("what is not known is an empty cell, and every line has as many as the first", async () => {
    const rows = readByPython(await taken({ format: "csv" }));
    expect(rows.length).toBeGreaterThan(1);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });

  test("one that goes on has no second line of names", async () => {
    const [, first = []] = readByPython(await taken({ format: "csv" }));
    const rest = readByPython(await taken({ format: "csv", after: Number(first[0]) }));
    expect(rest[0]?.[0]).toBe(String(Number(first[0]) + 1));
  });
});

describe("as lines of the record", () => {
  test("every line is an event with its place in the chain, and its digest can be computed from the line", async () => {
    await record(await somebody("ß 🦉 \u202e"), newFacts(), {
      kind: "sign-out",
      detail: { everywhere: true },
    });
    const events = lines(await taken()).map(parseRecordLine);
    let expected = 1;
    let previous = "00".repeat(32);
    for (const event of events) {
      if (!event || "statement" in event) throw new Error("A line that is no event.");
      expect([event.seq, event.previous]).toEqual([expected, previous]);
      expect(linkHash({ ...event, at: Date.parse(event.at) })).toBe(event.hash);
      expected += 1;
      previous = event.hash;
    }
    expect(expected).toBeGreaterThan(2);
  });

  test("a file that broke off goes on where it ended, without a gap or a repetition", async () => {
    const whole = lines(await taken());
    const place = 3;
    const rest = lines(await taken({ after: place }));
    const first = whole.slice(0, place);
    expect([...first, ...rest].slice(0, whole.length)).toEqual(whole);
  });
});

describe("with what the portal signed", () => {
  const signOut = async (facts = newFacts()) =>
    await record(await somebody("Ada"), facts, { kind: "sign-out", detail: { everywhere: false } });

  const shape = (line: string) => {
    const item = parseRecordLine(line);
    if (!item) throw new Error(`No line of a record: ${line.slice(0, 80)}`);
    return "statement" in item ? `statement ${item.statement.number} of ${item.statement.seq}` : item.seq;
  };

  test("the whole record has each statement right after the event that it names", async () => {
    await signOut();
    const first = await writeCheckpoint();
    await signOut();
    await signOut();
    const second = await writeCheckpoint();
    if (!first || !second) throw new Error("Nothing was signed.");
    const shapes = lines(await taken()).map(shape);
    for (const { number, seq } of [first, second]) {
      expect(shapes[shapes.indexOf(seq) + 1]).toBe(`statement ${number} of ${seq}`);
    }
    const events = shapes.filter((it) => typeof it === "number");
    expect(events).toEqual(events.map((_, index) => index + 1));
  });

  test("a part of the record, and a table, have none", async () => {
    await signOut();
    await writeCheckpoint();
    expect(await taken({ filter: { kind: "sign-out" } })).not.toContain('{"statement"');
    expect(await taken({ format: "ocsf" })).not.toContain('"signature"');
  });

  test("one that goes on begins with what was signed of the last event, unless that is there already", async () => {
    await signOut();
    const signed = await writeCheckpoint();
    if (!signed) throw new Error("Nothing was signed.");
    const { seq: after, number: statement } = signed;
    const begins = async (reached: Choice) => shape(lines(await taken(reached))[0] ?? "");
    expect(await begins({ after })).toBe(`statement ${statement} of ${after}`);
    expect(await begins({ after, statement })).toBe(after + 1);
    expect(await begins({ after, statement: statement - 1 })).toBe(`statement ${statement} of ${after}`);
  });
});

describe("in the framework's words", () => {
  test("every line is one event, in the order of the chain", async () => {
    const events = lines(await taken({ format: "ocsf" })).map((line) => JSON.parse(line));
    const places = events.map(({ metadata }) => metadata.sequence);
    expect(places).toEqual(places.map((_, index) => index + 1));
    expect(new Set(events.map(({ metadata }) => metadata.version))).toEqual(new Set(["1.9.0"]));
  });
});

describe.each(["jsonl", "csv", "ocsf"] as const)("as %s", (format) => {
  test("a filter lets through what it does on the page", async () => {
    const facts = newFacts();
    await record(await somebody("Ada"), facts, { kind: "sign-out", detail: { everywhere: false } });
    const text = await taken({ format, filter: { correlationId: facts.correlationId } });
    const rows = format === "csv" ? readByPython(text).slice(1) : lines(text);
    expect(rows).toHaveLength(1);
  });

  test("taking it is on the record before the first line leaves, and that it was taken whole afterwards", async () => {
    const facts = newFacts();
    const stream = await take({ format, filter: { kind: "sign-out" } }, facts);
    const [begun, ...none] = await eventsOf(facts);
    expect(begun).toMatchObject({
      kind: "audit.exported",
      detail: { format, filter: '{"kind":"sign-out"}' },
    });
    expect(none).toEqual([]);
    await new Response(stream).text();
    const [signedOut] = await store.query<{ many: number; last: number }>(
      "SELECT count(*)::int AS many, max(seq)::int AS last FROM audit_event WHERE kind = 'sign-out'",
    );
    expect((await eventsOf(facts))[1]).toMatchObject({
      kind: "audit.export-completed",
      requestId: begun?.id,
      detail: { format, events: signedOut?.many, last: signedOut?.last },
    });
  });

  test("what cannot be recorded is not taken", async () => {
    await store.run("ALTER TABLE audit_event ADD CONSTRAINT spoiled CHECK (false) NOT VALID");
    const reading = take({ format });
    await expect(reading).rejects.toMatchObject({ code: "not-recorded" });
    await store.run("ALTER TABLE audit_event DROP CONSTRAINT spoiled");
  });

  test("after the last event there is nothing more than what came since", async () => {
    const facts = newFacts();
    const text = await taken({ format, after: 999_999_999 }, facts);
    expect(text).toBe("");
    expect((await eventsOf(facts))[1]).toMatchObject({ detail: { events: 0, last: 999_999_999 } });
  });
});

describe("of a record longer than one batch", () => {
  beforeAll(async () => {
    await addEvents(store, 3_000);
  });

  test("all events come, each once, in their order", async () => {
    const places = placesIn(await taken());
    expect(places.length).toBeGreaterThan(3_000);
    expect(places).toEqual(places.map((_, index) => index + 1));
  });

  test("few events among many are found", async () => {
    const facts = { ...newFacts(), address: "203.0.113.77" };
    await record(await somebody("Ada"), facts, { kind: "sign-out", detail: { everywhere: true } });
    for (const filter of [{ address: facts.address }, { text: facts.address }]) {
      expect(lines(await taken({ filter })).join()).toContain(facts.correlationId);
    }
  });

  test("a reader who leaves ends the reading, and how far they came is on the record", async () => {
    const facts = newFacts();
    const reader = (await take({}, facts)).getReader();
    const { value } = await reader.read();
    const got = placesIn(new TextDecoder().decode(value)).length;
    await reader.cancel();
    expect((await eventsOf(facts)).slice(1)).toMatchObject([
      {
        kind: "audit.export-broken",
        detail: { format: "jsonl", events: got, last: got, reason: "whoever took it left" },
      },
    ]);
  });

  test("a reader who is blocked gets no more of it, and how far they came is on the record", async () => {
    const facts = newFacts();
    const reader = (await take({}, facts)).getReader();
    await reader.read();
    await store.run("UPDATE person SET blocked_at = now()");
    await expect(reader.read()).rejects.toMatchObject({ code: "person-blocked" });
    await store.run("UPDATE person SET blocked_at = NULL");
    expect((await eventsOf(facts)).slice(1)).toMatchObject([
      { kind: "audit.export-broken", detail: { reason: "person-blocked" } },
    ]);
  });

  test("nothing is read before somebody takes it, and no more than one piece ahead of them", async () => {
    const facts = newFacts();
    const stream = await take({}, facts);
    await store.run("ALTER TABLE audit_event RENAME TO audit_event_away");
    await expect(stream.getReader().read()).rejects.toMatchObject({ code: "store-unavailable" });
    await store.run("ALTER TABLE audit_event_away RENAME TO audit_event");
  });

  test("a database that goes away breaks the download off: it does not look whole", async () => {
    const facts = newFacts();
    const reader = (await take({}, facts)).getReader();
    await reader.read();
    await store.run("ALTER TABLE audit_event RENAME TO audit_event_away");
    await expect(reader.read()).rejects.toMatchObject({ code: "store-unavailable" });
    await store.run("ALTER TABLE audit_event_away RENAME TO audit_event");
    // The end could not be recorded either: the beginning stands alone, which says the same.
    expect(await eventsOf(facts)).toHaveLength(1);
  });
});
