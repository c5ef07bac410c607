/** The record's tables are made ahead by whoever comes first, and nobody who writes an event notices. */

import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { monthOf, monthStart } from "@/lib/core/months";
import { appendEvent } from "./audit-log";
import { makePartsAhead } from "./audit-partitions";
import { auditParts, restPart } from "./audit-parts";
import { database } from "./database";
import type { Transact } from "./database-kind";
import { keepRecord, maintainRecord } from "./maintain-record";
import { startTestStore, storeKinds, type TestStore } from "./test-database";
import { verifyStore } from "./verify-store";

const now = new Date();

function append() {
  return appendEvent({ kind: "sign-out", detail: { everywhere: false }, correlationId: randomUUID() });
}

const inMonths = (months: number) => monthStart(now, months);

const nameAfter = (months: number) => `audit_event_${monthOf(inMonths(months)).replace("-", "_")}`;

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await startTestStore(kind);
  });
  afterEach(async () => {
    await store.stop();
  });

  const transact: Transact = async (work) => (await database()).transact(work);
  const make = (months: number, at: Date = now, on: Transact = transact) =>
    makePartsAhead(on, { now: at, months });
  const parts = async () => (await transact(auditParts)).map(({ name, until }) => [name, until]);

  /** As it is when nobody made tables for that long: all that is written lies in the rest. */
  async function forgotten(months: number): Promise<void> {
    const until = `'${inMonths(-months).toISOString()}'`;
    await store.run(`
      ALTER TABLE audit_event DETACH PARTITION audit_event_first;
      ALTER TABLE audit_event ATTACH PARTITION audit_event_first FOR VALUES FROM (MINVALUE) TO (${until})`);
  }

  async function triggers(): Promise<string[]> {
    const rows = await store.query<{ name: string }>(
      `SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = 'audit_event_is_append_only' ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  }

  test("a new record has a table up to the end of this month, and one for all that has none", async () => {
    expect(await parts()).toEqual([["audit_event_first", inMonths(1)]]);
  });

  test("the months ahead are made once, and each refuses changes by itself", async () => {
    const names = [1, 2, 3].map(nameAfter);
    expect(await make(3)).toEqual(names);
    expect(await make(3)).toEqual([]);
    expect(await parts()).toEqual([
      ["audit_event_first", inMonths(1)],
      ...names.map((name, index) => [name, inMonths(index + 2)]),
    ]);
    expect(await triggers()).toEqual(["audit_event", "audit_event_first", ...names, restPart].sort());
    for (const name of names) {
      await expect(store.run(`TRUNCATE ${name}`)).rejects.toThrow();
    }
  });

  test("any number may make them at once", async () => {
    const made = await Promise.all([make(3), make(3), make(3)]);
    expect(made.flat().sort()).toEqual([1, 2, 3].map(nameAfter));
  });

  test("the portal makes them where its role owns the tables", async () => {
    expect(await keepRecord()).toEqual({ made: [1, 2, 3].map(nameAfter), removed: [] });
  });

  test("what was written while nobody made tables stays where it is, and is a month's from then on", async () => {
    await forgotten(3);
    const written = await Promise.all(Array.from({ length: 30 }, append));
    const place = `SELECT tableoid::regclass::text AS name, ctid::text AS place FROM audit_event ORDER BY seq`;
    const before = await store.query<{ place: string }>(place);

    expect(await make(1)).toEqual([nameAfter(-3), nameAfter(1)]);
    expect(await parts()).toEqual([
      ["audit_event_first", inMonths(-3)],
      [nameAfter(-3), inMonths(1)],
      [nameAfter(1), inMonths(2)],
    ]);
    const after = await store.query(place);
    expect(after).toEqual(before.map((row) => ({ ...row, name: nameAfter(-3) })));
    expect((await append()).seq).toBe(written.length + 1);
    expect(await verifyStore()).toMatchObject({ faults: [], head: { seq: written.length + 1 } });
    await expect(store.run(`DELETE FROM ${nameAfter(-3)}`)).rejects.toThrow();
    await expect(store.run(`DELETE FROM ${restPart}`)).rejects.toThrow();
  });

  test("it can be forgotten again and again", async () => {
    for (const months of [6, 5, 4]) {
      const until = inMonths(-months);
      if (months === 6) await forgotten(months);
      await store.query(
        `INSERT INTO audit_event SELECT seq + 1, gen_random_uuid(), $1, version, kind, outcome, correlation_id, request_id, person_id,
           person_name, person_email, instance, account_id, account_name, role, address, user_agent, access_key_id, token_fingerprint, text, previous_hash, hash
         FROM (SELECT * FROM audit_event UNION ALL SELECT 0, gen_random_uuid(), now(), 1, '', '', gen_random_uuid(), NULL, NULL, NULL,
           NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', '', '') AS any_event ORDER BY seq DESC LIMIT 1`,
        [until],
      );
      expect(await make(1, until)).toContain(nameAfter(-months));
      // What was made ahead of that month goes again: nobody came for it in time.
      await store.run(`DROP TABLE ${nameAfter(1 - months)}`);
    }
    expect((await parts()).map(([name]) => name)).toEqual([
      "audit_event_first",
      ...[-6, -5, -4].map(nameAfter),
    ]);
  });

  test("people who write meanwhile are all acknowledged, and the chain holds", async () => {
    await forgotten(2);
    let isMade = false;
    async function writer(): Promise<number> {
      let count = 0;
      for (; !isMade; count += 1) await append();
      return count;
    }
    const writers = Array.from({ length: 16 }, writer);
    await append();
    await make(12).finally(() => {
      isMade = true;
    });
    const counts = await Promise.all(writers);
    const total = counts.reduce((sum, count) => sum + count, 1);
    expect(await verifyStore()).toMatchObject({ faults: [], head: { seq: total } });
  });

  test("whoever is stopped at any of its statements leaves the record whole, and the next one goes on", async () => {
    await forgotten(2);
    await append();
    let statements = 0;
    for (let fatal = 1; ; fatal += 1) {
      statements = 0;
      const doomed: Transact = (work) =>
        transact((sql) => {
          async function survive(): Promise<void> {
            statements += 1;
            if (statements !== fatal) return;
            if (kind === "postgresql") await sql.query("SELECT pg_terminate_backend(pg_backend_pid())");
            throw new Error("stopped");
          }
          return work({
            query: async (text, values) => {
              const rows = await sql.query<never>(text, values);
              await survive();
              return rows;
            },
            run: async (script) => {
              const rows = await sql.run<never>(script);
              await survive();
              return rows;
            },
          });
        });
      const ended = await make(1, now, doomed).then(
        () => "done",
        () => "stopped",
      );
      await append();
      expect(await verifyStore()).toMatchObject({ faults: [], head: { seq: fatal + 1 } });
      if (ended === "done") break;
    }
    expect(statements).toBeGreaterThan(0);
    expect(await make(1)).toEqual([]);
    expect((await parts()).map(([name]) => name)).toEqual(["audit_event_first", nameAfter(-2), nameAfter(1)]);
  });

  test.runIf(kind === "postgresql")(
    "whoever reads the record without end stops nobody from writing",
    async () => {
      const url = store.settings.DATABASE_URL ?? "";
      const { transact: another } = await database();
      let reading: () => void = () => undefined;
      const isRead = new Promise<void>((resolve) => {
        reading = resolve;
      });
      // No longer than the portal's connections may idle: the rest of the time is the maintenance's own.
      const reader = another(async (sql) => {
        await sql.query("SET LOCAL idle_in_transaction_session_timeout = 0");
        await sql.query("SELECT FROM audit_event");
        await isRead;
      });
      const made = maintainRecord(url, { months: 1 });
      for (let count = 0; count < 40; count += 1) await append();
      reading();
      await reader;
      expect(await made).toEqual({ made: [nameAfter(1)], removed: [] });
      expect(await verifyStore()).toMatchObject({ faults: [], head: { seq: 40 } });
    },
  );
});
