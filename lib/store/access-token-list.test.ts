/** Looking at access tokens, on each kind of store: one's own, everybody's, and those that somebody should be told of. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { acknowledgeToken, livingTokens, tokensOf, unacknowledgedTokens } from "./access-token-list";
import { type NewToken, noteTokenUse, revokeAccessTokens, saveAccessToken } from "./access-tokens";
import { savePerson } from "./people";
import { newPerson, newSession } from "./person-for-tests";
import { startTestStore, storeKinds, type TestStore } from "./test-database";
import { tokenFingerprint } from "./token-fingerprint";

const hour = 3_600_000;
const fromNow = (ms: number) => new Date(Date.now() + ms);
const grant = { instance: "main", accountId: "012345678901", role: "ReadOnlyAccess" };

async function keep(personId: string, name: string, changed: Partial<NewToken> = {}): Promise<string> {
  const id = randomUUID();
  await newSession(personId);
  await saveAccessToken(`text of ${id}`, {
    id,
    personId,
    name,
    grants: [grant],
    networks: ["10.0.0.0/8"],
    hourly: true,
    madeBy: "pairing",
    made: { address: "10.0.0.7", client: "curl/8" },
    createdAt: new Date(),
    expiresAt: fromNow(hour),
    ...changed,
  });
  return id;
}

async function named(name: string, email: string): Promise<string> {
  const none = { emailVerified: true, userName: null, groups: null };
  const { id } = await savePerson({
    issuer: "https://id.example.com",
    subject: randomUUID(),
    name,
    email,
    ...none,
  });
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

  test("each is named by what the record names it by, which is neither its row nor what the row keeps", async () => {
    const person = await newPerson();
    const id = await keep(person, "laptop");
    const [token] = await tokensOf(person, 10);
    expect(token?.fingerprint).toBe(tokenFingerprint(`text of ${id}`));
    expect(token?.fingerprint).toMatch(/^[A-Za-z0-9_-]{22}$/);
    const [row] = await store.query<{ hash: string }>(
      "SELECT encode(hash, 'base64') AS hash FROM access_token WHERE id = $1::uuid",
      [id],
    );
    expect(row?.hash.slice(0, 20)).not.toBe(token?.fingerprint.slice(0, 20));
  });

  test("a person sees their own, newest first, with their ends, and nobody else's", async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const expired = await keep(person, "expired", {
      createdAt: fromNow(-3 * hour),
      expiresAt: fromNow(-hour),
    });
    const revoked = await keep(person, "revoked", { createdAt: fromNow(-2 * hour) });
    const living = await keep(person, "living", { grants: null });
    await keep(other, "somebody else's");
    await revokeAccessTokens(person, "administrator", { id: revoked });
    await noteTokenUse(living, new Date(0), { address: "10.0.0.8", client: "aws-cli" });
    expect(await tokensOf(person, 10)).toMatchObject([
      {
        id: living,
        grants: null,
        networks: ["10.0.0.0/8"],
        madeBy: "pairing",
        made: { address: "10.0.0.7", client: "curl/8" },
        lastUse: { at: "1970-01-01T00:00:00.000Z", address: "10.0.0.8", client: "aws-cli" },
        ended: null,
      },
      { id: revoked, grants: [grant], lastUse: null, ended: { why: "administrator" } },
      { id: expired, ended: { why: "expired" } },
    ]);
    expect(await tokensOf(person, 1)).toHaveLength(1);
  });

  test("an administrator sees everybody's that live, by part of a name or an address as it is written", async () => {
    const ada = await named("Ada 100%", "ada@example.com");
    const bob = await named("Bob", "bob_b@example.com");
    const [a, b] = [await keep(ada, "a"), await keep(bob, "b")];
    await keep(ada, "over", { expiresAt: fromNow(-1) });
    const found = async (person: string | null) => (await livingTokens(person, 500)).map(({ id }) => id);
    expect(await found(null)).toEqual(expect.arrayContaining([a, b]));
    expect(await found("ADA")).toEqual([a]);
    expect(await found("bob_")).toEqual([b]);
    expect(await found("100%")).toEqual([a]);
    expect(await found("%")).toEqual([a]);
    expect(await found("\0")).toEqual([]);
    expect((await livingTokens("ada", 1))[0]?.owner).toEqual({
      id: ada,
      name: "Ada 100%",
      email: "ada@example.com",
    });
  });

  test("somebody is told of what is new, until they say that they know it or it is over", async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const id = await keep(person, "new");
    await keep(person, "old", { createdAt: fromNow(-25 * hour) });
    await revokeAccessTokens(person, "person", { id: await keep(person, "over") });
    const news = async () =>
      (await unacknowledgedTokens(person, fromNow(-24 * hour))).map(({ name }) => name);
    expect(await news()).toEqual(["new"]);
    await acknowledgeToken(other, id);
    expect(await news()).toEqual(["new"]);
    await acknowledgeToken(person, id);
    expect(await news()).toEqual([]);
  });
});
