/** One config for a team: everybody gets what is theirs under the names of all, and nobody learns what is not. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as machineDoor from "@/app/api/v1/profiles/[set]/route";
import type { Person } from "@/lib/core/person";
import { createAccessToken } from "@/lib/portal/create-access-token";
import { newFacts, portalUrl, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { previewProfiles } from "@/lib/portal/preview-profiles";
import { profileFiles } from "@/lib/portal/profile-files";
import { createProfileSet, removeProfileSet, updateProfileSet } from "@/lib/portal/save-profile-set";
import { keepAccounts, keepRoles } from "@/lib/store/inventory";
import { keptNames } from "@/lib/store/profile-set-names";
import { subscribersOf } from "@/lib/store/profile-set-subscribers";
import { hookHeader, hookValue } from "@/lib/web/request-hook";

let portal: TestPortal;
let ada: Person;
let bob: Person;
let boss: Person;

const set = {
  selection: { filter: null as null | object, picked: [] as object[] },
  nameTemplate: "{account_name | safe}.{role}",
  kind: "sso-session",
  chains: [] as object[],
  regions: ["eu-west-1"],
  defaults: {} as Record<string, string>,
  aliasDays: 30,
};
const all = { environments: [], labels: [], accounts: [], roles: [], favourites: false };
const everything = { ...set, selection: { filter: all, picked: [] } };
const draft = { title: "Team", sharedWith: ["engineering"], set: everything };

type List = Record<string, [name: string, roles: string[]]>;

/** What AWS told of somebody. */
async function listOf(person: Person, list: List): Promise<void> {
  const accounts = Object.entries(list).map(([accountId, [name]]) => ({ accountId, name, email: null }));
  await keepAccounts(person.id, "main", accounts);
  for (const [accountId, [, roles]] of Object.entries(list)) {
    await keepRoles(person.id, "main", accountId, roles);
  }
}

const one = "111111111111";
const two = "222222222222";
const three = "333333333333";

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  ada = (await portal.signIn("engineer")).person;
  bob = { ...(await portal.signIn("newcomer")).person, groups: ["engineering"] };
  boss = (await portal.signIn("administrator")).person;
});
afterAll(async () => {
  await portal.stop();
});
beforeEach(async () => {
  await portal.reset();
  await portal.store.run("DELETE FROM profile_set; DELETE FROM access_token");
  await portal.store.run("DELETE FROM inventory_account; DELETE FROM inventory_refresh");
  await listOf(ada, { [one]: ["payments", ["Admin", "Reader"]], [two]: ["shop", ["Reader"]] });
  await listOf(bob, { [two]: ["shop", ["Reader"]], [three]: ["payments", ["Reader"]] });
});

async function make(more: object = {}): Promise<string> {
  return (await createProfileSet(ada, newFacts(), { ...draft, ...more })).id;
}
async function configOf(person: Person, id: string): Promise<string> {
  const { files } = await profileFiles(person, { id, format: "config", machine: null });
  return files[0]?.text ?? "";
}
async function namesOf(person: Person, id: string): Promise<Record<string, string>> {
  const found = (await configOf(person, id)).matchAll(
    /\[profile (.+)\]\n(?:.*\n)*?sso_account_id = (\d+)\nsso_role_name = (\w+)/g,
  );
  return Object.fromEntries([...found].map(([, name, account, role]) => [name, `${account}/${role}`]));
}
async function kindsOf(facts: { correlationId: string }): Promise<string[]> {
  return (await portal.events(facts)).map(({ kind }) => kind);
}

describe("everybody", () => {
  test("has their own roles, under the names that the others have for them", async () => {
    const id = await make();
    expect(await namesOf(ada, id)).toEqual({
      "payments.Admin": `${one}/Admin`,
      "payments.Reader": `${one}/Reader`,
      "shop.Reader": `${two}/Reader`,
    });
    // Another account of the same name: whoever came first keeps theirs.
    expect(await namesOf(bob, id)).toEqual({
      [`payments.Reader-${three}`]: `${three}/Reader`,
      "shop.Reader": `${two}/Reader`,
    });
    await listOf(ada, { [one]: ["payments", ["Reader"]], [three]: ["payments", ["Reader"]] });
    expect(await namesOf(ada, id)).toEqual({
      "payments.Reader": `${one}/Reader`,
      [`payments.Reader-${three}`]: `${three}/Reader`,
    });
  });

  test("who fetches for the first time at the same moment has no name in common for two accounts", async () => {
    const id = await make();
    const people = [ada, bob];
    const read = await Promise.all([...people, ...people, ...people].map((person) => namesOf(person, id)));
    const owners = new Map<string, string>();
    for (const [name, grant] of read.flatMap((names) => Object.entries(names))) {
      expect(owners.get(name) ?? grant).toBe(grant);
      owners.set(name, grant);
    }
    expect((await keptNames(id))?.records).toHaveLength(4);
  });

  test("has the old name beside the new one when an account is renamed, and nothing of what was lost", async () => {
    const id = await make();
    await namesOf(ada, id);
    await listOf(ada, { [one]: ["billing", ["Reader"]] });
    expect(await namesOf(ada, id)).toEqual({
      "billing.Reader": `${one}/Reader`,
      "payments.Reader": `${one}/Reader`,
    });
    // What comes back has its old name.
    await listOf(ada, { [one]: ["billing", ["Reader"]], [two]: ["shop", ["Reader"]] });
    expect(Object.keys(await namesOf(ada, id))).toContain("shop.Reader");
  });

  test("may be given a lost account's name only after the set's time for old names", async () => {
    const id = await make();
    await namesOf(ada, id);
    const next = { [three]: ["payments", ["Admin"]] as [string, string[]] };
    await listOf(ada, next);
    expect(Object.keys(await namesOf(ada, id))).toEqual([`payments.Admin-${three}`]);
    const lostAt = (await keptNames(id))?.records.find(({ name }) => name === "payments.Admin")?.lostAt;
    expect(lostAt).toEqual(expect.any(Number));
    const agedBy = 31 * 86_400_000;
    await portal.store.run(
      `UPDATE profile_set_names SET records = replace(records::text, '${lostAt}', '${(lostAt ?? 0) - agedBy}')::jsonb`,
    );
    await listOf(ada, { ...next, "444444444444": ["payments", ["Admin"]] });
    // Whoever had to be told apart stays so; the name itself is free again.
    expect(await namesOf(ada, id)).toEqual({
      [`payments.Admin-${three}`]: `${three}/Admin`,
      "payments.Admin": "444444444444/Admin",
    });
  });

  test("learns nothing of the owner's patterns, records and history", async () => {
    const id = await make({
      set: {
        ...everything,
        selection: {
          filter: { ...all, labels: [] },
          picked: [{ instance: "main", accountId: "999999999999", role: "Secret" }],
        },
      },
    });
    await namesOf(ada, id);
    const seen = JSON.stringify(await profileFiles(bob, { id, format: "json", machine: null }));
    expect(seen).not.toContain("999999999999");
    expect(seen).not.toContain(one);
    await expect(previewProfiles(bob, { id, draft })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a set that is not theirs", () => {
  test("looks to everybody as one that does not exist, also once they have left the group", async () => {
    const id = await make();
    const left = { ...bob, groups: ["Engineering"] };
    for (const [person, named] of [
      [left, id],
      [{ ...bob, groups: null }, id],
      [bob, "no-such-set"],
    ] as const) {
      await expect(configOf(person, named)).rejects.toMatchObject({ code: "not-found" });
    }
    expect(await configOf(bob, id)).toContain("shop.Reader");
  });

  test("is changed by its owner alone, and deleted by its owner or an administrator", async () => {
    const id = await make();
    const change = { id, version: 1, ...draft, title: "Mine now" };
    for (const person of [bob, boss]) {
      await expect(updateProfileSet(person, newFacts(), change)).rejects.toMatchObject({ code: "not-found" });
    }
    await expect(removeProfileSet(bob, newFacts(), { id, administrator: false })).rejects.toMatchObject({
      code: "not-found",
    });
    const facts = newFacts();
    await removeProfileSet(boss, facts, { id, administrator: true });
    expect(await portal.events(facts)).toMatchObject([
      { kind: "profile-set.deleted", detail: { set: id, title: "Team", owner: ada.id } },
    ]);
    await expect(configOf(ada, id)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("saving", () => {
  test("the record has who, which parts changed and with whom it is shared, and no pattern", async () => {
    const made = newFacts();
    const { id } = await createProfileSet(ada, made, draft);
    expect(id).toMatch(/^team-[a-z0-9]{5}$/);
    expect(await kindsOf(made)).toEqual(["profile-set.created", "profile-set.shared"]);
    const changed = newFacts();
    const accounts = [{ kind: "glob", pattern: "pay*", field: "name" }];
    const selection = { filter: { ...all, accounts }, picked: [] };
    const next = { ...draft, sharedWith: ["risk"], set: { ...everything, selection } };
    await updateProfileSet(ada, changed, { id, version: 1, ...next });
    const events = await portal.events(changed);
    expect(events).toMatchObject([
      { kind: "profile-set.changed", detail: { set: id, version: 2, changes: "which roles, groups" } },
      { kind: "profile-set.shared", detail: { groups: 1, names: "risk" } },
    ]);
    expect(JSON.stringify(events)).not.toContain("pay*");
    expect(Object.keys(await namesOf(ada, id))).toEqual(["payments.Admin", "payments.Reader"]);
  });

  test("of two who save at once one is told, and the record does not claim what never was", async () => {
    const id = await make();
    const facts = [newFacts(), newFacts()];
    const outcomes = await Promise.allSettled(
      facts.map((its, at) => updateProfileSet(ada, its, { id, version: 1, ...draft, title: `t${at}` })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = facts[outcomes.findIndex(({ status }) => status === "rejected")] ?? newFacts();
    const kinds = await kindsOf(lost);
    expect(kinds.filter((kind) => kind.endsWith(".failed")).length).toBe(
      kinds.filter((kind) => kind.endsWith(".changed")).length,
    );
    expect(await updateProfileSet(ada, newFacts(), { id, version: 2, ...draft, title: "later" })).toEqual({
      id,
      version: 3,
    });
  });

  test("what cannot be recorded is not saved, and what is saved already is no version", async () => {
    await portal.unrecordable("profile-set.created", async () => {
      await expect(make()).rejects.toMatchObject({ code: "not-recorded" });
    });
    const id = await make();
    expect(await updateProfileSet(ada, newFacts(), { id, version: 1, ...draft })).toEqual({ id, version: 1 });
  });

  const long = "x".repeat(3000);
  test.each([
    ["nameTemplate", { ...everything, nameTemplate: "{acount}" }, /\{acount\} is no variable/],
    [
      "nameTemplate",
      { ...everything, nameTemplate: "{label}" },
      /The name of Admin in 1{12}, "", is empty\. So it is with 2 more\./,
    ],
    ["nameTemplate", { ...everything, nameTemplate: long }, /^A template has 1 to 300 characters\.$/],
    ["defaults.output", { ...everything, defaults: { output: long } }, /output is longer than/],
    ["defaults.sso_session", { ...everything, defaults: { sso_session: "x" } }, /no setting/],
    ["regions.0", { ...everything, regions: ["mars-1"] }, /no region of AWS/],
    [
      "accounts.0",
      {
        ...set,
        selection: {
          filter: { ...all, accounts: [{ kind: "regex", pattern: "(", field: "name" }] },
          picked: [],
        },
      },
      /never closed/,
    ],
    ["aliasDays", { ...everything, aliasDays: 9999 }, /0 to 366/],
  ] as const)(
    "nothing is written where %s is wrong, and it is said in one sentence",
    async (field, faulty, says) => {
      const { faults } = await previewProfiles(ada, { id: null, draft: { ...draft, set: faulty } });
      expect(faults).toEqual([{ field, message: expect.stringMatching(says) }]);
      await expect(make({ set: faulty })).rejects.toMatchObject({ code: "profile-set-faulty" });
      expect(await portal.store.query("SELECT id FROM profile_set")).toEqual([]);
    },
  );

  test("a preview tells names that several want, and keeps nothing", async () => {
    await listOf(ada, { [one]: ["shop", ["Reader"]], [two]: ["shop", ["Reader"]] });
    const seen = await previewProfiles(ada, { id: null, draft });
    expect(seen).toMatchObject({ faults: [], roles: 2, profiles: 2, collisionCount: 1 });
    expect(seen.collisions).toEqual([
      {
        wanted: "shop.Reader",
        instead: [
          { name: `shop.Reader-${one}`, of: `Reader in shop (${one})` },
          { name: `shop.Reader-${two}`, of: `Reader in shop (${two})` },
        ],
      },
    ]);
  });
});

describe("a machine", () => {
  async function tokenOf(person: Person, grants: "all" | object[] = "all"): Promise<string> {
    const wanted = { name: "laptop", grants, hours: 1, networks: [] } as Parameters<
      typeof createAccessToken
    >[2];
    return (await createAccessToken(person, newFacts(), wanted, { madeBy: "page" })).token;
  }
  async function ask(token: string, id: string, headers: Record<string, string> = {}): Promise<Response> {
    const path = `/api/v1/profiles/${id}`;
    const given = {
      [hookHeader]: hookValue("198.51.100.7", path),
      authorization: `Bearer ${token}`,
      ...headers,
    };
    return await machineDoor.GET(new Request(`${portalUrl}${path}`, { headers: given }));
  }

  test("has the page's bytes, and 304 until they change", async () => {
    const id = await make();
    const token = await tokenOf(ada);
    const answer = await ask(token, id);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await answer.text()).toBe(await configOf(ada, id));
    const etag = answer.headers.get("etag") ?? "";
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await ask(token, id, { "if-none-match": known });
      expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
    }
    await listOf(ada, { [two]: ["shop", ["Reader"]] });
    const changed = await ask(token, id, { "if-none-match": etag });
    expect(changed.status).toBe(200);
    expect(await changed.text()).not.toContain("payments");
    expect(await subscribersOf(id, 10)).toMatchObject([{ tokenName: "laptop", version: 1 }]);
  });

  test("sees only the roles that its token names", async () => {
    const id = await make();
    const answer = await ask(await tokenOf(ada, [{ instance: "main", accountId: two, role: "Reader" }]), id);
    expect((await answer.text()).match(/\[profile .*/g)).toEqual(["[profile shop.Reader]"]);
  });

  test("gets not-found for a set that is another's, that is none, and that its person's groups no longer open", async () => {
    const id = await make();
    await portal.store.run(`UPDATE person SET groups = '["engineering"]' WHERE id = '${bob.id}'`);
    const token = await tokenOf(bob);
    expect((await ask(token, id)).status).toBe(200);
    const bodies: unknown[] = [];
    await portal.store.run(`UPDATE person SET groups = '["risk"]' WHERE id = '${bob.id}'`);
    for (const [by, named] of [
      [token, id],
      [token, "no-such-set"],
      [token, "No%2FSuch"],
      [await tokenOf(boss), id],
    ] as const) {
      const answer = await ask(by, named);
      bodies.push([answer.status, { ...(await answer.json()), reference: null }]);
    }
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    expect(bodies[0]).toMatchObject([404, { code: "not-found" }]);
  });

  test("is told that there is no list rather than given an empty file", async () => {
    const id = await make();
    const token = await tokenOf(ada);
    await portal.store.run("DELETE FROM inventory_account; DELETE FROM inventory_refresh");
    await portal.control.fault("ListAccounts", "error", 50);
    const answer = await ask(token, id);
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(await answer.text()).not.toContain("[profile");
  });

  test("is no browser", async () => {
    const id = await make();
    const token = await tokenOf(ada);
    expect((await ask(token, id, { "sec-fetch-site": "same-origin" })).status).toBe(403);
    expect((await ask("spt_wrong", id)).status).toBe(401);
  });
});
