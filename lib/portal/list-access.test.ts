/** A list is there at once, is read behind by one of all who look, and asks AWS for what is due and nothing else. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccessLine } from "@/lib/core/access";
import { forget } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import { issueCredentials } from "@/lib/portal/issue-credentials";
import { listAccess } from "@/lib/portal/list-access";
import { readList } from "@/lib/portal/list-reader-for-tests";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { wantAccounts } from "@/lib/portal/want-accounts";

let portal: TestPortal;
let person: Person;

beforeAll(async () => {
  portal = await startTestPortal();
});

afterAll(async () => {
  await portal.stop();
});

/** Somebody with a dozen accounts, who has never been here. */
beforeEach(async () => {
  await portal.reset();
  await portal.forgetLists();
  forget("accounts-again");
  person = (await portal.newcomer("engineer")).person;
  await portal.reset();
});

const asked = async () => ({
  lists: await portal.control.calls("ListAccounts"),
  roles: await portal.control.calls("ListAccountRoles"),
});

/** As if AWS had told the list of accounts so long ago. */
async function aged(minutes: number, what: "accounts_at" | "roles_at" = "accounts_at"): Promise<void> {
  const table = what === "accounts_at" ? "inventory_refresh" : "inventory_account";
  await portal.store.run(`UPDATE ${table} SET ${what} = ${what} - interval '${minutes} minutes'`);
}

const isWhole = (line: AccessLine) => line.kind === "accounts" && line.complete;

describe("a first visit", () => {
  test("tells that nothing is kept, then the accounts, then each account's roles, then the end", async () => {
    const read = await readList(person);
    expect(read.of("kept")).toMatchObject([{ accounts: [], accountsAt: null, whole: true }]);
    const [first] = read.of("accounts");
    expect(first).toMatchObject({ complete: true });
    expect(read.lines.findIndex(isWhole)).toBeLessThan(read.lines.findIndex(({ kind }) => kind === "roles"));
    expect(read.told().sort()).toEqual(first?.accounts.map(({ accountId }) => accountId).sort());
    expect(read.ended()).toBe(true);
    expect(await asked()).toEqual({ lists: 1, roles: first?.accounts.length });
  });

  test("says how many accounts are due, until none is", async () => {
    const read = await readList(person);
    const due = read.of("due").map((line) => line.due);
    expect(due[0]).toBe(read.told().length);
    expect(due.at(-1)).toBe(0);
    expect(due).toEqual([...due].sort((one, other) => other - one));
  });

  test("notes no change: nobody has gained what they always had", async () => {
    const read = await readList(person);
    expect(read.of("changes")).toEqual([{ kind: "changes", changes: [] }]);
  });

  test("of somebody without any account ends with none", async () => {
    const { person: newcomer } = await portal.newcomer("newcomer");
    const read = await readList(newcomer);
    expect(read.of("accounts")).toMatchObject([{ accounts: [], complete: true }]);
    expect(read.of("instance-failed")).toEqual([]);
    expect(read.ended()).toBe(true);
  });
});

describe("a second visit", () => {
  test("within five minutes has everything from the store, and asks AWS nothing", async () => {
    const first = await readList(person);
    const before = await asked();
    const again = await readList(person);
    expect(await asked()).toEqual(before);
    const [kept] = again.of("kept");
    const rolesOf = (read: typeof first) =>
      Object.fromEntries(read.of("roles").map(({ accountId, roles }) => [accountId, roles]));
    expect(
      Object.fromEntries(kept?.accounts.map(({ accountId, roles }) => [accountId, roles]) ?? []),
    ).toEqual(rolesOf(first));
    expect(again.kinds().sort()).toEqual(["changes", "end", "kept"]);
  });

  test("after five minutes asks for the list of accounts, and for no roles", async () => {
    await readList(person);
    const { lists, roles } = await asked();
    await aged(6);
    const read = await readList(person);
    expect(await asked()).toEqual({ lists: lists + 1, roles });
    expect(read.of("accounts")).toMatchObject([{ complete: true }]);
  });

  test("after a day asks for all roles", async () => {
    const { length } = (await readList(person)).told();
    await aged(25 * 60, "roles_at");
    expect((await readList(person)).told()).toHaveLength(length);
  });

  test("asks for the roles of an account that was looked at, where they are older than five minutes", async () => {
    const [accountId = ""] = (await readList(person)).told();
    await wantAccounts(person, { instance: "main", accountIds: [accountId], again: false });
    expect((await readList(person)).told()).toEqual([]);
    await aged(6, "roles_at");
    expect((await readList(person)).told()).toEqual([accountId]);
  });

  test("asks once more for what somebody wants again: one account, or everything", async () => {
    const all = (await readList(person)).told();
    const [accountId = ""] = all;
    await wantAccounts(person, { instance: "main", accountIds: [accountId], again: true });
    expect((await readList(person)).told()).toEqual([accountId]);
    await wantAccounts(person, { instance: "main", accountIds: [], again: true });
    const { lists } = await asked();
    expect((await readList(person)).told().sort()).toEqual(all.sort());
    expect((await asked()).lists).toBe(lists + 1);
  });

  test("is not asked of AWS over and over by one who goes on wanting it, all of it or account by account", async () => {
    const all = (await readList(person)).told();
    const wantAll = () => wantAccounts(person, { instance: "main", accountIds: [], again: true });
    expect(await wantAll()).toBe(0);
    await readList(person);
    const before = await asked();
    for (let time = 0; time < 20; time += 1) {
      expect(await wantAll()).toBeGreaterThan(0);
      expect((await readList(person)).told()).toEqual([]);
    }
    expect(await asked()).toEqual(before);

    // Fifty times each, in the end nobody hears it any more.
    for (let time = 0; time < 50; time += 1)
      await wantAccounts(person, { instance: "main", accountIds: all, again: true });
    await readList(person);
    await wantAccounts(person, { instance: "main", accountIds: all, again: true });
    expect((await readList(person)).told()).toEqual([]);
  });

  test("of a page that has a list tells what changed since, and all where the list was read since", async () => {
    const [accountId = ""] = (await readList(person)).told();
    await aged(2);
    await portal.store.run("UPDATE inventory_account SET changed_at = changed_at - interval '2 minutes'");
    const since = new Date(Date.now() - 60_000);
    await wantAccounts(person, { instance: "main", accountIds: [accountId], again: true });
    await readList(person);
    const [some] = (await readList(person, { since })).of("kept");
    expect(some?.whole).toBe(false);
    expect(some?.accounts.map((account) => account.accountId)).toEqual([accountId]);
    const [all] = (await readList(person, { since: new Date(Date.now() - 10 * 60_000) })).of("kept");
    expect(all?.whole).toBe(true);
  });

  test("tells what was gained and lost since", async () => {
    const first = await readList(person);
    const [some, other] = first.of("roles");
    if (!some || !other) throw new Error("The engineer has too few accounts.");
    const [lost = ""] = other.roles;
    await portal.control.option("listLagSeconds", 0);
    await portal.control.assign("engineer", some.accountId, "BreakGlass", true);
    await portal.control.assign("engineer", other.accountId, lost, false);
    await wantAccounts(person, { instance: "main", accountIds: [], again: true });
    const changes = (await readList(person)).of("changes").at(-1)?.changes ?? [];
    expect(changes).toHaveLength(2);
    expect(changes).toContainEqual(
      expect.objectContaining({ accountId: some.accountId, role: "BreakGlass", gained: true }),
    );
    expect(changes).toContainEqual(
      expect.objectContaining({ accountId: other.accountId, role: lost, gained: false }),
    );
  });
});

describe("several who read at once", () => {
  test("ask AWS once for each account, and each sees all", async () => {
    const reads = await Promise.all([readList(person), readList(person), readList(person)]);
    const { lists, roles } = await asked();
    expect(lists).toBe(1);
    for (const read of reads) {
      const known = new Map<string, readonly string[] | null>();
      for (const { accounts } of read.of("kept"))
        for (const account of accounts) known.set(account.accountId, account.roles);
      for (const line of read.of("roles")) known.set(line.accountId, line.roles);
      expect([...known.values()].filter((each) => each !== null)).toHaveLength(roles);
      expect(read.ended()).toBe(true);
    }
  });

  test("one who leaves leaves the rest to those who stay; nothing is asked for twice", async () => {
    const leaving = readList(person, { enough: (read) => read.told().length >= 2 });
    const staying = readList(person);
    const [left, stayed] = await Promise.all([leaving, staying]);
    expect(left.ended()).toBe(false);
    expect(stayed.ended()).toBe(true);
    const [row] = await portal.store.query<{ known: string; all: string }>(
      "SELECT count(roles_at)::text AS known, count(*)::text AS all FROM inventory_account",
    );
    expect(row?.known).toBe(row?.all);
    // Those that were under way when the first one left are asked for again.
    expect((await asked()).roles).toBeLessThanOrEqual(Number(row?.all) + 8);
  });

  test("where the one who reads has died, another goes on when the lease has run out", async () => {
    await portal.store.query(
      `INSERT INTO inventory_refresh (person_id, instance, lease_holder, lease_until)
       VALUES ($1, 'main', gen_random_uuid(), now() + interval '1 second')`,
      [person.id],
    );
    expect((await readList(person)).told().length).toBeGreaterThan(5);
  });

  test("one who takes no more lines loses the reading to another, and sees in the end what that one read", async () => {
    const sleeping = listAccess(person, newFacts(), {}, new AbortController().signal);
    const lines: AccessLine[] = [];
    const until = async (isEnough: (line: AccessLine) => boolean) => {
      for (let next = await sleeping.next(); !next.done; next = await sleeping.next()) {
        lines.push(next.value);
        if (isEnough(next.value)) return;
      }
    };
    await until(({ kind }) => kind === "roles");
    await portal.store.run("UPDATE inventory_refresh SET lease_until = now() - interval '1 second'");
    expect((await readList(person)).ended()).toBe(true);
    const { roles } = await asked();
    await until(() => false);
    expect(lines.at(-1)?.kind).toBe("end");
    expect((await asked()).roles).toBeLessThanOrEqual(roles + 8);
  });

  test("two people's readings do not wait for each other, and neither sees the other's", async () => {
    const { person: other } = await portal.signIn("reader");
    const [mine, theirs] = await Promise.all([readList(person), readList(other)]);
    const ofReader = theirs.of("roles").flatMap(({ roles }) => roles);
    expect(new Set(ofReader)).toEqual(new Set(["ReadOnlyAccess", "ViewOnlyAccess"]));
    expect(mine.told().length).toBeGreaterThan(theirs.told().length);
  });
});

describe("many who come at once for the first time", () => {
  test("wait for their sign-in at AWS as long as they read, see no error, and nobody's keys stand behind them", async () => {
    const [first] = (await readList(person)).of("roles");
    if (!first) throw new Error("The engineer has no role.");
    const grant = { instance: "main", accountId: first.accountId, role: first.roles[0] ?? "" };
    // One turn a second is kept for keys: in that lane the last of them would have waited for too long.
    const people: Person[] = [];
    for (let place = 0; place < 14; place += 1)
      people.push((await portal.newcomer(`crowd-${place}-3`)).person);
    await portal.reset({ AWS_REQUESTS_PER_SECOND: "4" });
    let haveRead = 0;
    const reads = people.map(async (each) => {
      const read = await readList(each, { enough: ({ lines }) => lines.some(isWhole) });
      haveRead += 1;
      return read;
    });
    await issueCredentials(person, newFacts(), { grant });
    expect(haveRead).toBeLessThan(people.length);
    for (const read of await Promise.all(reads)) {
      expect(read.of("instance-failed")).toEqual([]);
      expect(read.lines.some(isWhole)).toBe(true);
    }
  });
});

describe("whoever leaves", () => {
  test("comes back to what is done, and goes on from there", async () => {
    await portal.reset({ AWS_CALLS_AT_ONCE: "1" });
    const left = await readList(person, { enough: (read) => read.told().length >= 3 });
    const { roles: before, lists } = await asked();
    const back = await readList(person);
    const [kept] = back.of("kept");
    expect(kept?.accounts.filter(({ roles }) => roles !== null).length).toBeGreaterThanOrEqual(3);
    for (const accountId of left.told()) expect(back.told()).not.toContain(accountId);
    const all = kept?.accounts.length ?? 0;
    const after = await asked();
    expect(after.lists).toBe(lists);
    expect(after.roles - before).toBeLessThanOrEqual(all - 3);
  });

  test("takes no more turns from those who wait", async () => {
    const turns = async () =>
      await portal.store.query("SELECT mint_at, interactive_at, background_at FROM aws_pace");
    await readList(person, { enough: (read) => read.lines.some(isWhole) });
    // A sign-in asks AWS nothing, and lasts longer than many turns: during the first, what was under way ends.
    await portal.signIn("newcomer");
    const left = await turns();
    await portal.signIn("newcomer");
    expect(await turns()).toEqual(left);
  });
});

test("what somebody looks at is read before the rest", async () => {
  await portal.reset({ AWS_REQUESTS_PER_SECOND: "4" });
  const { person: everything } = await portal.newcomer("everything");
  let last = "";
  const read = await readList(everything, {
    heard: async (line) => {
      if (line.kind !== "accounts") return;
      last = [...line.accounts].sort((one, other) => (one.name ?? "").localeCompare(other.name ?? "")).at(-1)
        ?.accountId as string;
      await wantAccounts(everything, { instance: "main", accountIds: [last], again: false });
    },
    enough: ({ told }) => told().includes(last),
  });
  expect(read.told().length).toBeLessThan(20);
});
