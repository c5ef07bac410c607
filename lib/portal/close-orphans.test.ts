/** A request without an end is closed as unknown, once, and only when it cannot be running any more. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditKinds } from "@/lib/core/audit-events";
import type { RequestFacts } from "@/lib/core/request-facts";
import { closeOrphans } from "@/lib/portal/close-orphans";
import { record } from "@/lib/portal/record";
import { startTestStore, storeKinds, type TestStore } from "@/lib/store/test-database";

const grant = { instance: "main", accountId: "012345678901", role: "Developer" };
const minutes = 60_000;

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;

  beforeAll(async () => {
    store = await startTestStore(kind);
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
  ] as const)("%s without an end becomes %s, once", async (asked, unknown) => {
    const facts = newFacts();
    const { id } = await record(null, facts, { kind: asked, grant, detail: {} });
    expect(await closeOrphans(inAnHour())).toBe(1);
    expect(await closeOrphans(inAnHour())).toBe(0);
    expect(await eventsOf(facts)).toMatchObject([{ kind: asked }, { kind: unknown, requestId: id, grant }]);
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

  test("all that a long failure left is closed at once, however many they are", async () => {
    const facts = Array.from({ length: 601 }, newFacts);
    const ask = (each: RequestFacts) =>
      record(null, each, { kind: "credentials.requested", grant, detail: {} });
    for (let done = 0; done < facts.length; done += 50) {
      await Promise.all(facts.slice(done, done + 50).map(ask));
    }
    expect(await closeOrphans(inAnHour())).toBe(facts.length);
    expect(await closeOrphans(inAnHour())).toBe(0);
  });
});

test("every kind that asks for an answer has one for the answer that never came", () => {
  const asking = Object.entries(auditKinds).filter(([, { outcome }]) => outcome === "requested");
  for (const [kind] of asking) expect(auditKinds).toHaveProperty([kind.replace("requested", "unknown")]);
});
