/** The provider, as a relying party that we did not write (openid-client) and a person with a browser see it. */

import { decodeProtectedHeader } from "jose";
import * as oidc from "openid-client";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { identities } from "@/sandbox/company";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { createVisitor, type Visitor } from "@/sandbox/visitor";

const portalUrl = "http://localhost:34567";
const redirectUri = `${portalUrl}/api/auth/callback/oidc`;
const everyScope = "openid profile email groups offline_access";

let sandbox: Sandbox;
let config: oidc.Configuration;

beforeAll(async () => {
  sandbox = await startSandbox({ portalUrl });
  config = await discover();
});
afterAll(() => sandbox.close());
beforeEach(() => control("reset", {}));

describe("a sign-in", () => {
  test.each(identities)("$login signs in, and the claims are theirs", async (identity) => {
    const tokens = await signIn(identity.login);
    expect(tokens.claims()).toMatchObject({
      iss: sandbox.issuer,
      aud: "sallyport",
      sub: identity.sub,
      email: identity.email,
      email_verified: identity.emailVerified,
    });

    const userinfo = await oidc.fetchUserInfo(config, tokens.access_token, identity.sub);
    expect(userinfo).toMatchObject({
      name: identity.name,
      preferred_username: identity.identityCenterUserName,
      email: identity.email,
      email_verified: identity.emailVerified,
    });
    expect(userinfo.groups).toEqual(identity.groups);
  });

  test("groups and names are in userinfo alone unless the sandbox is told otherwise", async () => {
    expect((await signIn("engineer")).claims()).not.toHaveProperty("groups");
    await control("options", { idTokenClaims: "all" });
    expect((await signIn("engineer")).claims()).toMatchObject({ groups: ["engineering", "payments"] });
    await control("options", { idTokenClaims: "none" });
    expect((await signIn("engineer")).claims()).not.toHaveProperty("email");
  });

  test("an id_token carries no more than its scopes ask for", async () => {
    const claims = (await signIn("engineer", { scope: "openid" })).claims();
    expect(claims).not.toHaveProperty("email");
  });

  test("an id_token lives an hour of real time and tells how far the sandbox's clock is ahead", async () => {
    await control("clock", { advanceSeconds: 7200 });
    const claims = (await signIn("engineer")).claims();
    expect(claims).toMatchObject({ sandbox_clock_ahead_seconds: 7200 });
    expect((claims?.exp ?? 0) - (claims?.iat ?? 0)).toBe(3600);
    expect(Math.abs((claims?.iat ?? 0) * 1000 - Date.now())).toBeLessThan(60_000);
  });

  test("who is signed in is not asked again, unless the portal insists", async () => {
    const visitor = createVisitor();
    await signIn("engineer", {}, visitor);
    expect((await visitor.open((await request()).url)).left).toBe(true);
    expect((await visitor.open((await request({ prompt: "login" })).url)).html).toContain(
      "Who would you like to be?",
    );
    expect((await visitor.open((await request({ max_age: "0" })).url)).html).toContain(
      "Who would you like to be?",
    );
  });

  test("somebody else can sign in after the portal insists", async () => {
    const visitor = createVisitor();
    await signIn("engineer", {}, visitor);
    const tokens = await signIn("reader", { prompt: "login" }, visitor);
    expect(tokens.claims()).toMatchObject({ email: "ada.lovelace@example.com" });
  });

  test("a refusal goes back to the portal as access_denied", async () => {
    const visitor = createVisitor();
    const visit = await visitor.submit(await visitor.open((await request()).url), { refuse: "yes" });
    expect(visit.left).toBe(true);
    expect(visit.url.searchParams.get("error")).toBe("access_denied");
  });

  test("an unknown identity is refused on a page", async () => {
    const visitor = createVisitor();
    const visit = await visitor.submit(await visitor.open((await request()).url), { login: "nobody" });
    expect(visit.status).toBe(400);
    expect(visit.html).toContain("There is no such identity");
  });

  test("a sign-in page without its cookie is a page that says so", async () => {
    const { url } = await createVisitor().open((await request()).url);
    const visit = await createVisitor().open(url);
    expect(visit.status).toBe(400);
    expect(visit.html).toContain("This sign-in is over");
  });
});

describe("what the provider refuses", () => {
  test("a request without PKCE", async () => {
    const { url } = await request();
    url.searchParams.delete("code_challenge");
    url.searchParams.delete("code_challenge_method");
    expect((await createVisitor().open(url)).url.searchParams.get("error")).toBe("invalid_request");
  });

  test("a PKCE challenge in plain", async () => {
    const { url } = await request({ code_challenge_method: "plain" });
    expect((await createVisitor().open(url)).url.searchParams.get("error")).toBe("invalid_request");
  });

  test("a code with another verifier", async () => {
    const { url, checks } = await request();
    const callback = await createVisitor().signIn(url, "engineer");
    const wrong = { ...checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() };
    await expect(oidc.authorizationCodeGrant(config, callback, wrong)).rejects.toMatchObject({
      error: "invalid_grant",
    });
  });

  test("a wrong client secret", async () => {
    const impostor = await discover("wrong");
    const { url, checks } = await request();
    const callback = await createVisitor().signIn(url, "engineer");
    await expect(oidc.authorizationCodeGrant(impostor, callback, checks)).rejects.toMatchObject({
      error: "invalid_client",
    });
  });

  test.each([
    "https://evil.example/api/auth/callback/oidc",
    "http://localhost.evil.example/api/auth/callback/oidc",
    "http://localhost@evil.example/api/auth/callback/oidc",
    "http://evil@localhost:34567/api/auth/callback/oidc",
    "http://localhost:34567/api/auth/callback/oidc/",
    "http://localhost:34567/api/auth/callback/oidc?next=1",
    "http://localhost:34567/elsewhere",
    "javascript:alert(1)",
  ])("a way back to %s", async (uri) => {
    const visit = await createVisitor().open((await request({ redirect_uri: uri })).url);
    expect(visit).toMatchObject({ left: false, status: 400 });
    expect(visit.html).toContain("invalid_redirect_uri");
  });

  test.each(["http://127.0.0.1:1/api/auth/callback/oidc", "http://[::1]:65535/api/auth/callback/oidc"])(
    "but a portal on any loopback port is welcome: %s",
    async (uri) => {
      const back = await createVisitor().signIn((await request({ redirect_uri: uri })).url, "engineer");
      expect(back.href.startsWith(`${uri}?code=`)).toBe(true);
    },
  );
});

describe("refresh tokens", () => {
  test("a refresh gives a fresh id_token for the same person, and a new refresh token", async () => {
    const first = await signIn("engineer");
    const second = await oidc.refreshTokenGrant(config, first.refresh_token ?? "");
    expect(second.claims()).toMatchObject({ sub: first.claims()?.sub, email: "emmy.noether@example.com" });
    expect(second.refresh_token).toBeTruthy();
    expect(second.refresh_token).not.toBe(first.refresh_token);
  });

  test("a refresh token works once; using it again ends what came of it", async () => {
    const first = await signIn("engineer");
    const second = await oidc.refreshTokenGrant(config, first.refresh_token ?? "");
    for (const spent of [first.refresh_token, second.refresh_token]) {
      await expect(oidc.refreshTokenGrant(config, spent ?? "")).rejects.toMatchObject({
        error: "invalid_grant",
      });
    }
  });

  test("without offline_access there is none", async () => {
    expect((await signIn("engineer", { scope: "openid email" })).refresh_token).toBeUndefined();
  });
});

describe("sign-out", () => {
  test("the portal's sign-out returns to the portal, and the next sign-in asks again", async () => {
    const visitor = createVisitor();
    const tokens = await signIn("engineer", {}, visitor);
    const url = oidc.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? "",
      post_logout_redirect_uri: portalUrl,
      state: "from-the-portal",
    });
    const asked = await visitor.open(url);
    expect(asked.html).toContain("document.forms[0].submit()");

    const back = await visitor.submit(asked);
    expect(back.url.href).toBe(`${portalUrl}/?state=from-the-portal`);
    expect((await visitor.open((await request()).url)).html).toContain("Who would you like to be?");
  });

  test("without an id_token the provider asks first", async () => {
    const visitor = createVisitor();
    await signIn("engineer", {}, visitor);
    const asked = await visitor.open(`${sandbox.issuer}/session/end`);
    expect(asked.html).toContain("Sign out of the sandbox?");
    expect(asked.html).not.toContain("<script");
    expect((await visitor.submit(asked)).html).toContain("You are signed out");
  });

  test("nobody is sent elsewhere after signing out", async () => {
    const tokens = await signIn("engineer");
    const url = oidc.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? "",
      post_logout_redirect_uri: "https://evil.example/",
    });
    expect((await createVisitor().open(url)).status).toBe(400);
  });
});

describe("evil answers", () => {
  test.each([
    "wrong-nonce",
    "wrong-audience",
    "wrong-issuer",
    "missing-subject",
    "missing-issued-at",
    "missing-id-token",
    "bad-signature",
    "unknown-key",
    "alg-none",
    "expired",
    "access-denied",
    "invalid-grant",
    "error",
    "malformed",
    "reset",
  ])("a client refuses the token answer %s, once", async (answer) => {
    await control("faults", { operation: "Token", answer });
    await expect(signIn("engineer")).rejects.toThrow();
    await expect(signIn("engineer")).resolves.toBeTruthy();
  });

  test("an id_token of somebody else is found out by userinfo", async () => {
    await control("faults", { operation: "Token", answer: "wrong-subject" });
    const tokens = await signIn("engineer");
    const subject = tokens.claims()?.sub ?? "";
    await expect(oidc.fetchUserInfo(config, tokens.access_token, subject)).rejects.toThrow();
  });

  test.each(["wrong-subject", "missing-subject", "error", "malformed", "reset"])(
    "a client refuses the userinfo answer %s",
    async (answer) => {
      const tokens = await signIn("engineer");
      const subject = tokens.claims()?.sub ?? "";
      await control("faults", { operation: "Userinfo", answer });
      await expect(oidc.fetchUserInfo(config, tokens.access_token, subject)).rejects.toThrow();
    },
  );

  test.each(["wrong-issuer", "missing-issuer", "wrong-state", "wrong-code"])(
    "a client refuses the callback with %s",
    async (answer) => {
      await control("faults", { operation: "Callback", answer });
      await expect(signIn("engineer")).rejects.toThrow();
    },
  );

  test.each(["wrong-issuer", "error", "malformed", "reset"])(
    "a client refuses the discovery answer %s",
    async (answer) => {
      await control("faults", { operation: "Discovery", answer });
      await expect(discover()).rejects.toThrow();
    },
  );

  test.each(["unknown-key", "error", "malformed", "reset"])(
    "a client that has no keys yet refuses tokens when the key set is %s",
    async (answer) => {
      const { url, checks } = await request();
      const callback = await createVisitor().signIn(url, "engineer");
      const fresh = await discover();
      await control("faults", { operation: "Jwks", answer });
      await expect(oidc.authorizationCodeGrant(fresh, callback, checks)).rejects.toThrow();
    },
  );

  test.each([
    ["access-denied", "access_denied"],
    ["error", "server_error"],
  ])("an authorization that answers %s goes back to the portal", async (answer, error) => {
    await control("faults", { operation: "Authorize", answer });
    const { url } = await request();
    const visit = await createVisitor().open(url);
    expect(visit.url.searchParams.get("error")).toBe(error);
    expect(visit.url.searchParams.get("state")).toBe(url.searchParams.get("state"));
  });

  test("a fault never sends anybody to a portal that is not ours", async () => {
    await control("faults", { operation: "Authorize", answer: "access-denied" });
    const { url } = await request({ redirect_uri: "https://evil.example/api/auth/callback/oidc" });
    expect(await createVisitor().open(url)).toMatchObject({ left: false, status: 403 });
  });

  test("a hanging answer hangs until the caller gives up", async () => {
    await control("faults", { operation: "Userinfo", answer: "hang" });
    const given = new AbortController();
    const hanging = fetch(`${sandbox.issuer}/me`, { signal: given.signal });
    while ((await calls()).Userinfo !== 1);
    given.abort(new Error("The caller gave up."));
    await expect(hanging).rejects.toThrow("The caller gave up.");
  });
});

describe("key rotation", () => {
  /** A client asks for keys again only after a minute, so one that must see a new key is a new one. */
  const signInAfresh = async () => signIn("engineer", {}, createVisitor(), await discover());

  test("a new key signs, and the one before is published until it is withdrawn", async () => {
    const before = await signInAfresh();
    await control("rotate-keys", {});
    const after = await signInAfresh();
    const [oldKey, newKey] = [before, after].map(({ id_token = "" }) => decodeProtectedHeader(id_token).kid);
    expect(newKey).not.toBe(oldKey);
    expect(await publishedKeys()).toEqual([newKey, oldKey]);

    await control("rotate-keys", { keepOld: false });
    const published = await publishedKeys();
    expect(published).toHaveLength(1);
    expect(published).not.toContain(newKey);
  });

  test("people stay signed in, and their refresh tokens work", async () => {
    const visitor = createVisitor();
    const tokens = await signIn("engineer", {}, visitor, await discover());
    await control("rotate-keys", {});
    expect((await visitor.open((await request()).url)).left).toBe(true);
    const renewed = await oidc.refreshTokenGrant(await discover(), tokens.refresh_token ?? "");
    expect(renewed.claims()?.sub).toBe(tokens.claims()?.sub);
  });
});

describe("the sign-in page", () => {
  test("shows every identity with what it is good for, and says that it is a sandbox", async () => {
    const { html } = await createVisitor().open((await request()).url);
    expect(html).toContain("This is a sandbox.");
    for (const { login, goodFor } of identities) {
      expect(html).toContain(`value="${login}"`);
      expect(html).toContain(goodFor);
    }
  });

  test("a hostile name is text, and nothing on the page may run or come from elsewhere", async () => {
    const visit = await createVisitor().open((await request()).url);
    expect(visit.html).not.toContain("<img");
    expect(visit.html).toContain("&lt;img src=x onerror=alert(1)&gt;");

    const policy = (await fetch(`${sandbox.issuer}/`)).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
  });

  test("its cookies have names that no portal uses", async () => {
    const response = await fetch((await request()).url, { redirect: "manual" });
    const names = response.headers.getSetCookie().map((line) => line.slice(0, line.indexOf("=")));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(name).toMatch(/^_sandbox_idp_/);
  });
});

/** A relying party that also checks signatures, as a portal that hands its id_token on should. */
async function discover(secret = sandbox.clientSecret): Promise<oidc.Configuration> {
  const found = await oidc.discovery(new URL(sandbox.issuer), sandbox.clientId, secret, undefined, {
    execute: [oidc.allowInsecureRequests],
  });
  oidc.enableNonRepudiationChecks(found);
  return found;
}

async function request(more: Record<string, string> = {}) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const checks = {
    pkceCodeVerifier,
    expectedNonce: oidc.randomNonce(),
    expectedState: oidc.randomState(),
    idTokenExpected: true,
  };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: everyScope,
    nonce: checks.expectedNonce,
    state: checks.expectedState,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    ...more,
  });
  return { url, checks };
}

async function signIn(
  login: string,
  more: Record<string, string> = {},
  visitor: Visitor = createVisitor(),
  client = config,
) {
  const { url, checks } = await request(more);
  const callback = await visitor.signIn(url, login);
  return oidc.authorizationCodeGrant(client, callback, checks);
}

async function control(call: string, body: unknown): Promise<void> {
  const response = await fetch(new URL(call, sandbox.controlUrl), {
    method: "POST",
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function calls(): Promise<Record<string, number>> {
  return (await fetch(new URL("calls", sandbox.controlUrl))).json();
}

async function publishedKeys(): Promise<unknown[]> {
  const { keys } = await (await fetch(`${sandbox.issuer}/jwks`)).json();
  return keys.map(({ kid }: { kid: unknown }) => kid);
}
