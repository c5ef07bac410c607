/** The charts say what the record says, on each kind of store. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/core/person";
import { zonedClock } from "@/lib/core/zoned-days";
import { auditOverview } from "@/lib/portal/audit-overview";
import { record } from "@/lib/portal/record";
import { tallyRecord } from "@/lib/portal/tally-record";
import { startTestStore, storeKinds, type TestStore } from "@/lib/store/test-database";

const running = new AbortController().signal;

function clock(zone: string) {
  const found = zonedClock(zone);
  if (!found) throw new Error(zone);
  return found;
}

function somebody(name: string): Person {
  return {
    id: randomUUID(),
    issuer: "https://id.example.com",
    subject: name,
    name,
    email: null,
    emailVerified: true,
    userName: null,
    groups: [],
  };
}

const [ada, emmy] = [somebody("Ada"), somebody("Emmy")];
const expiresAt = "2026-06-01T00:00:00Z";

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(kind);
    /** As if it had happened then. */
    async function take(person: Person, at: string, accountId: string, role = "Reader"): Promise<void> {
      const facts = { correlationId: randomUUID(), address: "192.0.2.7", peer: "192.0.2.7", userAgent: "" };
      const { id } = await record(person, facts, {
        kind: "credentials.issued",
        grant: { instance: "main", accountId, role } as never,
        accountName: accountId === "000000000001" ? "payments-prod" : "sandbox-dev",
        detail: { format: "bash", expiresAt },
      });
      await store.run(
        `ALTER TABLE audit_event DISABLE TRIGGER USER; UPDATE audit_event SET at = '${at}' WHERE id = '${id}';
         ALTER TABLE audit_event ENABLE TRIGGER USER`,
      );
    }
    // Mondays: 2 and 9 March 2026. In Berlin the last hour of the first is Tuesday's first.
    await take(ada, "2026-03-02T09:15:00Z", "000000000001");
    await take(ada, "2026-03-02T09:45:00Z", "000000000001");
    await take(ada, "2026-03-02T23:30:00Z", "000000000002");
    await take(emmy, "2026-03-09T09:00:00Z", "000000000001", "Admin");
    await take(emmy, "2026-03-10T09:00:00Z", "000000000001", "Admin");
    await tallyRecord(running);
  });
  afterAll(async () => {
    await store.stop();
  });

  const march = { from: "2026-03-01", until: "2026-03-10" };

  test("each day has what was taken on it, as days are in that zone; the last day counts", async () => {
    const filled = async (zone: string) =>
      (await auditOverview(march, clock(zone))).days.flatMap(({ firstDay, counts }) =>
        counts.keys > 0 ? [[firstDay, counts.keys]] : [],
      );
    expect(await filled("UTC")).toEqual([
      ["2026-03-02", 3],
      ["2026-03-09", 1],
      ["2026-03-10", 1],
    ]);
    expect(await filled("Europe/Berlin")).toEqual([
      ["2026-03-02", 2],
      ["2026-03-03", 1],
      ["2026-03-09", 1],
      ["2026-03-10", 1],
    ]);
  });

  test("what lies outside of the range is in no figure", async () => {
    const { totals, accounts, people, week, days } = await auditOverview(
      { from: "2026-03-03", until: "2026-03-09" },
      clock("UTC"),
    );
    expect(days).toHaveLength(7);
    expect(totals.keys).toBe(1);
    expect(accounts.map(({ title }) => title)).toEqual(["payments-prod"]);
    expect(people).toHaveLength(1);
    expect(week.reduce((sum, { count }) => sum + count, 0)).toBe(1);
  });

  test("whom and what most is about comes first, accounts as people know them", async () => {
    const { accounts, people, roles } = await auditOverview(march, clock("UTC"));
    expect(
      accounts.map(({ title, note, look, counts }) => [title, note, look?.environment, counts.keys]),
    ).toEqual([
      ["payments-prod", "000000000001", "production", 4],
      ["sandbox-dev", "000000000002", "development", 1],
    ]);
    expect(people.map(({ key, counts }) => [key, counts.keys])).toEqual([
      [ada.id, 3],
      [emmy.id, 2],
    ]);
    expect(roles.map(({ title, counts }) => [title, counts.keys])).toEqual([
      ["Reader", 3],
      ["Admin", 2],
    ]);
  });

  test("an hour of the week has all of its occurrences, and knows its busiest", async () => {
    const { week } = await auditOverview(march, clock("UTC"));
    expect(week).toHaveLength(168);
    expect(week[9]).toEqual({ count: 3, most: 2, mostAt: "2026-03-02T09:00:00.000Z" });
    const there = await auditOverview(march, clock("Asia/Kolkata"));
    expect(there.week[14]?.count).toBe(3);
  });

  test("a long range has columns of several days, and loses nothing", async () => {
    const { days, daysEach, totals } = await auditOverview(
      { from: "2024-01-01", until: "2026-12-31" },
      clock("UTC"),
    );
    expect(daysEach).toBe(3);
    expect(days.length).toBeLessThanOrEqual(366);
    expect(days.at(-1)?.lastDay).toBe("2026-12-31");
    expect(totals.keys).toBe(5);
    expect(days.reduce((sum, { counts }) => sum + counts.keys, 0)).toBe(5);
  });

  test("what is not counted yet is told", async () => {
    expect((await auditOverview(march, clock("UTC"))).counted).toMatchObject({ behind: 0, anything: true });
    await record(ada, { correlationId: randomUUID() }, { kind: "sign-out", detail: { everywhere: false } });
    expect((await auditOverview(march, clock("UTC"))).counted).toMatchObject({ behind: 1 });
  });
});
