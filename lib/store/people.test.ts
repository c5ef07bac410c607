/** People, sessions and one-time tokens, on each kind of store. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/core/person";
import { personById, savePerson } from "./people";
import {
  createSession,
  deleteSession,
  deleteSessionsBefore,
  deleteSessionsOf,
  livingSessions,
  sessionOf,
  touchSessions,
} from "./sessions";
import { forgetSpentTokens, spendToken } from "./spent-tokens";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

const ada: Omit<Person, "id"> = {
  issuer: "https://id.example.com",
  subject: "ada",
  name: "Ada",
  email: "ada@example.com",
  emailVerified: true,
  userName: "ada",
  groups: ["engineers"],
};

const soon = () => new Date(Date.now() + 3_600_000);

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });

  test("a person keeps their id while all else about them changes", async () => {
    const first = await savePerson(ada);
    const second = await savePerson({
      ...ada,
      name: "Ada L.",
      email: null,
      groups: null,
      emailVerified: false,
    });
    expect(second).toEqual({
      ...ada,
      id: first.id,
      name: "Ada L.",
      email: null,
      groups: null,
      emailVerified: false,
    });
    expect(await personById(first.id)).toEqual(second);
  });

  test("no groups claim and an empty one stay two things", async () => {
    expect((await savePerson({ ...ada, subject: "in none", groups: [] })).groups).toEqual([]);
    expect((await savePerson({ ...ada, subject: "not said", groups: null })).groups).toBeNull();
  });

  test("a first sign-in in twenty tabs makes one person", async () => {
    const saved = await Promise.all(
      Array.from({ length: 20 }, () => savePerson({ ...ada, subject: "hurried" })),
    );
    expect(new Set(saved.map(({ id }) => id)).size).toBe(1);
  });

  test("one subject at two issuers is two people", async () => {
    const other = await savePerson({ ...ada, issuer: "https://other.example.com" });
    expect(other.id).not.toBe((await savePerson(ada)).id);
  });

  test("characters that no text may hold are replaced in names and groups, never removed", async () => {
    const person = await savePerson({
      ...ada,
      subject: "nul",
      name: "A\0da",
      groups: ["admins\0", "\ud800"],
    });
    expect(person).toMatchObject({ name: "A\ufffdda", groups: ["admins\ufffd", "\ufffd"] });
  });

  test.each(["ada\0", "ada\udc00", "a".repeat(3_000)])(
    "a subject that cannot be stored as it is signs nobody in",
    async (subject) => {
      await expect(savePerson({ ...ada, subject })).rejects.toMatchObject({ code: "provider-malformed" });
    },
  );

  test("the longest subject that a provider may give signs in", async () => {
    expect((await savePerson({ ...ada, subject: "\u{1f600}".repeat(255) })).id).not.toBe("");
  });

  test.each(["", "nobody", "00000000-0000-4000-8000-000000000000", "'; DROP TABLE person; --"])(
    "nobody has the id %j",
    async (id) => expect(await personById(id)).toBeNull(),
  );

  test("a session is found with its person, moves on when used, and ends once", async () => {
    const person = await savePerson(ada);
    const expiresAt = soon();
    await createSession({ id: "secret-cookie-1", personId: person.id, expiresAt });
    expect(await sessionOf("secret-cookie-1")).toMatchObject({ person, expiresAt });

    const at = new Date(Date.now() + 60_000);
    await touchSessions(["secret-cookie-1", "nobody's"], at);
    expect((await sessionOf("secret-cookie-1"))?.lastSeenAt).toEqual(at);

    await deleteSession("secret-cookie-1");
    await deleteSession("secret-cookie-1");
    expect(await sessionOf("secret-cookie-1")).toBeNull();
  });

  test("of many sessions those are found that live, of whomever they are, and none of who is blocked", async () => {
    const [one, other] = [await savePerson(ada), await savePerson({ ...ada, subject: "blocked" })];
    await createSession({ id: "living", personId: one.id, expiresAt: soon() });
    await createSession({ id: "over", personId: one.id, expiresAt: new Date(Date.now() - 1_000) });
    await createSession({ id: "of the blocked", personId: other.id, expiresAt: soon() });
    await store.query("UPDATE person SET blocked_at = now() WHERE id = $1::uuid", [other.id]);
    const asked = ["living", "over", "of the blocked", "nobody's", "'; DROP TABLE session; --"];
    expect([...(await livingSessions(asked, new Date()))]).toEqual(["living"]);
    expect(await livingSessions([], new Date())).toEqual(new Set());
  });

  test("times come back as the instants that they were", async () => {
    const person = await savePerson(ada);
    const expiresAt = new Date("2027-03-28T01:30:00.123Z");
    await createSession({ id: "instants", personId: person.id, expiresAt });
    expect((await sessionOf("instants"))?.expiresAt).toEqual(expiresAt);
    const [row] = await store.query<{ at: string }>(
      "SELECT (extract(epoch FROM expires_at) * 1000)::bigint::text AS at FROM session WHERE expires_at = $1",
      [expiresAt],
    );
    expect(Number(row?.at)).toBe(expiresAt.getTime());
  });

  test("who reads the database cannot be anybody: no session's id is in it", async () => {
    const person = await savePerson(ada);
    await createSession({ id: "canary-of-a-cookie", personId: person.id, expiresAt: soon() });
    const all = await store.dump();
    expect(all).toContain(person.id);
    expect(all).not.toContain("canary-of-a-cookie");
    expect(all).not.toContain(Buffer.from("canary-of-a-cookie").toString("hex"));
  });

  test("all of a person's sessions end, and nobody else's", async () => {
    const [one, other] = [await savePerson(ada), await savePerson({ ...ada, subject: "bob" })];
    await createSession({ id: "a1", personId: one.id, expiresAt: soon() });
    await createSession({ id: "a2", personId: one.id, expiresAt: soon() });
    await createSession({ id: "b1", personId: other.id, expiresAt: soon() });
    await deleteSessionsOf(one.id);
    expect(await sessionOf("a1")).toBeNull();
    expect(await sessionOf("a2")).toBeNull();
    expect(await sessionOf("b1")).not.toBeNull();
  });

  test("old sessions are forgotten, by expiry and by idleness", async () => {
    const person = await savePerson({ ...ada, subject: "sleeper" });
    const now = Date.now();
    await createSession({ id: "expired", personId: person.id, expiresAt: new Date(now - 1_000) });
    await createSession({ id: "idle", personId: person.id, expiresAt: soon() });
    await touchSessions(["idle"], new Date(now - 7_200_000));
    await createSession({ id: "alive", personId: person.id, expiresAt: soon() });
    const times = { expiredAt: new Date(now), idleSince: new Date(now - 3_600_000) };
    expect(await deleteSessionsBefore(times)).toBe(2);
    expect(await sessionOf("alive")).not.toBeNull();
  });

  test("of twenty who spend one token at once, one succeeds", async () => {
    const spent = await Promise.all(Array.from({ length: 20 }, () => spendToken("one-time", soon())));
    expect(spent.filter(Boolean)).toHaveLength(1);
    expect(await spendToken("one-time", soon())).toBe(false);
    expect(await store.dump()).not.toContain("one-time");
  });

  test("what expired is forgotten, what has not is still refused", async () => {
    await spendToken("old", new Date(Date.now() - 1_000));
    await spendToken("new", soon());
    expect(await forgetSpentTokens(new Date())).toBe(1);
    expect(await spendToken("new", soon())).toBe(false);
  });
});
