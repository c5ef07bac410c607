/** Providers that are made in other ways than the sandbox's, and such as no provider should be made. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { forget } from "@/lib/core/once";
import { idpTokensOf, saveIdpTokens } from "@/lib/store/idp-tokens";
import { applySettings, startTestStore, type TestStore } from "@/lib/store/test-database";
import { testBrowser, testFacts } from "./browser-for-tests";
import { freshIdToken } from "./fresh-id-token";
import { forgetProvider } from "./provider";
import { startProvider } from "./provider-for-tests";
import { type PortalSession, sessionOfCookies } from "./session";
import { endSession, sessionCookieName } from "./sign-out";
import { startSignIn } from "./start-sign-in";

const portal = "https://portal.example.com";
const clientSecret = "a client secret with /+ and spaces, at least 32 characters";

let store: TestStore;
let provider: Awaited<ReturnType<typeof startProvider>>;

beforeAll(async () => {
  store = await startTestStore();
});

afterAll(async () => {
  await store.stop();
});

beforeEach(async () => {
  provider = await startProvider();
  applySettings({ PORTAL_URL: portal, OIDC_ISSUER: provider.issuer, OIDC_CLIENT_SECRET: clientSecret });
  forget("sign-in-limits");
  forgetProvider();
  return () => provider.close();
});

/** The problem that the person sees, or their session. */
async function signIn(): Promise<string | PortalSession> {
  const browser = testBrowser(portal);
  const answer = await browser.visit(provider.callbackFor(await browser.start()));
  const problem = new URL(answer.headers.get("location") ?? "").searchParams.get("problem");
  if (problem) {
    expect(browser.cookies.has(sessionCookieName())).toBe(false);
    return problem;
  }
  const session = await sessionOfCookies(browser.cookieHeader());
  if (session === null || session === "ended") throw new Error("neither a problem nor a session");
  return session;
}

async function signedIn(): Promise<PortalSession> {
  const session = await signIn();
  if (typeof session === "string") throw new Error(session);
  return session;
}

function tokenRequest() {
  const request = provider.asked.find(({ path }) => path === "/token");
  if (!request) throw new Error("no token was asked for");
  return request;
}

describe("a provider is served", () => {
  test("that has no userinfo and no sign-out", async () => {
    const session = await signedIn();
    expect(session.person).toMatchObject({ subject: "00u1", email: "ada@example.com", groups: null });
    expect(await endSession(session.id, session.person.id)).toEqual({ providerUrl: null });
  });

  test("that says more in userinfo than in the id_token", async () => {
    provider.told.userinfo = { sub: "00u1", groups: ["a", "b"], name: "Ada", email_verified: true };
    expect((await signedIn()).person).toMatchObject({ groups: ["a", "b"], name: "Ada" });
  });

  test("that takes the client's secret in the header, encoded as the standard has it", async () => {
    await signedIn();
    const [scheme, pair] = tokenRequest().authorization?.split(" ") ?? [];
    expect(scheme).toBe("Basic");
    const [id, secret] = Buffer.from(pair ?? "", "base64")
      .toString()
      .split(":");
    expect(id).toBe("sallyport");
    expect(decodeURIComponent((secret ?? "").replaceAll("+", " "))).toBe(clientSecret);
    expect(tokenRequest().form.has("client_secret")).toBe(false);
  });

  test("that takes the client's secret in the form alone", async () => {
    provider.told.metadata = { token_endpoint_auth_methods_supported: ["client_secret_post"] };
    await signedIn();
    expect(tokenRequest().authorization).toBeUndefined();
    expect(tokenRequest().form.get("client_secret")).toBe(clientSecret);
  });

  test("that names no key in its tokens, while it has but one", async () => {
    expect(typeof (await signIn())).toBe("object");
  });

  test("that gives no new refresh token: the old one stays", async () => {
    const { person } = await signedIn();
    const kept = await idpTokensOf(person.id);
    if (!kept) throw new Error("no tokens");
    await saveIdpTokens(person.id, { ...kept, expiresAt: new Date(Date.now() + 60_000) });
    provider.told.token = { refresh_token: null };
    expect(await freshIdToken(person.id)).not.toBe(kept.idToken);
    expect((await idpTokensOf(person.id))?.refreshToken).toBe("rt");
  });

  test("that gives no refresh token at all, for as long as its id_token lives", async () => {
    provider.told.token = { refresh_token: null };
    const { person } = await signedIn();
    expect(await freshIdToken(person.id)).toMatch(/^eyJ/);
    expect((await idpTokensOf(person.id))?.refreshToken).toBeNull();
  });
});

describe("nobody is signed in by an id_token", () => {
  test("that is signed with the client's secret, which is no key of the provider's", async () => {
    provider.told.metadata = { id_token_signing_alg_values_supported: ["HS256", "RS256"] };
    provider.told.header = { alg: "HS256" };
    provider.told.signWith = new TextEncoder().encode(clientSecret);
    expect(await signIn()).toBe("provider-malformed");
  });

  test("that names no key, while the provider has two", async () => {
    provider.told.keys = "two";
    expect(await signIn()).toBe("provider-malformed");
  });

  test.each([
    [
      "is also for another client and says that it was made for that one",
      { aud: ["sallyport", "x"], azp: "x" },
    ],
    ["is also for another client and does not say for whom it was made", { aud: ["sallyport", "x"] }],
    ["is for nobody", { aud: null }],
    ["ends at no time", { exp: null }],
    ["ends at a time that is none", { exp: "tomorrow" }],
    ["begins tomorrow", { nbf: Math.floor(Date.now() / 1000) + 86_400 }],
    ["has no nonce", { nonce: null }],
    ["names a number as its subject", { sub: 17 }],
    ["names a subject that no database would keep", { sub: "00u1\u0000" }],
    ["names nobody", { sub: "" }],
  ])("that %s", async (_what, claims) => {
    provider.told.claims = claims;
    expect(await signIn()).toBe("provider-malformed");
  });
});

describe("a discovery document is refused that", () => {
  test.each([
    [
      "sends people over plain http to another host",
      { authorization_endpoint: "http://id.example.com/auth" },
    ],
    ["sends people to a script", { authorization_endpoint: "javascript:alert(1)" }],
    ["sends people nowhere", { authorization_endpoint: null }],
    ["wants codes over plain http on another host", { token_endpoint: "http://id.example.com/token" }],
    ["wants codes nowhere", { token_endpoint: null }],
    ["has its keys on plain http on another host", { jwks_uri: "http://id.example.com/jwks" }],
    ["has no keys", { jwks_uri: null }],
    [
      "has people sign out over plain http on another host",
      { end_session_endpoint: "http://id.example.com/end" },
    ],
    ["has userinfo in a file", { userinfo_endpoint: "file:///etc/passwd" }],
    ["has endpoints that are no text", { token_endpoint: { a: 1 } }],
    ["names another issuer", { issuer: "https://evil.example" }],
    ["names an issuer that is none", { issuer: "nonsense" }],
    ["names no issuer", { issuer: null }],
  ])("%s", async (_what, metadata) => {
    provider.told.metadata = metadata;
    await expect(startSignIn("/", testFacts())).rejects.toMatchObject({ code: "provider-malformed" });
  });
});

test("a token answer of a kind that we do not know signs nobody in", async () => {
  provider.told.token = { token_type: "mac" };
  expect(await signIn()).toBe("provider-malformed");
});

test("a callback that says that it comes from another provider signs nobody in, even where ours says nothing of itself", async () => {
  const browser = testBrowser(portal);
  const callback = `${provider.callbackFor(await browser.start())}&iss=https%3A%2F%2Fevil.example`;
  const answer = await browser.visit(callback);
  expect(answer.headers.get("location")).toBe(`${portal}/sign-in?problem=provider-malformed`);
  expect(provider.asked.filter(({ path }) => path === "/token")).toHaveLength(0);
});
