/** A block, on each kind of store: all that is alive ends with it, and nothing comes to life beside it. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accessTokenText } from "@/lib/core/access-token";
import { accessTokenOf, saveAccessToken } from "./access-tokens";
import { connectionOf, leaseConnection, saveConnection } from "./connections";
import { idpTokensOf, leaseIdpTokens, renewIdpTokens, saveIdpTokens } from "./idp-tokens";
import { closeStore, openStore } from "./open-store";
import { pollPairing, takePairing } from "./pairing-polls";
import { approvePairing, beginPairing, claimPairing } from "./pairings";
import { peopleToConfirm } from "./people";
import { block, blockOf, isBlocked, lift } from "./person-blocks";
import { newPerson, newSession } from "./person-for-tests";
import { leaseCredentials, reusableCredentials, saveCredentials } from "./sealed-credentials";
import { createSession, sessionOf } from "./sessions";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

const expiresAt = new Date("2035-01-01T00:00:00.000Z");
const tokens = { idToken: "an id_token", refreshToken: "a refresh token", expiresAt };
const connection = { accessToken: "at AWS", refreshToken: null, clientId: null, expiresAt, arn: null };
const grant = { instance: "main", accountId: "012345678901", role: "Developer" };
const keys = { accessKeyId: "ASIA", secretAccessKey: "secret", sessionToken: "session", expiresAt };
const good = { confirmedWithin: 15, leastLeft: 16 };
const soon = () => new Date(Date.now() + 60_000);

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  let person = "";
  let administrator = "";
  beforeAll(async () => {
    store = await startTestStore(kind);
    administrator = await newPerson();
  });
  afterAll(async () => {
    await store.stop();
  });
  beforeEach(async () => {
    person = await newPerson();
  });

  const wish = () => ({ personId: person, by: administrator, reason: "a stolen laptop" });

  async function makeToken(personId = person): Promise<string> {
    const text = accessTokenText(Buffer.from(randomUUID().replaceAll("-", "")));
    const made = { address: "192.0.2.1", client: "a test" };
    const life = { hourly: true, createdAt: new Date(), expiresAt: soon() };
    const token = {
      id: randomUUID(),
      personId,
      name: "laptop",
      grants: null,
      networks: [],
      madeBy: "page",
    } as const;
    return (await saveAccessToken(text, { ...token, ...life, made })) ? text : "none";
  }

  async function approved(sessionId: string): Promise<{ id: string; deviceCode: string }> {
    const deviceCode = randomUUID();
    // Letters of a code, as good as any.
    const userCode = [...randomUUID().replaceAll("-", "")].map(
      (one) => "BCDFGHJKLMNPQRST"[Number.parseInt(one, 16)],
    );
    const said = { machine: "m", address: "192.0.2.1", holder: randomUUID(), userAgent: "", hints: [] };
    const code = userCode.slice(0, 8).join("");
    const limits = { seconds: 300, intervalSeconds: 1, mostOpen: 9 };
    const begun = await beginPairing({ deviceCode, userCode: code, ...said }, limits);
    const id = begun?.id ?? "";
    await claimPairing(code, { personId: person, sessionId });
    await approvePairing(id, sessionId, { wanted: {}, graceSeconds: 60 });
    return { id, deviceCode };
  }

  async function keepKeys(): Promise<void> {
    const lease = await leaseCredentials(person, grant, 30);
    if (!lease || !(await saveCredentials(lease, keys))) throw new Error("The keys were not kept.");
  }

  async function connect(): Promise<void> {
    const lease = await leaseConnection(person, "main", 30);
    if (!lease || !(await saveConnection(lease, connection))) throw new Error("The connection was not kept.");
  }

  test("ends every session, token, pairing, sealed key and secret of the person, and says what ended", async () => {
    const session = await newSession(person);
    const token = await makeToken();
    const { deviceCode } = await approved(session);
    await saveIdpTokens(person, tokens);
    await connect();
    await keepKeys();
    const ended = await block(wish());
    expect(ended).toMatchObject({ isNew: true, sessions: 1, tokens: [{ name: "laptop" }] });
    expect(ended.connections).toEqual([{ instance: "main", accessToken: "at AWS" }]);
    expect(await sessionOf(session)).toBeNull();
    expect(await accessTokenOf(token)).toMatchObject({ isBlocked: true, revokedAt: expect.any(Date) });
    expect(await pollPairing(deviceCode)).toMatchObject({ state: "denied" });
    expect(await idpTokensOf(person)).toBeNull();
    expect(await connectionOf(person, "main")).toBeNull();
    expect(await reusableCredentials(person, grant, good)).toBeNull();
    const [left] = await store.query<{ sealed: string }>(
      `SELECT (SELECT count(*) FROM connection WHERE person_id = $1::uuid)
        + (SELECT count(*) FROM sealed_credentials WHERE person_id = $1::uuid)
        + (SELECT count(*) FROM idp_token WHERE person_id = $1::uuid) AS sealed`,
      [person],
    );
    expect(Number(left?.sealed)).toBe(0);
  });

  test("touches nobody else", async () => {
    const other = await newPerson();
    const session = await newSession(other);
    const token = await makeToken(other);
    await block(wish());
    expect(await sessionOf(session)).not.toBeNull();
    expect(await accessTokenOf(token)).toMatchObject({ isBlocked: false, revokedAt: null });
    expect(await isBlocked(other)).toBe(false);
  });

  test("nothing comes to life for somebody who is blocked", async () => {
    await block(wish());
    expect(await createSession({ id: randomUUID(), personId: person, expiresAt: soon() })).toBe(false);
    expect(await saveIdpTokens(person, tokens)).toBe(false);
    expect(await makeToken()).toBe("none");
    await expect(connect()).rejects.toThrow("not kept");
    await expect(keepKeys()).rejects.toThrow("not kept");
  });

  test("nothing that was on its way when the block came arrives", async () => {
    const session = await newSession(person);
    await saveIdpTokens(person, tokens);
    const { id } = await approved(session);
    const renewal = await leaseIdpTokens(person, 30);
    const connecting = await leaseConnection(person, "main", 30);
    const minting = await leaseCredentials(person, grant, 30);
    await block(wish());
    if (!renewal || !connecting || !minting) throw new Error("There was no lease.");
    expect(await renewIdpTokens(renewal, tokens)).toBe(false);
    expect(await saveConnection(connecting, connection)).toBe(false);
    expect(await saveCredentials(minting, keys)).toBe(false);
    const times = { begunAfter: new Date(0), usedAfter: new Date(0) };
    expect(await takePairing(id, times)).toBeNull();
  });

  test("whatever the moment, a sign-in beside a block leaves no session and no tokens", async () => {
    for (let round = 0; round < 20; round += 1) {
      person = await newPerson();
      const id = randomUUID();
      await Promise.all([
        saveIdpTokens(person, tokens),
        createSession({ id, personId: person, expiresAt: soon() }),
        block(wish()),
      ]);
      expect(await idpTokensOf(person)).toBeNull();
      await lift(wish());
      expect(await sessionOf(id)).toBeNull();
    }
  });

  test("what is blocked in the database alone is blocked, and leaves nothing that comes back with the lift", async () => {
    const session = await newSession(person);
    const token = await makeToken();
    await store.query("UPDATE person SET blocked_at = now() WHERE id = $1::uuid", [person]);
    expect(await sessionOf(session)).toBeNull();
    expect(await accessTokenOf(token)).toMatchObject({ isBlocked: true, revokedAt: null });
    expect(await makeToken()).toBe("none");
    expect(await blockOf(person)).toMatchObject({ reason: null, by: null });
    expect(await block(wish())).toMatchObject({ isNew: false, sessions: 1, tokens: [{ name: "laptop" }] });
    await lift(wish());
    expect(await sessionOf(session)).toBeNull();
    expect(await accessTokenOf(token)).toMatchObject({ isBlocked: false, revokedAt: expect.any(Date) });
  });

  test("of two administrators at once the first stands, and both have blocked", async () => {
    const other = await newPerson();
    const answers = await Promise.all([
      block(wish()),
      block({ ...wish(), by: other, reason: "another reason" }),
    ]);
    expect(answers.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    const kept = await blockOf(person);
    const first = answers[0]?.isNew ? administrator : other;
    expect(kept?.by?.id).toBe(first);
  });

  test("of two administrators who block each other one is left", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [ada, eve] = [await newPerson(), await newPerson()];
      const outcomes = await Promise.allSettled([
        block({ personId: eve, by: ada, reason: "r" }),
        block({ personId: ada, by: eve, reason: "r" }),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect([await isBlocked(ada), await isBlocked(eve)].sort()).toEqual([false, true]);
    }
  });

  test("who is blocked blocks nobody and lifts nothing", async () => {
    const blocked = await newPerson();
    await block({ personId: blocked, by: administrator, reason: "r" });
    await expect(block({ ...wish(), by: blocked })).rejects.toMatchObject({ code: "session-ended" });
    await expect(lift({ personId: blocked, by: blocked })).rejects.toMatchObject({ code: "session-ended" });
    expect(await isBlocked(person)).toBe(false);
  });

  test("is lifted once, and then everything works again", async () => {
    await block(wish());
    expect([await lift(wish()), await lift(wish())]).toEqual([true, false]);
    expect(await blockOf(person)).toBeNull();
    const id = await newSession(person);
    expect(await sessionOf(id)).not.toBeNull();
    expect(await saveIdpTokens(person, tokens)).toBe(true);
    expect(await accessTokenOf(await makeToken())).toMatchObject({ revokedAt: null });
  });

  test("outlives a restart", async () => {
    await block(wish());
    await closeStore();
    await openStore();
    expect(await blockOf(person)).toMatchObject({ reason: "a stolen laptop", by: { id: administrator } });
  });

  test("is of somebody who is there", async () => {
    const nobody = randomUUID();
    await expect(block({ ...wish(), personId: nobody })).rejects.toMatchObject({ code: "not-found" });
    expect(await isBlocked(nobody)).toBe(true);
    expect(await blockOf("no id")).toBeNull();
  });

  test("whoever is blocked is no person whom the provider is asked about", async () => {
    await newSession(person);
    await makeToken();
    await store.query("UPDATE person SET confirmed_at = now() - interval '1 day' WHERE id = $1::uuid", [
      person,
    ]);
    const due = async () => (await peopleToConfirm(new Date(), 100)).some(({ id }) => id === person);
    expect(await due()).toBe(true);
    await store.query("UPDATE person SET blocked_at = now() WHERE id = $1::uuid", [person]);
    expect(await due()).toBe(false);
  });
});
