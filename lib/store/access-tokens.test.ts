/** Access tokens, on each kind of store: found by their text alone, ended at once, and worth nothing to who reads the table. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  accessTokenOf,
  countLivingTokens,
  forgetAccessTokens,
  type NewToken,
  noteTokenUse,
  revokeAccessTokens,
  saveAccessToken,
} from "./access-tokens";
import { personById } from "./people";
import { newPerson, newSession } from "./person-for-tests";
import { deleteSessionsOf } from "./sessions";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

const hour = 3_600_000;
const grant = { instance: "main", accountId: "012345678901", role: "ReadOnlyAccess" };

const base = (personId: string): Omit<NewToken, "id"> => ({
  personId,
  name: "laptop",
  grants: null,
  networks: [],
  hourly: true,
  madeBy: "page",
  made: { address: "10.0.0.7", client: "a browser" },
  createdAt: new Date(),
  expiresAt: new Date(Date.now() + hour),
});

async function keep(personId: string, text: string, changed: Partial<NewToken> = {}): Promise<string> {
  const id = randomUUID();
  await newSession(personId);
  expect(await saveAccessToken(text, { id, ...base(personId), ...changed })).toBe(true);
  return id;
}

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });

  test("none is kept of somebody who has no session any more", async () => {
    const person = await newPerson();
    const id = await keep(person, "text of one");
    expect(await accessTokenOf("text of one")).toMatchObject({ id });
    await deleteSessionsOf(person);
    const late = { ...base(person), id: randomUUID() };
    expect(await saveAccessToken("text of another", late)).toBe(false);
    expect(await accessTokenOf("text of another")).toBeNull();
  });

  test("a token is found with its person, what it is for and where", async () => {
    const personId = await newPerson();
    const expiresAt = new Date("2027-03-28T01:30:00.123Z");
    const networks = ["10.0.0.0/8", "2001:db8::/32"];
    const id = await keep(personId, "found", { grants: [grant], networks, expiresAt });
    expect(await accessTokenOf("found")).toEqual({
      id,
      name: "laptop",
      grants: [grant],
      networks,
      hourly: true,
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
      confirmedAt: expect.any(Date),
      fingerprint: expect.stringMatching(/^[\w-]{22}$/),
      isBlocked: false,
      person: await personById(personId),
    });
  });

  test.each(["", "foun", "found2", "\0", "'; DROP TABLE access_token; --"])(
    "%j finds nothing",
    async (text) => expect(await accessTokenOf(text)).toBeNull(),
  );

  test("for all roles and for none stay two things", async () => {
    const personId = await newPerson();
    await keep(personId, "all");
    await keep(personId, "none", { grants: [] });
    expect((await accessTokenOf("all"))?.grants).toBeNull();
    expect((await accessTokenOf("none"))?.grants).toEqual([]);
  });

  test("who reads the database is nobody's machine: no token is in it", async () => {
    await keep(await newPerson(), "canary-of-a-token");
    const all = await store.dump();
    expect(all).not.toContain("canary-of-a-token");
    expect(all).not.toContain(Buffer.from("canary-of-a-token").toString("hex"));
  });

  test("one text is one token", async () => {
    const personId = await newPerson();
    await keep(personId, "twice");
    await expect(keep(await newPerson(), "twice")).rejects.toMatchObject({ code: "store-unavailable" });
    expect((await accessTokenOf("twice"))?.person.id).toBe(personId);
  });

  test("a use is noted", async () => {
    const id = await keep(await newPerson(), "used");
    const at = new Date(Date.now() - 1000);
    await noteTokenUse(id, at, { address: "10.0.0.8", client: "aws-cli\0" });
    expect((await accessTokenOf("used"))?.lastUsedAt).toEqual(at);
  });

  test("one is revoked and the others go on; all are revoked and nobody else's", async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const first = await keep(person, "r1");
    await keep(person, "r2");
    await keep(other, "r3");
    expect(await revokeAccessTokens(person, "person", { id: first })).toEqual([
      { name: "laptop", fingerprint: (await accessTokenOf("r1"))?.fingerprint },
    ]);
    expect((await accessTokenOf("r1"))?.revokedAt).toBeInstanceOf(Date);
    expect((await accessTokenOf("r2"))?.revokedAt).toBeNull();
    expect(await revokeAccessTokens(person, "person")).toEqual([
      { name: "laptop", fingerprint: (await accessTokenOf("r2"))?.fingerprint },
    ]);
    expect((await accessTokenOf("r3"))?.revokedAt).toBeNull();
    expect(await countLivingTokens(person)).toBe(0);
  });

  test("somebody else's token is not revoked by its id, and one that is over is not revoked again", async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const id = await keep(person, "mine");
    expect(await revokeAccessTokens(other, "person", { id })).toEqual([]);
    expect(await countLivingTokens(person)).toBe(1);
    await revokeAccessTokens(person, "person", { id });
    expect(await revokeAccessTokens(person, "administrator", { id })).toEqual([]);
  });

  test("what ended long ago is forgotten, whichever way it ended", async () => {
    const person = await newPerson();
    const ago = (ms: number) => new Date(Date.now() - ms);
    await keep(person, "expired", { expiresAt: ago(2 * hour) });
    await keep(person, "just", { expiresAt: ago(1) });
    const revoked = await keep(person, "revoked");
    await store.query("UPDATE access_token SET revoked_at = $1 WHERE id = $2::uuid", [
      ago(2 * hour),
      revoked,
    ]);
    expect(await forgetAccessTokens(ago(hour))).toBe(2);
    expect(await accessTokenOf("expired")).toBeNull();
    expect(await accessTokenOf("just")).not.toBeNull();
  });
});
