/** What the charts show is what the record holds: each event is counted once, on each kind of store. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AuditEntry } from "@/lib/core/audit-events";
import { appendEvent } from "./audit-log";
import { addUp } from "./audit-tally";
import { bundleChild, startChild } from "./child-for-tests";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

const person = {
  id: "7b0c1a52-9d0e-4f53-8f6a-1d2e3f405162",
  issuer: "https://id.example.com",
  subject: "ada",
  name: 'Ada ","reused":true,"machine":"x',
  email: null,
};
const grant = { instance: "main", accountId: "000000000123", role: "Reader" };
const expiresAt = new Date(Date.now() + 3_600_000).toISOString();

function event(kind: string, detail: Record<string, unknown>, more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    kind,
    detail,
    correlationId: randomUUID(),
    person,
    grant,
    accountName: person.name,
    ...more,
  } as AuditEntry;
}

const keys = () => event("credentials.issued", { format: "bash", expiresAt });

/** Not all at once: each has to be committed within 2 s, on a busy machine too. */
async function appendKeys(count: number): Promise<void> {
  for (let left = count; left > 0; left -= 100) {
    await Promise.all(Array.from({ length: Math.min(left, 100) }, () => appendEvent(keys())));
  }
}

async function catchUp(): Promise<void> {
  while ((await addUp(100))?.more);
}

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });

  const asOwner = (statement: string) =>
    store.run(
      `ALTER TABLE audit_event DISABLE TRIGGER USER; ${statement}; ALTER TABLE audit_event ENABLE TRIGGER USER`,
    );
  beforeEach(async () => {
    await asOwner("DELETE FROM audit_event");
    await store.run("DELETE FROM audit_tally; DELETE FROM audit_cursor");
  });

  const counts = async () =>
    Object.fromEntries(
      (
        await store.query<{ name: string; sum: number }>(
          "SELECT concat_ws(' ', what, subject, key) AS name, sum(count)::int AS sum FROM audit_tally GROUP BY 1",
        )
      ).map(({ name, sum }) => [name.trim(), sum]),
    );

  /** As the events say it, counted without the tally. */
  const recorded = async () =>
    (
      await store.query<{ n: number }>(
        "SELECT count(*)::int AS n FROM audit_event WHERE kind = 'credentials.issued'",
      )
    )[0]?.n;

  test("an event counts as what it is, in all and about its account, role and person; no name changes that", async () => {
    await appendEvent(keys());
    await appendEvent(keys());
    await appendEvent(event("credentials.requested", { format: "bash" }));
    await appendEvent(event("credentials.issued", { format: "container", reused: true, expiresAt }));
    const tokenFingerprint = "A".repeat(22);
    await appendEvent(event("credentials.issued", { format: "container", expiresAt }, { tokenFingerprint }));
    await appendEvent(event("console.opened", { expiresAt }));
    await appendEvent(event("credentials.refused", { problem: "role-not-granted" }));
    await appendEvent({
      kind: "sign-in.failed",
      detail: { problem: "provider-unavailable" },
      correlationId: randomUUID(),
    });
    await catchUp();
    const about = (what: string, count: number) => ({
      [`${what} all`]: count,
      [`${what} account main/000000000123`]: count,
      [`${what} role Reader`]: count,
      [`${what} person ${person.id}`]: count,
    });
    expect(await counts()).toEqual({
      ...about("keys", 2),
      ...about("machine-keys", 1),
      ...about("consoles", 1),
      ...about("refusals", 1),
      "failures all": 1,
    });
  });

  test("a flood counts as many as it was, and one that nobody can believe stops nothing", async () => {
    const [first, last] = [expiresAt, expiresAt];
    const flood = (count: number) =>
      event("refusals.counted", { of: "request.refused", count, others: false, first, last });
    await appendEvent(flood(40));
    await appendEvent(flood(2));
    await catchUp();
    expect((await counts())["refusals all"]).toBe(42);
    for (let time = 0; time < 3; time += 1) await appendEvent(flood(999_999_999));
    const { seq } = await appendEvent(flood(7));
    await asOwner(`UPDATE audit_event SET text = replace(text, ':7', ':99999999999999') WHERE seq = ${seq}`);
    await catchUp();
    expect((await counts())["refusals all"]).toBe(42 + 3_000_000 + 1);
  });

  test("an hour is an hour of UTC, whatever the session's zone", async () => {
    const { seq } = await appendEvent(keys());
    await asOwner(`UPDATE audit_event SET at = '2026-03-01T23:59:59.999Z' WHERE seq = ${seq}`);
    await store.run("SET TIME ZONE 'Asia/Kathmandu'");
    await catchUp();
    await store.run("SET TIME ZONE 'UTC'");
    const [row] = await store.query<{ hour: string }>(
      "SELECT DISTINCT to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS hour FROM audit_tally",
    );
    expect(row).toEqual({ hour: "2026-03-01 23:00" });
  });

  test("what came since is added, and nothing is counted twice, however many count at once", async () => {
    await appendKeys(150);
    await Promise.all([addUp(40), addUp(40), addUp(40), addUp(40)]);
    await Promise.all([catchUp(), catchUp()]);
    await appendKeys(20);
    await Promise.all([catchUp(), catchUp()]);
    await catchUp();
    expect((await counts())["keys all"]).toBe(170);
  });

  test("a count that fails leaves counts and cursor as they were", async () => {
    await appendKeys(30);
    await addUp(10);
    await addUp(10);
    const before = [await counts(), await store.query("SELECT seq FROM audit_cursor")];
    await store.run("ALTER TABLE audit_cursor ADD CONSTRAINT spoiled CHECK (seq < 15) NOT VALID");
    await expect(addUp(10)).rejects.toMatchObject({ code: "store-unavailable" });
    expect([await counts(), await store.query("SELECT seq FROM audit_cursor")]).toEqual(before);
    await store.run("ALTER TABLE audit_cursor DROP CONSTRAINT spoiled");
    await catchUp();
    expect((await counts())["keys all"]).toBe(30);
  });

  test("a text that somebody spoiled is counted by its columns, and stops nothing", async () => {
    const { seq } = await appendEvent(keys());
    await appendEvent(keys());
    await asOwner(`UPDATE audit_event SET text = '{' WHERE seq = ${seq}`);
    await catchUp();
    expect((await counts())["keys all"]).toBe(2);
  });

  test("without its cursor, or counted in another way, everything is counted anew; what is older than the record stays", async () => {
    await appendKeys(130);
    await catchUp();
    const right = await counts();
    const older = "('all', '2020-01-01T00:00:00Z', 'sign-ins', '', 7)";
    await store.run(`INSERT INTO audit_tally (subject, hour, what, key, count) VALUES ${older}`);
    for (const spoil of [
      "DELETE FROM audit_cursor",
      "UPDATE audit_cursor SET state = '{\"version\":0}', seq = 3",
    ]) {
      await store.run(`UPDATE audit_tally SET count = 99 WHERE what = 'keys'; ${spoil}`);
      await catchUp();
      expect(await counts()).toEqual({ ...right, "sign-ins all": 7 });
    }
  });

  test("an empty record is counted, too", async () => {
    await catchUp();
    expect(await counts()).toEqual({});
    await appendEvent(keys());
    await catchUp();
    expect((await counts())["keys all"]).toBe(1);
  });

  describe.runIf(kind === "postgresql")("in processes that are killed", () => {
    test("killed anywhere on the way, again and again, each event is counted once", async () => {
      const program = await bundleChild();
      await appendKeys(1_500);
      for (let round = 0; round < 6; round += 1) {
        const child = startChild(program, store.settings, "tally", "7");
        await child.said("counted", 5 + round * 7);
        await child.kill();
      }
      await catchUp();
      expect(await recorded()).toBe(1_500);
      expect((await counts())["keys all"]).toBe(1_500);
    });
  });
});
