/** The kept list, on each kind of store: what AWS told stays until it tells something else, and what changed is noted once. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { keepAccounts, keepProblem, keepRoles, keptAccount, keptAccounts } from "./inventory";
import { changesOf, forgetChanges } from "./inventory-changes";
import { refreshState } from "./inventory-refresh";
import { type SeededAccount, seedAssignments } from "./inventory-seeds";
import { newPerson } from "./person-for-tests";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

const account = (accountId: string, name: string | null = `account ${accountId}`) => ({
  accountId,
  name,
  email: null,
});
const [first, second, third] = ["000000000001", "000000000002", "000000000003"] as const;
const seeded = (accountId: string, roles: string[]): SeededAccount => ({
  ...account(accountId),
  roles,
  groups: Object.fromEntries(roles.map((role) => [role, ["engineers"]])),
});

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
  });

  const keep = (...accounts: string[]) =>
    keepAccounts(
      person,
      "main",
      accounts.map((id) => account(id)),
    );
  const told = (accountId: string, ...roles: string[]) => keepRoles(person, "main", accountId, roles);
  const changes = async (of = person) => {
    const all = await changesOf(of, { since: new Date(0), limit: 1_000 });
    return all.map(({ accountId, role, gained }) => `${gained ? "+" : "-"} ${role} ${accountId}`).sort();
  };
  const ids = async (of = person, instance = "main") =>
    (await keptAccounts(of, instance)).map(({ accountId }) => accountId);

  describe("accounts", () => {
    test("are kept with their names, and without roles before AWS told any", async () => {
      expect(await keep(second, first)).toEqual({ gone: [] });
      expect(await keptAccounts(person, "main")).toEqual(
        [first, second].map((accountId) => ({
          ...account(accountId),
          roles: [],
          rolesAt: null,
          seeded: false,
          groups: null,
          problem: null,
          wantedAt: null,
          askedAt: null,
          isNew: false,
          changedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        })),
      );
      expect((await refreshState(person, "main"))?.accountsAt).toBeInstanceOf(Date);
    });

    test("of one instance and of another do not touch each other", async () => {
      await keepAccounts(person, "other", [account(first), account(second)]);
      await keep(third);
      expect(await keep()).toEqual({ gone: [third] });
      expect(await ids(person, "other")).toEqual([first, second]);
    });

    test("may be named twice in one answer: the last word counts", async () => {
      await keepAccounts(person, "main", [account(first, "old"), account(second), account(first, "new")]);
      expect(await ids()).toEqual([first, second]);
      expect((await keptAccount(person, "main", first))?.name).toBe("new");
    });

    test("keep a name that AWS leaves out, and take one that it changes", async () => {
      await keep(first, second);
      await keepAccounts(person, "main", [account(first, null), account(second, "renamed")]);
      expect((await keptAccounts(person, "main")).map(({ name }) => name)).toEqual([
        `account ${first}`,
        "renamed",
      ]);
    });

    test("with names that no database takes are kept under names that it does", async () => {
      await keepAccounts(person, "main", [
        account(first, "a\0b"),
        account(second, "half \ud83d"),
        account(third, "\\u0000"),
      ]);
      const names = (await keptAccounts(person, "main")).map(({ name }) => name);
      expect(names).toEqual(["a\ufffdb", "half \ufffd", "\\u0000"]);
    });

    test("that stay as they are have not changed", async () => {
      await keep(first, second);
      await told(first, "Admin");
      const before = await keptAccounts(person, "main");
      await keep(first, second);
      expect(await keptAccounts(person, "main")).toEqual(before);
    });

    test("that changed since a time are found, and no others", async () => {
      await keep(first, second, third);
      await store.run("UPDATE inventory_account SET changed_at = now() - interval '1 hour'");
      const since = new Date(Date.now() - 1_800_000);
      expect(await keptAccounts(person, "main", { changedSince: since })).toEqual([]);
      await told(second, "Admin");
      await keepProblem(person, "main", third, "aws-unavailable");
      const changed = await keptAccounts(person, "main", { changedSince: since });
      expect(changed.map(({ accountId }) => accountId)).toEqual([second, third]);
    });

    test("of somebody of whom there is nothing are none", async () => {
      expect(await keptAccounts(person, "main")).toEqual([]);
      expect(await keptAccount(person, "main", first)).toBeNull();
      expect(await refreshState(person, "main")).toBeNull();
    });

    test("by the thousand are kept at once", async () => {
      const all = Array.from({ length: 1_000 }, (_, index) => String(index).padStart(12, "0"));
      await seedAssignments(
        person,
        "main",
        all.map((id) => seeded(id, ["e", "d", "c", "b", "a"])),
      );
      expect(await keep(...all)).toEqual({ gone: [] });
      const kept = await keptAccounts(person, "main");
      expect(kept).toHaveLength(1_000);
      expect(new Set(kept.map(({ roles }) => roles.join()))).toEqual(new Set(["a,b,c,d,e"]));
    });
  });

  describe("roles", () => {
    test("are kept in one order, each once", async () => {
      await keep(first);
      await told(first, "b", "a", "b", "Z");
      const kept = await keptAccount(person, "main", first);
      expect(kept?.roles).toEqual(["Z", "a", "b"]);
      expect(kept?.rolesAt).toMatch(/Z$/);
    });

    // The page compares them as texts.
    test.each(["09:00:00.123", "09:00:00.120", "09:00:00.100", "09:00:00.000"])(
      "are told at %s in the form that JavaScript writes",
      async (time) => {
        await keep(first);
        await told(first, "Admin");
        await store.run(`UPDATE inventory_account SET roles_at = '2026-11-30T${time}Z'`);
        expect((await keptAccount(person, "main", first))?.rolesAt).toBe(`2026-11-30T${time}Z`);
      },
    );

    test("that AWS tells for the first time are no change", async () => {
      await keep(first);
      expect(await told(first, "Admin", "Reader")).toEqual({ gained: [], lost: [] });
      expect(await changes()).toEqual([]);
    });

    test("that are told again are compared with those before", async () => {
      await keep(first);
      await told(first, "Admin", "Reader");
      expect(await told(first, "Reader", "Writer", "Auditor")).toEqual({
        gained: ["Auditor", "Writer"],
        lost: ["Admin"],
      });
      expect(await changes()).toEqual([`+ Auditor ${first}`, `+ Writer ${first}`, `- Admin ${first}`]);
      expect((await keptAccount(person, "main", first))?.roles).toEqual(["Auditor", "Reader", "Writer"]);
    });

    test("that were all lost, and come back, are noted each time", async () => {
      await keep(first);
      await told(first, "Admin");
      expect(await told(first)).toEqual({ gained: [], lost: ["Admin"] });
      expect(await told(first, "Admin")).toEqual({ gained: ["Admin"], lost: [] });
      expect(await changes()).toEqual([`+ Admin ${first}`, `- Admin ${first}`]);
    });

    test("of an account that came later are gained, once", async () => {
      await keep(first);
      await keep(first, second);
      expect((await keptAccount(person, "main", second))?.isNew).toBe(true);
      expect(await told(second, "Admin")).toEqual({ gained: ["Admin"], lost: [] });
      expect(await told(second, "Admin")).toEqual({ gained: [], lost: [] });
      expect(await changes()).toEqual([`+ Admin ${second}`]);
      expect((await keptAccount(person, "main", second))?.isNew).toBe(false);
    });

    test("of an account that vanished are lost, if AWS had told them", async () => {
      await keep(first, second, third);
      await told(first, "Admin", "Reader");
      await seedAssignments(person, "main", [seeded(second, ["Guess"])]);
      expect(await keep(third)).toEqual({ gone: [first, second] });
      expect(await changes()).toEqual([`- Admin ${first}`, `- Reader ${first}`]);
      expect(await ids()).toEqual([third]);
    });

    test("of an account that is gone meanwhile are nobody's", async () => {
      await keep(first);
      expect(await told(second, "Admin")).toEqual({ gained: [], lost: [] });
      await keepProblem(person, "main", second, "aws-unavailable");
      expect(await ids()).toEqual([first]);
    });

    test("that could not be read stay, with the reason until they can", async () => {
      await keep(first);
      await told(first, "Admin");
      await keepProblem(person, "main", first, "aws-unavailable");
      expect(await keptAccount(person, "main", first)).toMatchObject({
        roles: ["Admin"],
        problem: "aws-unavailable",
      });
      await told(first, "Admin");
      expect((await keptAccount(person, "main", first))?.problem).toBeNull();
    });

    test("whose problem another version knows have one all the same", async () => {
      await keep(first);
      await store.query("UPDATE inventory_account SET problem = 'not-invented-yet' WHERE person_id = $1", [
        person,
      ]);
      expect((await keptAccount(person, "main", first))?.problem).toBe("unexpected");
    });

    test("with names that no database takes are one role each time", async () => {
      await keep(first);
      await told(first, "odd\0", "{a,b}", 'quo"te\\', "NULL");
      expect((await keptAccount(person, "main", first))?.roles).toEqual([
        "NULL",
        "odd\ufffd",
        'quo"te\\',
        "{a,b}",
      ]);
      expect(await told(first, "odd\0", "{a,b}", 'quo"te\\', "NULL")).toEqual({ gained: [], lost: [] });
    });
  });

  describe("seeded roles", () => {
    test("stand until AWS has told the account's, and are no gain then", async () => {
      await seedAssignments(person, "main", [seeded(first, ["Reader", "Admin"])]);
      expect(await keptAccount(person, "main", first)).toMatchObject({
        roles: ["Admin", "Reader"],
        rolesAt: null,
        seeded: true,
        groups: { Admin: ["engineers"], Reader: ["engineers"] },
      });
      await keep(first);
      expect((await keptAccount(person, "main", first))?.seeded).toBe(true);
      expect(await told(first, "Admin")).toEqual({ gained: [], lost: [] });
      expect(await keptAccount(person, "main", first)).toMatchObject({ roles: ["Admin"], seeded: false });
      expect(await changes()).toEqual([]);
    });

    test("do not stand against what AWS told, but say who gives it", async () => {
      await keep(first);
      await told(first, "Admin");
      await seedAssignments(person, "main", [{ ...seeded(first, ["Other"]), groups: { Admin: ["owners"] } }]);
      expect(await keptAccount(person, "main", first)).toMatchObject({
        roles: ["Admin"],
        seeded: false,
        groups: { Admin: ["owners"] },
      });
    });

    test("are replaced by newer ones, and take no account away", async () => {
      await seedAssignments(person, "main", [seeded(first, ["Admin"]), seeded(second, ["Admin"])]);
      await seedAssignments(person, "main", [seeded(first, ["Reader"])]);
      expect((await keptAccounts(person, "main")).map(({ roles }) => roles)).toEqual([["Reader"], ["Admin"]]);
      expect(await changes()).toEqual([]);
    });

    test("of an account that came after the first list are gained when AWS tells them", async () => {
      await keep(first);
      await seedAssignments(person, "main", [seeded(second, ["Admin"])]);
      await keep(first, second);
      expect(await changes()).toEqual([]);
      expect(await told(second, "Admin")).toEqual({ gained: ["Admin"], lost: [] });
    });

    test("say when they were read, and nothing of when AWS told the list", async () => {
      await seedAssignments(person, "main", []);
      expect(await refreshState(person, "main")).toMatchObject({
        accountsAt: null,
        assignedAt: expect.any(Date),
      });
    });

    test("of groups with names that no database takes are kept", async () => {
      const groups = { "Ad\0min": ["half \ud83d"], ["__proto__"]: ["x"] };
      await seedAssignments(person, "main", [{ ...seeded(first, ["Ad\0min"]), groups }]);
      const kept = await keptAccount(person, "main", first);
      expect(kept?.groups?.["Ad\ufffdmin"]).toEqual(["half \ufffd"]);
    });
  });

  describe("changes", () => {
    test("are told newest first, with the account's name, as many as asked for", async () => {
      await keep(first);
      await told(first);
      await told(first, "Admin");
      await store.run("UPDATE inventory_change SET at = now() - interval '1 day'");
      await told(first);
      const [newest, ...more] = await changesOf(person, { since: new Date(0), limit: 1 });
      expect(newest).toEqual({
        instance: "main",
        accountId: first,
        accountName: `account ${first}`,
        role: "Admin",
        gained: false,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      });
      expect(more).toEqual([]);
    });

    test("of long ago are not told, and are forgotten", async () => {
      await keep(first);
      await told(first);
      await told(first, "Admin");
      await store.query("UPDATE inventory_change SET at = now() - interval '31 days' WHERE person_id = $1", [
        person,
      ]);
      await told(first, "Admin", "Reader");
      const since = new Date(Date.now() - 30 * 24 * 3_600_000);
      expect(await changesOf(person, { since, limit: 50 })).toHaveLength(1);
      expect(await forgetChanges(since)).toBe(1);
      expect(await changes()).toEqual([`+ Reader ${first}`]);
    });
  });

  describe("many at once", () => {
    test("who keep one list leave one list", async () => {
      const all = Array.from({ length: 100 }, (_, index) => String(index).padStart(12, "0"));
      const lists = Array.from({ length: 16 }, (_, index) => (index % 2 ? all : [...all].reverse()));
      await Promise.all(lists.map((list) => keep(...list)));
      expect(await ids()).toEqual(all);
    });

    test("who keep different lists leave one of them, whole", async () => {
      const one = Array.from({ length: 60 }, (_, index) => String(index).padStart(12, "0"));
      const other = Array.from({ length: 60 }, (_, index) => String(index + 30).padStart(12, "0"));
      await keep(...one);
      await Promise.all(
        Array.from({ length: 12 }, (_, index) => keep(...(index % 2 ? one : [...other].reverse()))),
      );
      expect([one, other]).toContainEqual(await ids());
    });

    test("who keep, seed, want and tell roles do not hinder each other", async () => {
      const all = Array.from({ length: 40 }, (_, index) => String(index).padStart(12, "0"));
      await keep(...all);
      const work = Array.from({ length: 15 }, (_, index) => [
        keep(...(index % 2 ? all : all.slice(10).reverse())),
        seedAssignments(
          person,
          "main",
          [...all].reverse().map((id) => seeded(id, ["Seed"])),
        ),
        told(all[index] ?? first, "Admin"),
        keepProblem(person, "main", all[39 - index] ?? first, "aws-unavailable"),
      ]);
      await expect(Promise.all(work.flat())).resolves.toBeDefined();
    });

    test("who are told the same roles note a change once", async () => {
      await keep(first);
      await told(first, "Reader");
      await Promise.all(Array.from({ length: 10 }, () => told(first, "Admin")));
      expect(await changes()).toEqual([`+ Admin ${first}`, `- Reader ${first}`]);
    });

    test("who have accounts of the same ids each have their own list", async () => {
      const people = await Promise.all(Array.from({ length: 30 }, newPerson));
      await Promise.all(
        people.map(async (one, index) => {
          await keepAccounts(one, "main", [account(first, `of ${one}`), account(second, `of ${one}`)]);
          await keepRoles(one, "main", first, [`Role${index}`]);
          await keepRoles(one, "main", first, [`Role${index}`, "More"]);
          await seedAssignments(one, "main", [{ ...seeded(second, [`Seed${index}`]) }]);
          if (index % 3 === 0) await keepAccounts(one, "main", [account(second)]);
        }),
      );
      for (const [index, one] of people.entries()) {
        const kept = await keptAccounts(one, "main");
        const isShort = index % 3 === 0;
        expect(kept.flatMap(({ roles }) => roles)).toEqual(
          isShort ? [`Seed${index}`] : ["More", `Role${index}`, `Seed${index}`],
        );
        if (!isShort) expect(new Set(kept.map(({ name }) => name))).toEqual(new Set([`of ${one}`]));
        expect(await changes(one)).toEqual(
          isShort ? [`+ More ${first}`, `- More ${first}`, `- Role${index} ${first}`] : [`+ More ${first}`],
        );
      }
    });
  });

  test("what is kept of somebody who is deleted goes with them, and what comes late is refused", async () => {
    await keep(first);
    await told(first, "Admin");
    await told(first);
    await store.query("DELETE FROM person WHERE id = $1", [person]);
    expect(await ids()).toEqual([]);
    expect(await changes()).toEqual([]);
    expect(await told(first, "Admin")).toEqual({ gained: [], lost: [] });
    await expect(keep(first)).rejects.toMatchObject({ code: "store-unavailable" });
  });
});
