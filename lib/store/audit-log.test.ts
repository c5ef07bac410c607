/** The record, on each kind of store: what goes in, that it stays as it is, and how it is read. */

import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AuditEntry } from "@/lib/core/audit-events";
import { exportedEvents } from "./audit-export";
import { appendEvent, flushAudit } from "./audit-log";
import { auditPage, orphanedRequests } from "./audit-page";
import { startTestStore, storeKinds, type TestStore } from "./test-database";
import { verifyStore } from "./verify-store";

const person = {
  id: "7b0c1a52-9d0e-4f53-8f6a-1d2e3f405162",
  issuer: "https://id.example.com",
  subject: "ada",
  name: "Ada 100%_Lovelace",
  email: "ada@example.com",
};

function requested(changed: Partial<AuditEntry> = {}): AuditEntry {
  return {
    kind: "credentials.requested",
    detail: { format: "bash" },
    correlationId: randomUUID(),
    person,
    source: { address: "192.0.2.7", peer: "192.0.2.7", userAgent: "Mozilla/5.0" },
    grant: { instance: "main", accountId: "000000000123", role: "Reader" },
    accountName: "payments-prod",
    ...changed,
  } as AuditEntry;
}

const text = fc.string({ unit: "binary", maxLength: 700 });
/** What `binary` leaves out: NUL and halves of surrogate pairs, among letters. */
const hostile = fc
  .array(fc.oneof(fc.constantFrom("\0", "\ud800", "\udc00", "\ud83d", '"', "\\", "\u202e"), text), {
    maxLength: 8,
  })
  .map((parts) => parts.join(""));

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });

  const owner = (statement: string) =>
    store.run(
      `ALTER TABLE audit_event DISABLE TRIGGER USER; ${statement}; ALTER TABLE audit_event ENABLE TRIGGER USER`,
    );

  test("events recorded at once get places without gaps, in the order in which they came", async () => {
    const recorded = await Promise.all(Array.from({ length: 1_200 }, () => appendEvent(requested())));
    const places = recorded.map(({ seq }) => seq);
    const first = places[0] ?? 0;
    expect(places).toEqual(places.map((_, index) => first + index));
    expect(await verifyStore()).toMatchObject({ faults: [], head: { seq: first + 1_199 } });
  });

  test("events recorded one after another are each answered", async () => {
    const places: number[] = [];
    for (let index = 0; index < 50; index += 1) places.push((await appendEvent(requested())).seq);
    expect(places).toEqual(places.map((_, index) => (places[0] ?? 0) + index));
  });

  test("the page shows what was recorded", async () => {
    const entry = requested({ accessKeyId: "ASIAEXAMPLE123456789" });
    const { id, seq, at } = await appendEvent(entry);
    const { rows } = await auditPage({}, { before: null, limit: 1 });
    expect(rows).toEqual([
      {
        seq,
        id,
        at: at.toISOString(),
        kind: "credentials.requested",
        outcome: "requested",
        correlationId: entry.correlationId,
        requestId: null,
        personId: person.id,
        personName: person.name,
        personEmail: person.email,
        instance: "main",
        accountId: "000000000123",
        accountName: "payments-prod",
        role: "Reader",
        address: "192.0.2.7",
        userAgent: "Mozilla/5.0",
        accessKeyId: "ASIAEXAMPLE123456789",
        tokenFingerprint: null,
        detail: { format: "bash" },
      },
    ]);
  });

  test("an event that nobody is known for is recorded as well", async () => {
    const { seq } = await appendEvent({
      kind: "sign-in.failed",
      detail: { problem: "provider-unavailable" },
      correlationId: randomUUID(),
    });
    const { rows } = await auditPage({}, { before: null, limit: 1 });
    expect(rows[0]).toMatchObject({ seq, personId: null, instance: null, address: null, outcome: "failed" });
  });

  test("whatever a name holds, its event is recorded, cut to length, and the chain holds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 5 }), async (names) => {
        const recorded = await Promise.all(
          names.map((name) =>
            appendEvent(
              requested({
                accountName: name,
                person: { ...person, name, email: name },
                source: { address: name, peer: name, userAgent: name },
              }),
            ),
          ),
        );
        const { rows } = await auditPage({}, { before: null, limit: names.length });
        expect(rows.map(({ seq }) => seq).reverse()).toEqual(recorded.map(({ seq }) => seq));
        for (const { accountName, address } of rows) {
          expect(accountName?.length).toBeLessThanOrEqual(512);
          expect(address?.length).toBeLessThanOrEqual(64);
        }
      }),
      { numRuns: 60 },
    );
    expect(await verifyStore()).toMatchObject({ faults: [] });
  });

  test("what its kind does not allow is not recorded, and the refusal does not repeat it", async () => {
    const entry = requested({ detail: { format: "bash", secret: "canary" } as { format: string } });
    const refused = appendEvent(entry);
    await expect(refused).rejects.toMatchObject({ code: "not-recorded" });
    await expect(refused).rejects.not.toThrow("canary");
    await expect(appendEvent(requested({ accessKeyId: "wJalrXUtnFEMI/K7MDENG" }))).rejects.toMatchObject({
      code: "not-recorded",
    });
    expect(await store.dump()).not.toContain("canary");
  });

  test("one event that the database refuses does not take its neighbours along", async () => {
    await store.run(
      "ALTER TABLE audit_event ADD CONSTRAINT spoilt CHECK (account_name <> 'poison') NOT VALID",
    );
    const names = Array.from({ length: 40 }, (_, index) => (index % 13 === 5 ? "poison" : `name ${index}`));
    const answers = await Promise.allSettled(
      names.map((accountName) => appendEvent(requested({ accountName }))),
    );
    await store.run("ALTER TABLE audit_event DROP CONSTRAINT spoilt");

    expect(answers.map(({ status }) => status === "fulfilled")).toEqual(
      names.map((name) => name !== "poison"),
    );
    expect(answers[5]).toMatchObject({ reason: { code: "not-recorded" } });
    expect(await verifyStore()).toMatchObject({ faults: [] });
  });

  test("flushing waits for what was given before", async () => {
    const recorded = appendEvent(requested());
    let isRecorded = false;
    const noted = recorded.then(() => {
      isRecorded = true;
    });
    await flushAudit();
    await noted;
    expect(isRecorded).toBe(true);
  });

  test.each(["UPDATE audit_event SET role = 'Admin'", "DELETE FROM audit_event", "TRUNCATE audit_event"])(
    "the database refuses %s",
    async (statement) => {
      await expect(store.run(statement)).rejects.toThrow("append-only");
    },
  );

  describe("reading", () => {
    const correlationId = randomUUID();
    beforeAll(async () => {
      for (let index = 0; index < 7; index += 1) await appendEvent(requested({ correlationId }));
    });

    test("pages follow each other without a gap or a repetition, also while more is written", async () => {
      const seen: number[] = [];
      for (let before: number | null = null; ; ) {
        const page = await auditPage({ correlationId }, { before, limit: 3 });
        seen.push(...page.rows.map(({ seq }) => seq));
        await appendEvent(requested());
        before = page.before;
        if (before === null) break;
      }
      expect(seen).toHaveLength(7);
      expect(seen).toEqual([...new Set(seen)].sort((one, other) => other - one));
    });

    test("a last page that is full says that it is the last", async () => {
      expect((await auditPage({ correlationId }, { before: null, limit: 7 })).before).toBeNull();
    });

    test("all of the record can be taken out, in its order, over many batches", async () => {
      await Promise.all(Array.from({ length: 1_100 }, () => appendEvent(requested({ accountName: "many" }))));
      const total = (await auditPage({}, { before: null, limit: 1 })).rows[0]?.seq ?? 0;
      const seen: number[] = [];
      for await (const batch of exportedEvents({}, 0)) seen.push(...batch.map(({ seq }) => seq));
      expect(seen).toEqual(Array.from({ length: total }, (_, index) => index + 1));
    });

    test.each([
      ["part of a name, in any case", { person: { part: "lovel" } }, true],
      ["an e-mail address", { person: { part: "ada@EXAMPLE" } }, true],
      ["a sign that means something to the database", { person: { part: "100%_l" } }, true],
      ["the same sign elsewhere", { person: { part: "a%love" } }, false],
      ["a backslash", { person: { part: "\\" } }, false],
      ["people", { person: { ids: [randomUUID(), person.id] } }, true],
      ["other people", { person: { ids: [randomUUID(), randomUUID()] } }, false],
      ["nobody", { person: { ids: [] } }, false],
      ["one person", { personId: person.id }, true],
      ["one other person", { personId: randomUUID() }, false],
      ["part of an account's name", { account: { part: "MENTS-p" } }, true],
      ["accounts", { account: { ids: ["000000000124", "000000000123"] } }, true],
      ["other accounts", { account: { ids: ["000000000124"] } }, false],
      ["people and accounts", { person: { ids: [person.id] }, account: { ids: ["000000000124"] } }, false],
      ["a group of kinds", { kind: "keys" }, true],
      ["another group of kinds", { kind: "sign-in" }, false],
      ["a network", { address: "192.0.2.0/24" }, true],
      ["another network", { address: "192.0.3.0/24" }, false],
      ["a network of the other family", { address: "2001:db8::/32" }, false],
      ["text anywhere", { text: "mozilla/5" }, true],
      ["text with a quote", { text: 'format":"bash' }, false],
      ["other text", { text: "no such text" }, false],
      ["account", { accountId: "000000000123" }, true],
      ["another account", { accountId: "000000000124" }, false],
      ["role", { role: "Reader" }, true],
      ["another role", { role: "Read" }, false],
      ["kind", { kind: "credentials.requested" }, true],
      ["another kind", { kind: "sign-out" }, false],
      ["outcome", { outcome: "requested" }, true],
      ["another outcome", { outcome: "unknown" }, false],
      ["address", { address: "192.0.2.7" }, true],
      ["another address", { address: "192.0.2.8" }, false],
      ["key", { accessKeyId: "ASIAFILTER1234567890" }, true],
      ["another key", { accessKeyId: "ASIAFILTER1234567891" }, false],
      ["access token", { tokenFingerprint: "Zm9yLXRoZS1leGFtcGxlcw" }, true],
      ["another access token", { tokenFingerprint: "Zm9yLXRoZS1leGFtcGxleA" }, false],
      ["time that begins before", { from: "2020-01-01T00:00:00Z" }, true],
      ["time that begins after", { from: "2999-01-01T00:00:00Z" }, false],
      ["time that ends after", { until: "2999-01-01T00:00:00Z" }, true],
      ["time that ends before", { until: "2020-01-01T00:00:00Z" }, false],
    ] as const)("filters by %s", async (_, filter, isFound) => {
      const tokenFingerprint = "Zm9yLXRoZS1leGFtcGxlcw";
      const { id } = await appendEvent(requested({ accessKeyId: "ASIAFILTER1234567890", tokenFingerprint }));
      const { rows } = await auditPage(filter, { before: null, limit: 1 });
      expect(rows.some((row) => row.id === id)).toBe(isFound);
    });

    test.each(["\0", "\ud800", "%", "_", "\\", "'; --"])(
      "whatever is typed into a filter, %j too, is looked for as text",
      async (typed) => {
        const { rows } = await auditPage({ person: { part: typed } }, { before: null, limit: 200 });
        const sought = typed.replace(/\0|\ud800/, "\ufffd");
        for (const { personName, personEmail } of rows)
          expect(`${personName} ${personEmail}`).toContain(sought);
        await auditPage({ text: typed, account: { part: typed } }, { before: null, limit: 200 });
        for (const filter of [{ role: typed }, { address: typed }, { accessKeyId: typed }]) {
          const page = await auditPage(filter, { before: null, limit: 200 });
          for (const row of page.rows) expect(Object.values(row)).toContain(sought);
        }
      },
    );

    test("a request whose end nobody recorded is found, one that was answered is not", async () => {
      const open = await appendEvent(requested());
      const answered = await appendEvent(requested());
      await appendEvent({
        kind: "credentials.failed",
        detail: { problem: "aws-slow" },
        correlationId: randomUUID(),
        requestId: answered.id,
      });
      const later = new Date(Date.now() + 1_000);
      const before = new Date(Date.now() - 3_600_000);
      // What this file recorded before are orphans as well.
      await owner("CREATE TABLE kept AS SELECT * FROM audit_event");
      await owner(`DELETE FROM audit_event WHERE seq < ${open.seq}`);
      const found = (await orphanedRequests(["credentials.requested", "console.requested"], later)).map(
        ({ id }) => id,
      );
      await owner("DELETE FROM audit_event; INSERT INTO audit_event SELECT * FROM kept; DROP TABLE kept");
      expect(found).toEqual([open.id]);
      expect(await orphanedRequests(["credentials.requested", "console.requested"], before)).toEqual([]);
    });
  });
});
