/** A request without an end is closed as unknown, once, and only when it cannot be running any more. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { closeOrphans } from "@/lib/portal/close-orphans";
import { record } from "@/lib/portal/record";
import { startTestStore, type TestStore } from "@/lib/store/test-database";

const grant = { instance: "main", accountId: "012345678901", role: "Developer" };
const minutes = 60_000;

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});

afterAll(async () => {
  await store.stop();
});

function newFacts() {
  return {
    correlationId: crypto.randomUUID(),
    address: "127.0.0.1",
    peer: "127.0.0.1",
    userAgent: "",
  };
}

async function eventsOf({ correlationId }: { correlationId: string }) {
  const rows = await store.query<{ text: string }>(
    "SELECT text FROM audit_event WHERE correlation_id = $1::uuid ORDER BY seq",
    [correlationId],
  );
  return rows.map(({ text }) => JSON.parse(text));
}

const inAnHour = () => new Date(Date.now() + 60 * minutes);

test.each([
  ["credentials.requested", "credentials.unknown"],
  ["console.requested", "console.unknown"],
] as const)("%s without an end becomes %s, once", async (kind, unknown) => {
  const facts = newFacts();
  const { id } = await record(null, facts, { kind, grant, detail: {} });
  expect(await closeOrphans(inAnHour())).toBe(1);
  expect(await closeOrphans(inAnHour())).toBe(0);
  expect(await eventsOf(facts)).toMatchObject([{ kind }, { kind: unknown, requestId: id, grant }]);
});

test("a request that may still be running, here or on another replica, is left alone", async () => {
  const facts = newFacts();
  const { id } = await record(null, facts, { kind: "credentials.requested", grant, detail: {} });
  expect(await closeOrphans(new Date(Date.now() + 14 * minutes))).toBe(0);
  const detail = { problem: "role-not-granted" };
  await record(null, facts, { kind: "credentials.refused", grant, requestId: id, detail });
  expect(await closeOrphans(inAnHour())).toBe(0);
});

test("what cannot be closed now is closed the next time", async () => {
  const facts = newFacts();
  await record(null, facts, { kind: "credentials.requested", grant, detail: {} });
  await store.run("ALTER TABLE audit_event ADD CONSTRAINT spoiled CHECK (false) NOT VALID");
  await expect(closeOrphans(inAnHour())).rejects.toMatchObject({ code: "not-recorded" });
  await store.run("ALTER TABLE audit_event DROP CONSTRAINT spoiled");
  expect(await closeOrphans(inAnHour())).toBe(1);
});
