/** The record in each kind of store against whoever owns its tables: any change is found, and the row named. */

import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { AuditEntry } from "@/lib/core/audit-events";
import type { RecordFault } from "@/lib/core/record-fault";
import { appendTombstone, writeCheckpoint } from "./audit-checkpoints";
import { appendEvent } from "./audit-log";
import { database } from "./database";
import { statementDigest } from "./record-statement";
import { startTestStore, storeKinds, type TestStore } from "./test-database";
import { verifyStore } from "./verify-store";

function requested(accountName: string): AuditEntry {
  return {
    kind: "credentials.requested",
    detail: { format: "bash" },
    correlationId: randomUUID(),
    person: {
      id: "7b0c1a52-9d0e-4f53-8f6a-1d2e3f405162",
      issuer: "https://id.example.com",
      subject: "ada",
      // As a name may be that wants to look like two columns.
      name: "Ada \u001f=Lovelace\u001e",
      email: "ada@example.com",
    },
    source: { address: "192.0.2.7", peer: "192.0.2.7", userAgent: "Mozilla/5.0" },
    grant: { instance: "main", accountId: "000000000123", role: "Reader" },
    accountName,
  };
}

/** Places of the checkpoints; the last two events are signed by nobody. */
const size = 30;
const checkpoints = [8, 16, 24, 28];
const middle = 12;

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(kind);
    for (let seq = 1; seq <= size; seq += 1) {
      await appendEvent(requested(`account ${seq}`));
      if (checkpoints.includes(seq)) await writeCheckpoint();
    }
    await store.run(
      "CREATE TABLE kept AS SELECT * FROM audit_event; CREATE TABLE kept_too AS SELECT * FROM audit_checkpoint",
    );
  });
  afterAll(async () => {
    await store.stop();
  });

  const tables = ["audit_event", "audit_checkpoint"];
  const owner = (statement: string) =>
    store.run(
      [
        ...tables.map((table) => `ALTER TABLE ${table} DISABLE TRIGGER USER`),
        statement,
        ...tables.map((table) => `ALTER TABLE ${table} ENABLE TRIGGER USER`),
      ].join("; "),
    );
  const putBack = () =>
    owner(`DELETE FROM audit_event; INSERT INTO audit_event SELECT * FROM kept;
      DELETE FROM audit_checkpoint; INSERT INTO audit_checkpoint SELECT * FROM kept_too`);

  const faultsAfter = async (statement: string) => {
    await owner(statement);
    return (await verifyStore()).faults;
  };

  describe("after a change", () => {
    afterEach(async () => {
      await putBack();
      expect(await verifyStore()).toMatchObject({
        faults: [],
        events: size,
        statements: checkpoints.length,
        vouched: 28,
        signed: { number: 4, seq: 28 },
        place: { seq: 28 },
      });
    });

    test.each([
      ["of the text", "text = replace(text, 'account 12', 'account 92')"],
      ["of one character's case", "text = replace(text, 'Reader', 'reader')"],
      ["of the version", "version = 2"],
      ["of the time, forward", "at = at + interval '1 millisecond'"],
      ["of the hash", "hash = decode(repeat('00', 32), 'hex')"],
      ["of the previous hash", "previous_hash = decode('00', 'hex')"],
      ["of the previous hash to nothing", "previous_hash = ''"],
      ["of the text to no JSON", "text = '{'"],
      ["of the text to another one of the same meaning", "text = replace(text, ':', ': ')"],
      ["of the text, with what parts columns", "text = text || E'\\x1e' || text"],
    ])("%s, the row is named", async (_, change) => {
      const faults = await faultsAfter(`UPDATE audit_event SET ${change} WHERE seq = ${middle}`);
      expect(faults).toContainEqual({ kind: "changed", seq: middle, to: middle });
    });

    test.each(["'infinity'", "'-infinity'", "'0001-01-01 BC'", "'250000-01-01'", "at - interval '1 day'"])(
      "of the time to %s, the row is named",
      async (time) => {
        const faults = await faultsAfter(`UPDATE audit_event SET at = ${time} WHERE seq = ${middle}`);
        expect(faults).toContainEqual({ kind: "changed", seq: middle, to: middle });
      },
    );

    test.each([
      "id = gen_random_uuid()",
      "kind = 'sign-out'",
      "outcome = 'issued'",
      "correlation_id = gen_random_uuid()",
      "request_id = gen_random_uuid()",
      "person_id = NULL",
      "person_name = 'Ada'",
      "person_name = E'Ada \\x1f', person_email = E'Lovelace\\x1e\\x1f=ada@example.com'",
      "person_email = NULL",
      "person_email = ''",
      "instance = 'other'",
      "account_id = '000000000124'",
      "account_name = 'Account 12'",
      "role = 'reader'",
      "address = '192.0.2.8'",
      "user_agent = ''",
      "access_key_id = 'ASIAEXAMPLE123456789'",
      "token_fingerprint = 'a'",
    ])("%s: a column that does not say what the event says", async (change) => {
      const faults = await faultsAfter(`UPDATE audit_event SET ${change} WHERE seq = ${middle}`);
      expect(faults).toEqual([{ kind: "columns", seq: middle, to: middle }]);
    });

    const named: [string, string, RecordFault][] = [
      [
        "a deletion",
        `DELETE FROM audit_event WHERE seq = ${middle}`,
        { kind: "missing", seq: middle, to: middle },
      ],
      [
        "a deletion whose gap was closed",
        `DELETE FROM audit_event WHERE seq = ${middle}; UPDATE audit_event SET seq = seq - 1 WHERE seq > ${middle}`,
        { kind: "changed", seq: middle, to: size - 1 },
      ],
      [
        "two rows that changed places",
        `UPDATE audit_event SET seq = 0 WHERE seq = ${middle};
         UPDATE audit_event SET seq = ${middle} WHERE seq = ${middle + 1};
         UPDATE audit_event SET seq = ${middle + 1} WHERE seq = 0`,
        { kind: "changed", seq: middle, to: middle + 1 },
      ],
      [
        "a second row of one number",
        `CREATE TABLE twin AS SELECT * FROM kept WHERE seq = ${middle};
         UPDATE twin SET at = at + interval '1 second';
         INSERT INTO audit_event SELECT * FROM twin; DROP TABLE twin`,
        { kind: "twice", seq: middle, to: middle },
      ],
      [
        "the first row taken away",
        "DELETE FROM audit_event WHERE seq = 1",
        { kind: "missing", seq: 1, to: 1 },
      ],
      [
        "a row before the first",
        "UPDATE audit_event SET seq = -5 WHERE seq = 1",
        { kind: "changed", seq: -5, to: -5 },
      ],
      [
        "the newest rows taken away",
        "DELETE FROM audit_event WHERE seq > 20",
        { kind: "cut-off", seq: 21, to: 28, number: 4 },
      ],
      ["all rows taken away", "DELETE FROM audit_event", { kind: "cut-off", seq: 1, to: 28, number: 4 }],
      [
        "a row far beyond the end",
        "UPDATE audit_event SET seq = 9000000000000000000 WHERE seq = 30",
        { kind: "missing", seq: 30, to: 9e18 - 1 },
      ],
      [
        "a row with the last number that there is",
        "UPDATE audit_event SET seq = 9223372036854775807 WHERE seq = 30",
        { kind: "missing", seq: 30, to: 2 ** 63 - 1 },
      ],
      [
        "a statement taken away",
        "DELETE FROM audit_checkpoint WHERE number = 2",
        { kind: "statement-missing", number: 2, to: 2 },
      ],
      [
        "a statement about more events",
        "UPDATE audit_checkpoint SET seq = 26 WHERE number = 3",
        { kind: "statement-garbled", number: 3, to: 3 },
      ],
      [
        "a statement of no time",
        "UPDATE audit_checkpoint SET at = 'infinity' WHERE number = 3",
        { kind: "statement-garbled", number: 3, to: 3 },
      ],
      [
        "a statement of another text",
        `UPDATE audit_checkpoint SET text = replace(text, '"count":8', '"count":9') WHERE number = 2`,
        { kind: "statement-unsigned", number: 2, to: 2 },
      ],
      [
        "a statement without a signature",
        "UPDATE audit_checkpoint SET signature = '' WHERE number = 2",
        { kind: "statement-unsigned", number: 2, to: 2 },
      ],
      [
        "a statement of a key that nobody knows",
        "UPDATE audit_checkpoint SET key_id = 'mine' WHERE number = 2",
        { kind: "statement-unknown-key", number: 2, to: 2, keyId: "mine" },
      ],
    ];
    test.each(named)("%s is named", async (_, statement, fault) => {
      expect(await faultsAfter(statement)).toContainEqual(fault);
    });

    test("statements taken away from the end are told by whoever kept one", async () => {
      const before = await verifyStore();
      const [last] = await store.query<{ text: string }>(
        "SELECT text FROM kept_too ORDER BY number DESC LIMIT 1",
      );
      const anchors = [{ number: 4, seq: 28, digest: statementDigest(last?.text ?? "") }];
      await owner("DELETE FROM audit_checkpoint WHERE number = 4; DELETE FROM audit_event WHERE seq > 24");
      expect((await verifyStore()).faults).toEqual([]);
      expect((await verifyStore({ anchors })).faults).toEqual([
        { kind: "anchor-ahead", number: 4, to: 4, seq: 28 },
      ]);
      expect((await verifyStore({ remembered: before.place })).faults).toEqual([
        { kind: "statement-missing", number: 4, to: 4 },
        { kind: "cut-off", seq: 25, to: 28, number: 4 },
      ]);
    });

    test("going on from the last good place reads what came since, and that place", async () => {
      const { place } = await verifyStore();
      const goOn = () => verifyStore({ remembered: place, isContinued: true });
      expect(await goOn()).toMatchObject({ faults: [], events: 3, statements: 0, place });
      await owner("UPDATE audit_event SET text = '{}' WHERE seq = 29");
      expect((await goOn()).faults).toContainEqual({ kind: "changed", seq: 29, to: 29 });
      await owner("DELETE FROM audit_event WHERE seq >= 28");
      expect((await goOn()).faults).toEqual([{ kind: "cut-off", seq: 28, to: 28, number: 4 }]);
    });

    test("what a tombstone stands for may be missing, and nothing else", async () => {
      const { place } = await verifyStore();
      const { transact } = await database();
      await transact((sql) => appendTombstone(sql, { lastSeq: 10, reason: "old", actor: "a test" }));
      expect((await verifyStore()).faults).toEqual([]);
      await owner("DELETE FROM audit_event WHERE seq <= 10");
      expect(await verifyStore({ remembered: place })).toMatchObject({
        faults: [],
        events: 20,
        first: 11,
        vouched: 18,
      });
      await owner("DELETE FROM audit_event WHERE seq = 11");
      expect((await verifyStore()).faults).toEqual([{ kind: "missing", seq: 11, to: 11 }]);
      await owner("DELETE FROM audit_checkpoint WHERE kind = 'tombstone'");
      expect((await verifyStore()).faults).toEqual([{ kind: "missing", seq: 1, to: 11 }]);
    });

    test("a place that was taken away since is no place to go on from", async () => {
      const place = { seq: 8, at: 0, hash: "00", number: 1, digest: "00" };
      const { transact } = await database();
      await transact((sql) => appendTombstone(sql, { lastSeq: 10, reason: "old", actor: "a test" }));
      const verdict = await verifyStore({ remembered: place, isContinued: true });
      expect(verdict.events).toBe(size);
    });
  });

  const columns = ["text", "hash", "previous_hash", "role", "kind", "person_name", "account_id", "address"];
  const value = (column: string) =>
    column.endsWith("hash") ? "decode(md5(random()::text) || md5('x'), 'hex')" : "md5(random()::text)";

  test("of a hundred and fifty random changes every one is found, and the row named", {
    timeout: 600_000,
  }, async () => {
    const signed = fc.integer({ min: 1, max: 28 });
    const change = fc.oneof(
      fc.record({ what: fc.constantFrom(...columns), seq: signed }).map(({ what, seq }) => ({
        seq,
        statement: `UPDATE audit_event SET ${what} = ${value(what)} WHERE seq = ${seq}`,
      })),
      signed.map((seq) => ({ seq, statement: `DELETE FROM audit_event WHERE seq = ${seq}` })),
      signed.map((seq) => ({ seq, statement: `DELETE FROM audit_event WHERE seq >= ${seq}` })),
      fc.tuple(signed, fc.integer({ min: 1, max: 40 })).map(([seq, days]) => ({
        seq,
        statement: `UPDATE audit_event SET at = at - interval '${days} milliseconds' WHERE seq = ${seq}`,
      })),
      fc.uniqueArray(signed, { minLength: 2, maxLength: 2 }).map(([one = 1, other = 2]) => ({
        seq: one,
        statement: `UPDATE audit_event AS here SET text = there.text FROM kept AS there
          WHERE (here.seq, there.seq) IN ((${one}, ${other}), (${other}, ${one}))`,
      })),
    );
    await fc.assert(
      fc.asyncProperty(change, async ({ seq, statement }) => {
        await owner(statement);
        const { faults } = await verifyStore();
        await putBack();
        const isNamed = faults.some((fault) => "seq" in fault && fault.seq <= seq && fault.to >= seq);
        if (!isNamed) throw new Error(`${statement}: ${JSON.stringify(faults)}`);
      }),
      { numRuns: 150 },
    );
  });
});
