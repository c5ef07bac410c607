/** What of a kept list is to be read again, in which order, and by whom: on each kind of store. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { keepAccounts, keepProblem, keepRoles, keptAccount, keptAccounts } from "./inventory";
import { dueAccounts, wantAccounts, wantEverythingAgain, wantedSince } from "./inventory-due";
import { leaseRefresh, refreshState, releaseRefresh, renewRefreshLease } from "./inventory-refresh";
import { seedAssignments } from "./inventory-seeds";
import { newPerson } from "./person-for-tests";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

const [first, second, third] = ["000000000001", "000000000002", "000000000003"] as const;
const accounts = [
  { accountId: first, name: "gamma", email: null },
  { accountId: second, name: "Alpha", email: null },
  { accountId: third, name: "beta", email: null },
];
const ever = new Date(0);

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  let person = "";
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });
  beforeEach(async () => {
    person = await newPerson();
    await keepAccounts(person, "main", accounts);
  });

  const wantAll = () => wantEverythingAgain(person, "main");
  const want = (ids: readonly string[], again = false) => wantAccounts(person, "main", ids, { again });
  const told = (id: string) => keepRoles(person, "main", id, ["Admin"]);
  const due = async () =>
    (await dueAccounts(person, "main")).map(({ accountId, urgency }) => `${urgency} ${accountId}`);
  /** As if so many minutes had gone by since whatever is kept of this person. */
  const goBy = async (minutes: number) => {
    const columns = ["roles_at", "wanted_at", "asked_at"].map(
      (column) => `${column} = ${column} - make_interval(mins => $2)`,
    );
    await store.query(`UPDATE inventory_account SET ${columns} WHERE person_id = $1`, [person, minutes]);
  };
  const askedBefore = (seconds: number) =>
    store.query(
      "UPDATE inventory_refresh SET asked_at = asked_at - make_interval(secs => $2) WHERE person_id = $1",
      [person, seconds],
    );
  const allTold = async () => {
    for (const { accountId } of accounts) await told(accountId);
  };

  describe("due", () => {
    test("is what AWS has not told yet, by name", async () => {
      expect(await due()).toEqual([`first ${second}`, `first ${third}`, `first ${first}`]);
      await told(third);
      expect(await due()).toEqual([`first ${second}`, `first ${first}`]);
    });

    test("is what nobody named, last", async () => {
      await keepAccounts(person, "main", [
        ...accounts,
        { accountId: "000000000000", name: null, email: null },
      ]);
      expect((await due()).at(-1)).toBe("first 000000000000");
    });

    test("is what was seeded, until AWS has told it", async () => {
      await allTold();
      const seeded = { name: "seeded", email: null, groups: {}, roles: ["Admin"] };
      await seedAssignments(person, "main", [{ ...seeded, accountId: "000000000009" }]);
      expect(await due()).toEqual(["first 000000000009"]);
    });

    test("is what was wanted last, first", async () => {
      await want([third]);
      // Two wishes of one millisecond have no order.
      await goBy(1);
      await want([first]);
      expect(await due()).toEqual([`wanted ${first}`, `wanted ${third}`, `first ${second}`]);
    });

    test("is not what somebody looks at again within five minutes", async () => {
      await allTold();
      await goBy(4);
      await want([first]);
      expect(await due()).toEqual([]);
      await goBy(4);
      await want([first]);
      expect(await due()).toEqual([`wanted ${first}`]);
    });

    test("is what was asked for again, however fresh, until it was told", async () => {
      await allTold();
      await want([second], true);
      await goBy(1);
      expect(await due()).toEqual([`wanted ${second}`]);
      await told(second);
      expect(await due()).toEqual([]);
    });

    test("is what was told more than a day ago, the oldest first", async () => {
      await told(third);
      await goBy(60);
      await allTold();
      await store.query(
        `UPDATE inventory_account SET roles_at = roles_at - interval '25 hours' - account_id::int * interval '1 minute'
         WHERE person_id = $1 AND account_id <> $2`,
        [person, first],
      );
      expect(await due()).toEqual([`old ${third}`, `old ${second}`]);
    });

    test("goes on being what could not be read", async () => {
      await allTold();
      await want([first], true);
      await goBy(1);
      await keepProblem(person, "main", first, "aws-unavailable");
      expect(await due()).toEqual([`wanted ${first}`]);
    });

    test("is nothing of what is another's", async () => {
      const other = await newPerson();
      await keepAccounts(other, "main", accounts);
      await wantAll();
      expect(await dueAccounts(other, "main")).toEqual(
        [second, third, first].map((accountId) => ({ accountId, urgency: "first" })),
      );
      expect(await refreshState(other, "main")).toMatchObject({ askedAt: null });
      expect(await dueAccounts(person, "elsewhere")).toEqual([]);
    });
  });

  describe("wanting", () => {
    test("everything again asks for the list of accounts as well", async () => {
      await allTold();
      expect(await wantAll()).toBe(0);
      expect((await refreshState(person, "main"))?.askedAt).toBeInstanceOf(Date);
      await goBy(1);
      expect(await due()).toEqual([`wanted ${second}`, `wanted ${third}`, `wanted ${first}`]);
    });

    test("everything again is heard once in ten seconds, of however many who ask at once", async () => {
      await allTold();
      const waits = await Promise.all(Array.from({ length: 10 }, wantAll));
      expect(waits.filter((wait) => wait === 0)).toHaveLength(1);
      for (const wait of waits) expect(wait).toBeLessThanOrEqual(10_000);
      for (const { accountId } of accounts) await told(accountId);
      expect(await wantAll()).toBeGreaterThan(0);
      expect(await due()).toEqual([]);
      const other = await newPerson();
      await keepAccounts(other, "main", accounts);
      expect(await wantEverythingAgain(other, "main")).toBe(0);

      await askedBefore(11);
      expect(await wantAll()).toBe(0);
    });

    test("everything again is heard the less often, the more accounts it is", async () => {
      const many = Array.from({ length: 400 }, (_, place) => String(place).padStart(12, "0"));
      await keepAccounts(
        person,
        "main",
        many.map((accountId) => ({ accountId, name: null, email: null })),
      );
      expect(await wantAll()).toBe(0);
      await askedBefore(60);
      const wait = await wantAll();
      expect(wait).toBeGreaterThan(50_000);
      expect(wait).toBeLessThanOrEqual(60_000);
      // One account is not everything.
      await want([many[0] ?? ""], true);
      expect((await keptAccount(person, "main", many[0] ?? ""))?.askedAt?.getTime()).toBeGreaterThan(
        Date.now() - 30_000,
      );
      await askedBefore(60);
      expect(await wantAll()).toBe(0);
    });

    test("some accounts does not ask for everything", async () => {
      await want([first]);
      await want([second], true);
      expect(await refreshState(person, "main")).toMatchObject({ askedAt: null });
      expect((await keptAccounts(person, "main")).filter(({ askedAt }) => askedAt)).toHaveLength(1);
    });

    test("what is not there makes nothing", async () => {
      await want(["000000000404", "no id at all", "' OR true --"], true);
      expect(await keptAccounts(person, "main")).toHaveLength(3);
      expect(await wantEverythingAgain(person, "elsewhere")).toBe(0);
      expect(await keptAccounts(person, "elsewhere")).toEqual([]);
    });

    test("of late is told to a reader at work, as long as it is to be read", async () => {
      await allTold();
      await goBy(10);
      await want([first, second]);
      expect(await wantedSince(person, "main", ever)).toEqual([second, first]);
      await told(second);
      expect(await wantedSince(person, "main", ever)).toEqual([first]);
      const wantedAt = (await keptAccount(person, "main", first))?.wantedAt?.getTime() ?? 0;
      expect(await wantedSince(person, "main", new Date(wantedAt))).toEqual([first]);
      expect(await wantedSince(person, "main", new Date(wantedAt + 1))).toEqual([]);
      expect(await wantedSince(await newPerson(), "main", ever)).toEqual([]);
    });
  });

  describe("reading", () => {
    test("is one reader's at a time, who may go on with it", async () => {
      const leases = await Promise.all(Array.from({ length: 20 }, () => leaseRefresh(person, "main", 30)));
      const [lease, ...more] = leases.filter((taken) => taken !== null);
      expect(more).toEqual([]);
      expect(await refreshState(person, "main")).toMatchObject({ isLeased: true });
      expect(lease && (await renewRefreshLease(lease, 30))).toBe(true);
      expect(await leaseRefresh(person, "main", 30)).toBeNull();
    });

    test("may begin where nothing is kept yet, and on each list by itself", async () => {
      const other = await newPerson();
      expect(await leaseRefresh(other, "main", 30)).not.toBeNull();
      expect(await leaseRefresh(other, "elsewhere", 30)).not.toBeNull();
      expect(await leaseRefresh(person, "main", 30)).not.toBeNull();
      expect(await refreshState(other, "main")).toEqual({
        accountsAt: null,
        askedAt: null,
        assignedAt: null,
        isLeased: true,
      });
    });

    test("that was given back can begin again", async () => {
      const lease = await leaseRefresh(person, "main", 30);
      if (lease) await releaseRefresh(lease);
      expect(await refreshState(person, "main")).toMatchObject({ isLeased: false });
      expect(await leaseRefresh(person, "main", 30)).not.toBeNull();
    });

    test("that was given up is taken over, and who comes late neither goes on nor ends it", async () => {
      const late = await leaseRefresh(person, "main", 30);
      await store.query(
        "UPDATE inventory_refresh SET lease_until = now() - interval '1 ms' WHERE person_id = $1",
        [person],
      );
      expect(await refreshState(person, "main")).toMatchObject({ isLeased: false });
      const next = await leaseRefresh(person, "main", 30);
      expect(next).not.toBeNull();
      expect(late && (await renewRefreshLease(late, 30))).toBe(false);
      if (late) await releaseRefresh(late);
      expect(next && (await renewRefreshLease(next, 30))).toBe(true);
    });

    test("that ran out and that nobody took goes on", async () => {
      const lease = await leaseRefresh(person, "main", 30);
      await store.query(
        "UPDATE inventory_refresh SET lease_until = now() - interval '1 ms' WHERE person_id = $1",
        [person],
      );
      expect(lease && (await renewRefreshLease(lease, 30))).toBe(true);
      expect(await refreshState(person, "main")).toMatchObject({ isLeased: true });
    });

    test("is no obstacle to keeping what was told, nor ended by it", async () => {
      await leaseRefresh(person, "main", 30);
      await keepAccounts(person, "main", accounts);
      await wantAll();
      expect(await refreshState(person, "main")).toMatchObject({ isLeased: true });
    });
  });
});
