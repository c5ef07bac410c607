/** Signing out ends the session here whatever the provider does, and there where the provider offers it. */

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { applySettings, startTestStore, type TestStore } from "@/lib/store/test-database";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { sandboxControl, settingsFor, testBrowser } from "./browser-for-tests";
import { forgetProvider } from "./provider";
import { sessionOfCookies } from "./session";
import { clearedCookies, endSession, sessionCookieName } from "./sign-out";

const portal = "https://portal.example.com";

let store: TestStore;
let sandbox: Sandbox;

beforeAll(async () => {
  store = await startTestStore();
  sandbox = await startSandbox({ portalUrl: portal });
});

afterAll(async () => {
  await sandbox.close();
  await store.stop();
});

beforeEach(() => {
  applySettings(settingsFor(sandbox, portal));
  forgetProvider();
});

async function signedIn() {
  const browser = testBrowser(portal);
  await browser.signIn("engineer");
  const session = await sessionOfCookies(browser.cookieHeader());
  if (session === null || session === "ended") throw new Error("not signed in");
  return { cookie: browser.cookieHeader(), session };
}

test("the cookie is worth nothing afterwards, and other sessions of the same person go on", async () => {
  const [one, other] = [await signedIn(), await signedIn()];
  await endSession(one.session.id, one.session.person.id);
  expect(await sessionOfCookies(one.cookie)).toBe("ended");
  expect(await sessionOfCookies(other.cookie)).toMatchObject({ id: other.session.id });
});

test("the provider's address names us, the person and the way back", async () => {
  const { session } = await signedIn();
  const { providerUrl } = await endSession(session.id, session.person.id);
  const url = new URL(providerUrl ?? "");
  expect(url.origin).toBe(sandbox.issuer);
  expect(url.searchParams.get("post_logout_redirect_uri")).toBe(`${portal}/signed-out`);
  expect(url.searchParams.get("client_id")).toBe("sallyport");
  expect(url.searchParams.get("id_token_hint")).toMatch(/^eyJ/);
  expect((await fetch(url)).status).toBe(200);
});

test("without a provider the session ends all the same", async () => {
  const { cookie, session } = await signedIn();
  forgetProvider();
  await sandboxControl(sandbox).fault("Discovery", "reset");
  expect(await endSession(session.id, session.person.id)).toEqual({ providerUrl: null });
  expect(await sessionOfCookies(cookie)).toBe("ended");
});

test("the browser is told to forget every cookie of ours", () => {
  const cookies = clearedCookies();
  expect(cookies.some((cookie) => cookie.startsWith(`${sessionCookieName()}=;`))).toBe(true);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__Host-sallyport-[a-z-]+=; Path=\/; Max-Age=0; HttpOnly; SameSite=Lax; Secure$/);
  }
});
