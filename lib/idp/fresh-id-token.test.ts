/** An id_token is renewed once, by the right provider, for the right person; or the person is told to sign in again. */

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  idpTokensOf,
  leaseIdpTokens,
  releaseIdpTokens,
  renewIdpTokens,
  saveIdpTokens,
} from "@/lib/store/idp-tokens";
import { applySettings, startTestStore, type TestStore } from "@/lib/store/test-database";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { sandboxControl, settingsFor, testBrowser } from "./browser-for-tests";
import { freshIdToken } from "./fresh-id-token";
import { forgetProvider } from "./provider";
import { sessionOfCookies } from "./session";

const portal = "https://portal.example.com";

let store: TestStore;
let sandbox: Sandbox;
let control: ReturnType<typeof sandboxControl>;
let personId = "";

beforeAll(async () => {
  store = await startTestStore();
  sandbox = await startSandbox({ portalUrl: portal });
  control = sandboxControl(sandbox);
});

afterAll(async () => {
  await sandbox.close();
  await store.stop();
});

beforeEach(async () => {
  applySettings(settingsFor(sandbox, portal));
  forgetProvider();
  await control.reset();
  const browser = testBrowser(portal);
  await browser.signIn("engineer");
  const session = await sessionOfCookies(browser.cookieHeader());
  if (session === null || session === "ended") throw new Error("not signed in");
  personId = session.person.id;
  await control.reset();
});

type Kept = NonNullable<Awaited<ReturnType<typeof idpTokensOf>>>;

async function kept(): Promise<Kept> {
  const tokens = await idpTokensOf(personId);
  if (!tokens) throw new Error("There are no tokens.");
  return tokens;
}

/** As if the token's hour were nearly over. */
async function nearlyOver(changed: Partial<Kept> = {}): Promise<Kept> {
  const { idToken, refreshToken } = { ...(await kept()), ...changed };
  await saveIdpTokens(personId, { idToken, refreshToken, expiresAt: new Date(Date.now() + 60_000) });
  return kept();
}

test("a token with time left is handed out as it is, and the provider is not asked", async () => {
  expect(await freshIdToken(personId)).toBe((await kept()).idToken);
  expect(await control.calls("Token")).toBe(0);
});

test("fifty at once when it expires are one renewal and fifty answers", async () => {
  const old = await nearlyOver();
  const tokens = await Promise.all(Array.from({ length: 50 }, () => freshIdToken(personId)));
  expect(await control.calls("Token")).toBe(1);
  expect(new Set(tokens).size).toBe(1);
  expect(tokens[0]).not.toBe(old.idToken);
  const now = await kept();
  expect(now.idToken).toBe(tokens[0]);
  expect(now.refreshToken).not.toBe(old.refreshToken);
  expect(now.expiresAt.getTime()).toBeGreaterThan(Date.now() + 50 * 60_000);
});

test("what another process renews is waited for and taken, without asking the provider", async () => {
  const old = await nearlyOver();
  const theirs = await leaseIdpTokens(personId, 30);
  if (!theirs) throw new Error("no lease");
  const waiting = freshIdToken(personId);
  // Long enough for it to have looked, and found the lease taken.
  await vi.waitFor(async () => expect(await leaseIdpTokens(personId, 30)).toBeNull());
  const idToken = `${old.idToken.slice(0, -4)}AAAA`;
  await renewIdpTokens(theirs, { ...old, idToken, expiresAt: new Date(Date.now() + 3_600_000) });
  expect(await waiting).toBe(idToken);
  expect(await control.calls("Token")).toBe(0);
});

test("what another process gave up is taken over", async () => {
  await nearlyOver();
  const theirs = await leaseIdpTokens(personId, 30);
  if (!theirs) throw new Error("no lease");
  const waiting = freshIdToken(personId);
  await releaseIdpTokens(theirs);
  expect(await waiting).toBe((await kept()).idToken);
  expect(await control.calls("Token")).toBe(1);
});

test("a token that was made to live for minutes is used for half of them, not renewed at every call", async () => {
  const { idToken } = await kept();
  const [head = "", , signature = ""] = idToken.split(".");
  const now = Math.floor(Date.now() / 1000);
  const claims = Buffer.from(JSON.stringify({ iat: now, exp: now + 300 })).toString("base64url");
  const short = `${head}.${claims}.${signature}`;
  const { refreshToken } = await kept();
  await saveIdpTokens(personId, { idToken: short, refreshToken, expiresAt: new Date((now + 300) * 1000) });
  expect(await freshIdToken(personId)).toBe(short);
  expect(await control.calls("Token")).toBe(0);
});

describe("only another sign-in helps", () => {
  test("when the provider takes the refresh token no more; then nothing of it is kept", async () => {
    await nearlyOver();
    await control.fault("Token", "invalid-grant");
    await expect(freshIdToken(personId)).rejects.toMatchObject({ code: "aws-sign-in-ended" });
    expect(await idpTokensOf(personId)).toBeNull();
    await expect(freshIdToken(personId)).rejects.toMatchObject({ code: "aws-sign-in-ended" });
    expect(await control.calls("Token")).toBe(1);
  });

  test("when the provider gave no refresh token", async () => {
    await nearlyOver({ refreshToken: null });
    await expect(freshIdToken(personId)).rejects.toMatchObject({ code: "aws-sign-in-ended" });
    expect(await control.calls("Token")).toBe(0);
  });

  test("when the provider renews no id_token", async () => {
    await nearlyOver();
    await control.fault("Token", "missing-id-token");
    await expect(freshIdToken(personId)).rejects.toMatchObject({ code: "aws-sign-in-ended" });
  });

  test("when settings name another provider than the person's; their token is not shown to it", async () => {
    await nearlyOver();
    const other = await startSandbox({ portalUrl: portal });
    applySettings({ OIDC_ISSUER: other.issuer });
    forgetProvider();
    await expect(freshIdToken(personId)).rejects.toMatchObject({ code: "aws-sign-in-ended" });
    expect(await sandboxControl(other).calls("Token")).toBe(0);
    await other.close();
  });

  test("for somebody who never signed in", async () => {
    const nobody = "00000000-0000-4000-8000-000000000000";
    await expect(freshIdToken(nobody)).rejects.toMatchObject({ code: "aws-sign-in-ended" });
  });
});

describe("a renewed id_token is refused that", () => {
  test.each([
    ["wrong-audience"],
    ["wrong-issuer"],
    ["wrong-subject"],
    ["missing-subject"],
    ["bad-signature"],
    ["unknown-key"],
    ["alg-none"],
    ["expired"],
    ["malformed"],
  ])("is %s, and the old one is kept", async (answer) => {
    const old = await nearlyOver();
    await control.fault("Token", answer);
    await expect(freshIdToken(personId)).rejects.toMatchObject({ code: "provider-malformed" });
    expect((await kept()).idToken).toBe(old.idToken);
  });
});

describe("while the provider is away", () => {
  test.each(["error", "reset"])(
    "(%s) everybody who asks is told so, and the next who asks gets a token",
    async (answer) => {
      const old = await nearlyOver();
      await control.fault("Token", answer);
      const asked = await Promise.allSettled(Array.from({ length: 10 }, () => freshIdToken(personId)));
      for (const each of asked) {
        expect(each).toMatchObject({ status: "rejected", reason: { code: "provider-unavailable" } });
      }
      expect(await control.calls("Token")).toBe(1);
      expect(await freshIdToken(personId)).not.toBe(old.idToken);
    },
  );

  test("a token with time left is still handed out", async () => {
    forgetProvider();
    await control.fault("Discovery", "reset");
    expect(await freshIdToken(personId)).toBe((await kept()).idToken);
  });
});
