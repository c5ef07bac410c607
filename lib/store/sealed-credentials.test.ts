/** Keys that are kept open for the person and grant they were sealed for, are handed out again only while they are good, and are gone when purged. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Credentials } from "@/lib/core/credentials";
import type { Grant } from "@/lib/core/grant";
import { newPerson } from "./person-for-tests";
import {
  confirmSealedCredentials,
  forgetExpiredCredentials,
  forgetSealedCredentials,
  leaseCredentials,
  releaseCredentials,
  reusableCredentials,
  saveCredentials,
} from "./sealed-credentials";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

const grant: Grant = { instance: "main", accountId: "111122223333", role: "Developer" };
const good = { confirmedWithin: 15, leastLeft: 16 };

function keys(minutes = 60): Credentials {
  return {
    accessKeyId: "ASIAEXAMPLEEXAMPLE12",
    secretAccessKey: "a-secret-part/that+is=nowhere",
    sessionToken: "a-session-token-that-is-nowhere-in-clear",
    expiresAt: new Date(Math.floor(Date.now() / 1000) * 1000 + minutes * 60_000),
  };
}

async function keep(personId: string, which: Grant = grant, minutes = 60): Promise<Credentials> {
  const lease = await leaseCredentials(personId, which, 30);
  if (!lease) throw new Error("no lease");
  const made = keys(minutes);
  expect(await saveCredentials(lease, made)).toBe(true);
  return made;
}

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  let person: string;
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });
  beforeEach(async () => {
    person = await newPerson();
  });

  const found = async (which: Grant = grant) =>
    (await reusableCredentials(person, which, good))?.credentials ?? null;

  test("what was kept is found again, and nothing of it stands in the store in clear", async () => {
    const made = await keep(person);
    expect(await found()).toEqual(made);
    const dump = await store.dump();
    for (const secret of [made.accessKeyId, made.secretAccessKey, made.sessionToken]) {
      expect(dump).not.toContain(secret);
    }
  });

  test.each([
    ["another person's", "person_id", async () => await newPerson()],
    ["another account's", "account_id", async () => "444455556666"],
    ["another role's", "role", async () => "Administrator"],
    ["another instance's", "instance", async () => "partners"],
  ])("a row that was moved to %s does not open", async (_what, column, other) => {
    await keep(person);
    const value = await other();
    await store.query(`UPDATE sealed_credentials SET ${column} = $1 WHERE person_id = $2`, [value, person]);
    const moved = { person, ...grant };
    if (column === "person_id") moved.person = value;
    if (column === "account_id") moved.accountId = value;
    if (column === "role") moved.role = value;
    if (column === "instance") moved.instance = value;
    const { person: whose, ...which } = moved;
    await expect(reusableCredentials(whose, which, good)).rejects.toMatchObject({ code: "unexpected" });
  });

  test("keys with less time left than wanted are not handed out again, to the minute", async () => {
    await keep(person, grant, 15.9);
    expect(await found()).toBeNull();
    await keep(person, grant, 16.1);
    expect(await found()).not.toBeNull();
  });

  test("keys whose role AWS has not confirmed lately are not handed out again", async () => {
    await keep(person);
    const ago = (minutes: number) =>
      store.query("UPDATE sealed_credentials SET confirmed_at = now() - make_interval(secs => $1)", [
        minutes * 60,
      ]);
    await ago(14.9);
    expect(await found()).not.toBeNull();
    await ago(15.1);
    expect(await found()).toBeNull();
  });

  test("a row that is said to live longer hands out nothing that lives longer", async () => {
    const made = await keep(person);
    await store.run("UPDATE sealed_credentials SET expires_at = now() + interval '10 hours'");
    expect((await found())?.expiresAt).toEqual(made.expiresAt);
  });

  test("AWS's list confirms the roles on it and purges the others of that account alone", async () => {
    const roles = ["Developer", "Lost"];
    for (const role of roles) await keep(person, { ...grant, role });
    await keep(person, { ...grant, accountId: "444455556666", role: "Lost" });
    await store.run("UPDATE sealed_credentials SET confirmed_at = now() - interval '1 hour'");
    await confirmSealedCredentials(person, "main", grant.accountId, ["Developer", "Other"]);
    expect(await found()).not.toBeNull();
    const rows = await store.query<{ account_id: string; role: string }>(
      "SELECT account_id, role FROM sealed_credentials WHERE person_id = $1 ORDER BY account_id",
      [person],
    );
    expect(rows).toEqual([
      { account_id: grant.accountId, role: "Developer" },
      { account_id: "444455556666", role: "Lost" },
    ]);
  });

  test("of two who want to make keys one does, and after its time is over another", async () => {
    const both = await Promise.all([1, 2].map(() => leaseCredentials(person, grant, 30)));
    expect(both.filter((lease) => lease !== null)).toHaveLength(1);
    await store.run("UPDATE sealed_credentials SET lease_until = now() - interval '1 second'");
    const [late] = both.filter((lease) => lease !== null);
    const next = await leaseCredentials(person, grant, 30);
    if (!late || !next) throw new Error("no lease");
    expect(await saveCredentials(late, keys())).toBe(false);
    await releaseCredentials(late);
    expect(await leaseCredentials(person, grant, 30)).toBeNull();
    expect(await saveCredentials(next, keys())).toBe(true);
  });

  test("keys that are purged while they are made are not kept", async () => {
    const lease = await leaseCredentials(person, grant, 30);
    await forgetSealedCredentials(person, grant);
    if (!lease) throw new Error("no lease");
    expect(await saveCredentials(lease, keys())).toBe(false);
    expect(await found()).toBeNull();
  });

  test.each([
    ["one grant", grant, 3],
    ["an account", { instance: "main", accountId: grant.accountId }, 2],
    ["an instance", { instance: "main" }, 1],
    ["a person", {}, 0],
  ])("purging %s leaves the rest, and everybody else's", async (_what, which, left) => {
    const other = await newPerson();
    await keep(other);
    await keep(person);
    await keep(person, { ...grant, role: "Other" });
    await keep(person, { ...grant, accountId: "444455556666" });
    await keep(person, { ...grant, instance: "partners" });
    await forgetSealedCredentials(person, which);
    const rows = await store.query("SELECT 1 FROM sealed_credentials WHERE person_id = $1", [person]);
    expect(rows).toHaveLength(left);
    expect(await reusableCredentials(other, grant, good)).not.toBeNull();
  });

  test("what has expired is forgotten, and what is being made is not", async () => {
    await store.run("DELETE FROM sealed_credentials");
    await keep(person);
    await keep(person, { ...grant, role: "Expired" }, -1);
    await leaseCredentials(person, { ...grant, role: "Failed" }, 0);
    await leaseCredentials(person, { ...grant, role: "BeingMade" }, 30);
    await forgetExpiredCredentials(new Date(Date.now() + 1000));
    const rows = await store.query<{ role: string }>("SELECT role FROM sealed_credentials ORDER BY role");
    expect(rows.map(({ role }) => role)).toEqual(["BeingMade", "Developer"]);
  });
});
