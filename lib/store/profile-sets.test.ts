/** Profile sets, on each kind of store: of two who write at once one is told, and no name that was given is lost. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProfileSet } from "@/lib/core/profile-set";
import { saveAccessToken } from "./access-tokens";
import { newPerson, newSession } from "./person-for-tests";
import { keepNames, keptNames } from "./profile-set-names";
import { noteSubscriber, subscribersOf } from "./profile-set-subscribers";
import {
  addProfileSet,
  changeProfileSet,
  deleteProfileSet,
  profileSetOf,
  profileSetsOf,
  profileSetVersions,
} from "./profile-sets";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

const set: ProfileSet = {
  selection: { filter: null, picked: [] },
  nameTemplate: "{account_name | safe}.{role}",
  kind: "sso-session",
  chains: [],
  regions: ["eu-west-1"],
  defaults: { "s3.addressing_style": "path" },
  aliasDays: 30,
};

const saved = (id: string, more: object = {}) => ({
  id,
  title: "Team",
  sharedWith: ["payments"],
  set,
  changes: "made",
  savedBy: "Ada",
  ...more,
});

const newId = () => `set-${randomUUID().slice(0, 8)}`;

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  let owner = "";
  beforeAll(async () => {
    store = await startTestStore(kind);
    owner = await newPerson();
  });
  afterAll(async () => {
    await store.stop();
  });

  test("a set is read as it was saved, and an id that is taken is not taken over", async () => {
    const id = newId();
    expect(await addProfileSet(owner, saved(id))).toBe(true);
    expect(await profileSetOf(id)).toMatchObject({
      id,
      ownerId: owner,
      title: "Team",
      sharedWith: ["payments"],
      version: 1,
      set,
    });
    expect(await addProfileSet(await newPerson(), saved(id, { title: "Mine" }))).toBe(false);
    expect(await profileSetOf(id)).toMatchObject({ ownerId: owner, title: "Team", version: 1 });
    expect(await profileSetVersions(id, 10)).toHaveLength(1);
  });

  test("of many who save at once exactly one is saved, and each version stays", async () => {
    const id = newId();
    await addProfileSet(owner, saved(id));
    const titles = Array.from({ length: 8 }, (_, at) => `title ${at}`);
    const outcomes = await Promise.all(
      titles.map((title) => changeProfileSet(1, saved(id, { title, changes: "title" }))),
    );
    expect(outcomes.filter((version) => version !== null)).toEqual([2]);
    const winner = titles[outcomes.indexOf(2)];
    expect(await profileSetOf(id)).toMatchObject({ version: 2, title: winner });
    expect((await profileSetVersions(id, 10)).map(({ version, title }) => [version, title])).toEqual([
      [2, winner],
      [1, "Team"],
    ]);
    expect(await changeProfileSet(7, saved(id))).toBeNull();
    expect(await changeProfileSet(1, saved(newId()))).toBeNull();
  });

  test("names that two give at once are both kept by whoever looks again", async () => {
    const id = newId();
    await addProfileSet(owner, saved(id));
    async function name(key: string): Promise<void> {
      for (;;) {
        const kept = await keptNames(id);
        if (!kept) throw new Error("The set is gone.");
        const records = [...kept.records, { key, name: key, aliases: [], lostAt: null }];
        if (await keepNames(id, { version: kept.version, records })) return;
      }
    }
    const keys = Array.from({ length: 12 }, (_, at) => `key-${at}`);
    await Promise.all(keys.map(name));
    const { records = [], version } = (await keptNames(id)) ?? {};
    expect(records.map(({ key }) => key).sort()).toEqual([...keys].sort());
    expect(version).toBe(12);
    expect(await keptNames(newId())).toBeNull();
  });

  test("a set is found by its owner and by its groups, letter for letter, and by nobody else", async () => {
    const id = newId();
    const other = await newPerson();
    await addProfileSet(owner, saved(id, { sharedWith: ["Payments", "o'brien\" {x}"] }));
    const found = async (person: string, groups: string[], everybodys = false) =>
      (await profileSetsOf(person, groups, { everybodys })).some((one) => one.id === id);
    expect(await found(owner, [])).toBe(true);
    expect(await found(other, ["Payments"])).toBe(true);
    expect(await found(other, ["o'brien\" {x}"])).toBe(true);
    expect(await found(other, [])).toBe(false);
    expect(await found(other, ["", "payments", "Payments ", "Payment", "%", "{Payments}"])).toBe(false);
    expect(await found(other, [], true)).toBe(true);
  });

  test("a deleted set takes its versions, names and subscribers with it; a person who goes leaves theirs", async () => {
    const id = newId();
    const gone = await newPerson();
    const token = randomUUID();
    await addProfileSet(gone, saved(id));
    await newSession(owner);
    await saveAccessToken(`text of ${token}`, {
      id: token,
      personId: owner,
      name: "laptop",
      grants: null,
      networks: [],
      hourly: true,
      madeBy: "page",
      made: { address: "10.0.0.7", client: "curl" },
      createdAt: new Date(),
      expiresAt: new Date(Date.now() + 60_000),
    });
    await noteSubscriber(id, token, { version: 1, client: "curl/8" });
    await noteSubscriber(id, token, { version: 2, client: "curl/9" });
    expect(await subscribersOf(id, 10)).toMatchObject([
      { tokenName: "laptop", version: 2, client: "curl/9", ended: false },
    ]);
    await store.run(`DELETE FROM person WHERE id = '${gone}'`);
    expect(await profileSetOf(id)).toMatchObject({ ownerId: null, ownerName: null, title: "Team" });

    expect(await deleteProfileSet(id)).toBe(true);
    expect(await deleteProfileSet(id)).toBe(false);
    await noteSubscriber(id, token, { version: 3, client: "late" });
    const left = await store.query(
      `SELECT set_id FROM profile_set_version WHERE set_id = '${id}'
       UNION ALL SELECT set_id FROM profile_set_names WHERE set_id = '${id}'
       UNION ALL SELECT set_id FROM profile_set_subscriber WHERE set_id = '${id}'`,
    );
    expect(left).toEqual([]);
  });

  test("a set or names of a newer version are said to be unreadable, and hide no other", async () => {
    const id = newId();
    await addProfileSet(owner, saved(id));
    await store.run(`UPDATE profile_set SET definition = '{"moon":"full"}' WHERE id = '${id}'`);
    await store.run(`UPDATE profile_set_names SET records = '[{"key":7}]' WHERE set_id = '${id}'`);
    await expect(profileSetOf(id)).rejects.toMatchObject({ code: "unexpected" });
    await expect(keptNames(id)).rejects.toMatchObject({ code: "unexpected" });
    const listed = await profileSetsOf(owner, [], { everybodys: false });
    expect(listed.some((one) => one.id === id)).toBe(false);
    expect(listed.length).toBeGreaterThan(0);
  });
});
