/** An access token: no record, no token; no more than its person's list shows; and an end that holds. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccessTokenWanted } from "@/lib/core/access-token";
import type { Person } from "@/lib/core/person";
import { createAccessToken, mostTokens } from "@/lib/portal/create-access-token";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { accessTokenOf, countLivingTokens, revokeAccessTokens } from "@/lib/store/access-tokens";
import { leaseConnection, saveConnection } from "@/lib/store/connections";
import { idpTokensOf, saveIdpTokens } from "@/lib/store/idp-tokens";
import { keepAccounts, keepRoles } from "@/lib/store/inventory";
import { tokenFingerprint } from "@/lib/store/token-fingerprint";

const grant = { instance: "main", accountId: "012345678901", role: "ReadOnlyAccess" };

let portal: TestPortal;
let person: Person;

beforeAll(async () => {
  portal = await startTestPortal();
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await portal.reset({ ACCESS_TOKEN_MOST_HOURS: "" });
  person = (await portal.newcomer("engineer")).person;
  await revokeAccessTokens(person.id, "test");
  await portal.forgetLists();
  await keepAccounts(person.id, "main", [{ accountId: grant.accountId, name: "payments", email: null }]);
  await keepRoles(person.id, "main", grant.accountId, [grant.role]);
});

async function make(changed: Partial<AccessTokenWanted> = {}, facts = newFacts()) {
  const wanted = { name: "laptop", grants: [grant], hours: 2, networks: [], ...changed };
  return await createAccessToken(person, facts, wanted, { madeBy: "page" });
}

/** As if the provider gave no refresh token. */
async function withoutOfflineAccess(): Promise<void> {
  const tokens = await idpTokensOf(person.id);
  if (!tokens) throw new Error("no tokens");
  await saveIdpTokens(person.id, { ...tokens, refreshToken: null });
}

async function connectUntil(expiresAt: Date): Promise<void> {
  const lease = await leaseConnection(person.id, "main", 30);
  if (!lease) throw new Error("no lease");
  const none = { refreshToken: null, clientId: null, arn: null };
  await saveConnection(lease, { accessToken: "at", expiresAt, ...none });
}

test("a token is for what was asked, and the record says so without it", async () => {
  const facts = newFacts();
  const { id, token, expiresAt } = await make({ networks: ["10.0.0.0/8"] }, facts);
  expect(await accessTokenOf(token)).toMatchObject({ id, grants: [grant], networks: ["10.0.0.0/8"], person });
  const events = await portal.events(facts);
  expect(events).toMatchObject([
    {
      kind: "access-token.created",
      tokenFingerprint: tokenFingerprint(token),
      detail: {
        name: "laptop",
        roles: 1,
        networks: 1,
        madeBy: "page",
        expiresAt: expiresAt.toISOString(),
      },
    },
  ]);
  for (const known of [token.slice(4, 20), id]) expect(JSON.stringify(events)).not.toContain(known);
});

test("what cannot be recorded is not made", async () => {
  await portal.unrecordable("access-token.created", async () => {
    await expect(make()).rejects.toMatchObject({ code: "not-recorded" });
  });
  expect(await countLivingTokens(person.id)).toBe(0);
});

test("the record does not claim a token that could not be kept", async () => {
  await portal.store.run("ALTER TABLE access_token ADD CONSTRAINT spoiled CHECK (false) NOT VALID");
  const facts = newFacts();
  await expect(make({}, facts)).rejects.toMatchObject({ code: "store-unavailable" });
  await portal.store.run("ALTER TABLE access_token DROP CONSTRAINT spoiled");
  const kinds = (await portal.events(facts)).map(({ kind }) => kind);
  expect(kinds).toEqual(["access-token.created", "access-token.failed"]);
});

describe("a token is for no role", () => {
  test.each([
    { ...grant, role: "AdministratorAccess" },
    { ...grant, accountId: "012345678902" },
    { ...grant, instance: "partners" },
  ])("that is not on the person's list: %j", async (other) => {
    const facts = newFacts();
    await expect(make({ grants: [grant, other] }, facts)).rejects.toMatchObject({ code: "role-not-granted" });
    expect(await countLivingTokens(person.id)).toBe(0);
  });
});

test("all roles are those of later too: none is written down", async () => {
  const { token } = await make({ grants: "all" });
  expect((await accessTokenOf(token))?.grants).toBeNull();
});

test("nobody gathers more than so many, and one that is revoked makes room", async () => {
  for (let each = 0; each < mostTokens; each++) await make();
  await expect(make()).rejects.toMatchObject({ code: "too-many-access-tokens" });
  await revokeAccessTokens(person.id, "test");
  await make();
});

describe("its life", () => {
  const near = (expected: number) => (at: Date) => Math.abs(at.getTime() - Date.now() - expected) < 60_000;
  const hour = 3_600_000;

  test("is what was asked for, no longer than settings allow", async () => {
    expect(near(2 * hour)((await make()).expiresAt)).toBe(true);
    await portal.reset({ ACCESS_TOKEN_MOST_HOURS: "1" });
    await expect(make()).rejects.toMatchObject({ code: "invalid-input" });
    await make({ hours: 1 });
  });

  test("without offline access ends with the Identity Center token", async () => {
    await withoutOfflineAccess();
    const expiresAt = new Date(Date.now() + hour / 2);
    await connectUntil(expiresAt);
    const made = await make();
    expect(made.expiresAt).toEqual(expiresAt);
    expect((await accessTokenOf(made.token))?.hourly).toBe(false);
  });

  test("without either has nothing to hang on", async () => {
    await withoutOfflineAccess();
    await expect(make()).rejects.toMatchObject({ code: "aws-connection-needed" });
  });
});
