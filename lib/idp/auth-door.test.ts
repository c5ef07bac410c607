/** Signing in, by HTTP against the sandbox's provider and a real store: who gets in, who does not, and what is recorded of both. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AuditRow } from "@/lib/core/audit-row";
import { forget } from "@/lib/core/once";
import { auditPage } from "@/lib/store/audit-page";
import { applySettings, startTestStore, type TestStore } from "@/lib/store/test-database";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { authDoor } from "./auth-door";
import { sandboxControl, settingsFor, testBrowser, testFacts } from "./browser-for-tests";
import { forgetProvider } from "./provider";
import { sessionOfCookies } from "./session";
import { sessionCookieName } from "./sign-out";
import { startSignIn } from "./start-sign-in";

const portal = "https://portal.example.com";
const callback = `${portal}/api/auth/callback/oidc`;

let store: TestStore;
let sandbox: Sandbox;
let control: ReturnType<typeof sandboxControl>;

function use(portalUrl: string): void {
  applySettings(settingsFor(sandbox, portalUrl));
}

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
  use(portal);
  // Each test floods nobody but itself.
  forget("sign-in-limits");
  forgetProvider();
  await control.reset();
});

/** Every event that came after `seq`, oldest first. */
async function eventsAfter(seq: number): Promise<AuditRow[]> {
  const { rows } = await auditPage({}, { before: null, limit: 100 });
  return rows.filter((row) => row.seq > seq).reverse();
}

async function lastSeq(): Promise<number> {
  const { rows } = await auditPage({}, { before: null, limit: 1 });
  return rows[0]?.seq ?? 0;
}

/** The problem that a person is shown, and where they would go on. */
function shown(answer: Response): { path: string; problem: string | null; returnTo: string | null } {
  const { origin, pathname, searchParams } = new URL(answer.headers.get("location") ?? "", portal);
  expect(origin).toBe(portal);
  return { path: pathname, problem: searchParams.get("problem"), returnTo: searchParams.get("returnTo") };
}

describe("a sign-in that succeeds", () => {
  test("leads to the page that was wanted, makes a session, and is one event", async () => {
    const seq = await lastSeq();
    const browser = testBrowser(portal);
    const answer = await browser.signIn("administrator", "/audit?person=ada");

    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`${portal}/audit?person=ada`);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const session = await sessionOfCookies(browser.cookieHeader());
    expect(session).toMatchObject({
      person: {
        issuer: sandbox.issuer,
        name: "Grace Hopper",
        email: "grace.hopper@example.com",
        emailVerified: true,
        groups: ["platform", "sallyport-administrators"],
      },
    });
    const events = await eventsAfter(seq);
    expect(events).toMatchObject([
      {
        kind: "sign-in.succeeded",
        outcome: "succeeded",
        personName: "Grace Hopper",
        address: "127.0.0.1",
        correlationId: browser.facts.correlationId,
        detail: { groups: 2, administrator: true, auditor: true },
      },
    ]);
  });

  test("leaves one cookie in the browser, opaque and under 100 bytes", async () => {
    const browser = testBrowser(portal);
    const answer = await browser.signIn("engineer");
    expect([...browser.cookies.keys()]).toEqual(["__Host-sallyport-session"]);
    expect(browser.cookieHeader().length).toBeLessThan(100);
    expect(browser.cookies.get(sessionCookieName())).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const set = answer.headers.getSetCookie().filter((cookie) => !cookie.includes("Max-Age=0"));
    expect(set).toHaveLength(1);
  });

  test("keeps the cookie's value out of the database", async () => {
    const browser = testBrowser(portal);
    await browser.signIn("engineer");
    const id = browser.cookies.get(sessionCookieName()) ?? "";
    expect(id).not.toBe("");
    expect(await store.dump()).not.toContain(id);
  });

  test("keeps the provider's tokens out of the database in clear", async () => {
    await testBrowser(portal).signIn("engineer");
    // Every JSON Web Token begins so.
    expect(await store.dump()).not.toContain("eyJhbGciOi");
  });

  test("refreshes what is known of a person, and keeps who they are", async () => {
    const first = testBrowser(portal);
    await first.signIn("reader");
    const second = testBrowser(portal);
    await second.signIn("reader");
    const [one, other] = [
      await sessionOfCookies(first.cookieHeader()),
      await sessionOfCookies(second.cookieHeader()),
    ];
    if (!one || one === "ended" || !other || other === "ended") throw new Error("not signed in");
    expect(other.person.id).toBe(one.person.id);
    expect(other.id).not.toBe(one.id);
  });

  test("of somebody without a groups claim knows of no groups, which is not the same as being in none", async () => {
    const seq = await lastSeq();
    const browser = testBrowser(portal);
    await browser.signIn("nogroups");
    expect(await sessionOfCookies(browser.cookieHeader())).toMatchObject({ person: { groups: null } });
    expect(await eventsAfter(seq)).toMatchObject([
      { detail: { groups: null, administrator: false, auditor: false } },
    ]);
  });

  test("of somebody whose e-mail is not verified says so", async () => {
    const browser = testBrowser(portal);
    await browser.signIn("unverified");
    expect(await sessionOfCookies(browser.cookieHeader())).toMatchObject({
      person: { emailVerified: false },
    });
  });

  test("gives no right for groups that only look like it", async () => {
    const seq = await lastSeq();
    await testBrowser(portal).signIn("hostile");
    expect(await eventsAfter(seq)).toMatchObject([{ detail: { administrator: false, auditor: false } }]);
  });

  test("believes a new key of the provider at once, and one that it withdrew no longer", async () => {
    await testBrowser(portal).signIn("engineer");
    await control.rotateKeys(false);
    const browser = testBrowser(portal);
    await browser.signIn("engineer");
    expect(await sessionOfCookies(browser.cookieHeader())).toMatchObject({
      person: { name: "Emmy Noether" },
    });
  });

  test("needs no userinfo where the id_token says everything", async () => {
    await control.option("idTokenClaims", "all");
    await control.fault("Userinfo", "error");
    const browser = testBrowser(portal);
    await browser.signIn("engineer");
    expect(await sessionOfCookies(browser.cookieHeader())).toMatchObject({
      person: { email: "emmy.noether@example.com", groups: ["engineering", "payments"] },
    });
  });
});

describe("cookies", () => {
  test("on https are all __Host-, Secure, HttpOnly, Lax and of no domain", async () => {
    const start = await startSignIn("/", testFacts());
    const browser = testBrowser(portal);
    const end = await browser.signIn("engineer");
    const cookies = [...start.headers.getSetCookie(), ...end.headers.getSetCookie()];
    expect(cookies).toHaveLength(9);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-sallyport-/);
      const attributes = cookie.split("; ").slice(1);
      expect(attributes).toEqual(expect.arrayContaining(["Secure", "HttpOnly", "SameSite=Lax", "Path=/"]));
      expect(cookie).not.toMatch(/domain=/i);
    }
  });

  test("on plain-http loopback lose the prefix and Secure, and nothing else", async () => {
    const local = "http://localhost:3000";
    use(local);
    const browser = testBrowser(local);
    const start = await startSignIn("/", testFacts());
    const end = await browser.signIn("engineer");
    for (const cookie of [...start.headers.getSetCookie(), ...end.headers.getSetCookie()]) {
      expect(cookie).toMatch(/^sallyport-/);
      expect(cookie).not.toContain("Secure");
      expect(cookie.split("; ").slice(1)).toEqual(
        expect.arrayContaining(["HttpOnly", "SameSite=Lax", "Path=/"]),
      );
    }
    expect(await sessionOfCookies(browser.cookieHeader())).toMatchObject({
      person: { name: "Emmy Noether" },
    });
  });

  test("hold nothing that a browser could read or forge: state, nonce and verifier are sealed", async () => {
    const browser = testBrowser(portal);
    const location = new URL(await browser.start());
    for (const name of ["state", "nonce"]) {
      expect(browser.cookieHeader()).not.toContain(location.searchParams.get(name) ?? "missing");
    }
  });
});

describe("the address at the provider", () => {
  test("asks for a code with state, nonce and an S256 challenge, and holds no secret of ours", async () => {
    const location = new URL(await testBrowser(portal).start("/audit"));
    expect(location.origin).toBe(sandbox.issuer);
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      client_id: "sallyport",
      response_type: "code",
      redirect_uri: callback,
      code_challenge_method: "S256",
      state: expect.stringMatching(/^.{43}$/),
      nonce: expect.stringMatching(/^.{43}$/),
      code_challenge: expect.stringMatching(/^.{43}$/),
    });
    expect(location.href).not.toContain(sandbox.clientSecret);
  });

  test("comes from PORTAL_URL, whatever the environment and the request say of the host", async () => {
    process.env.NEXTAUTH_URL = "https://evil.example";
    process.env.AUTH_TRUST_HOST = "true";
    const location = new URL(await testBrowser(portal).start());
    delete process.env.AUTH_TRUST_HOST;
    expect(location.searchParams.get("redirect_uri")).toBe(callback);
  });
});

describe("an evil answer of the provider ends in no session, one event and a problem page:", () => {
  test.each([
    ["Token", "wrong-nonce", "provider-malformed"],
    ["Token", "wrong-audience", "provider-malformed"],
    ["Token", "wrong-issuer", "provider-malformed"],
    ["Token", "wrong-subject", "provider-malformed"],
    ["Token", "missing-subject", "provider-malformed"],
    ["Token", "missing-issued-at", "provider-malformed"],
    ["Token", "missing-id-token", "provider-malformed"],
    ["Token", "bad-signature", "provider-malformed"],
    ["Token", "unknown-key", "provider-malformed"],
    ["Token", "alg-none", "provider-malformed"],
    ["Token", "expired", "provider-malformed"],
    ["Token", "malformed", "provider-malformed"],
    ["Token", "access-denied", "sign-in-refused"],
    ["Token", "invalid-grant", "sign-in-interrupted"],
    ["Token", "error", "provider-unavailable"],
    ["Token", "reset", "provider-unavailable"],
    ["Token", "hang", "provider-unavailable"],
    ["Jwks", "unknown-key", "provider-malformed"],
    ["Jwks", "malformed", "provider-malformed"],
    ["Jwks", "error", "provider-unavailable"],
    ["Jwks", "reset", "provider-unavailable"],
    ["Userinfo", "wrong-subject", "provider-malformed"],
    ["Userinfo", "missing-subject", "provider-malformed"],
    ["Userinfo", "malformed", "provider-malformed"],
    ["Userinfo", "error", "provider-unavailable"],
    ["Userinfo", "reset", "provider-unavailable"],
    ["Callback", "wrong-issuer", "provider-malformed"],
    ["Callback", "missing-issuer", "provider-malformed"],
    ["Callback", "wrong-state", "sign-in-interrupted"],
    ["Callback", "wrong-code", "sign-in-interrupted"],
    ["Authorize", "access-denied", "sign-in-refused"],
    ["Authorize", "error", "provider-unavailable"],
  ])("%s %s is %s", async (operation, answer, problem) => {
    const seq = await lastSeq();
    const browser = testBrowser(portal);
    await control.fault(operation, answer);
    const end = await browser.signIn("engineer", "/audit?x=1");

    expect(end.status).toBe(303);
    expect(shown(end)).toEqual({ path: "/sign-in", problem, returnTo: "/audit?x=1" });
    expect(end.headers.get("location")).not.toContain("sandbox was told");
    expect(browser.cookies.has(sessionCookieName())).toBe(false);
    const events = await eventsAfter(seq);
    expect(events).toMatchObject([
      {
        kind: "sign-in.failed",
        outcome: "failed",
        detail: { problem },
        correlationId: browser.facts.correlationId,
      },
    ]);
    // Neither what was sent nor what a stranger wrote.
    expect(JSON.stringify(events)).not.toMatch(/eyJ|code=|sandbox was told|00u0another|another-sign-in/);
  });

  test("and the next attempt succeeds", async () => {
    const browser = testBrowser(portal);
    await control.fault("Token", "bad-signature");
    await browser.signIn("engineer");
    await browser.signIn("engineer");
    expect(await sessionOfCookies(browser.cookieHeader())).toMatchObject({
      person: { name: "Emmy Noether" },
    });
  });

  test("a person who refuses at the provider is told so", async () => {
    const seq = await lastSeq();
    const end = await testBrowser(portal).signIn("refuse");
    expect(shown(end)).toEqual({ path: "/sign-in", problem: "sign-in-refused", returnTo: null });
    expect(await eventsAfter(seq)).toMatchObject([
      { kind: "sign-in.failed", detail: { reason: "the provider answered access_denied" } },
    ]);
  });

  test("somebody without groups does not get in while userinfo is down: they may have lost some", async () => {
    await control.option("idTokenClaims", "all");
    await control.fault("Userinfo", "error");
    const browser = testBrowser(portal);
    expect(shown(await browser.signIn("nogroups")).problem).toBe("provider-unavailable");
    expect(browser.cookies.has(sessionCookieName())).toBe(false);
  });
});

describe("a provider that cannot be discovered", () => {
  test.each([
    ["error", "provider-unavailable"],
    ["reset", "provider-unavailable"],
    ["hang", "provider-unavailable"],
    ["malformed", "provider-malformed"],
    ["wrong-issuer", "provider-malformed"],
  ])(
    "(%s) stops a sign-in at its start: %s, one event, and the next attempt asks again",
    async (answer, problem) => {
      const seq = await lastSeq();
      await control.fault("Discovery", answer);
      await expect(startSignIn("/", testFacts())).rejects.toMatchObject({ code: problem });
      expect(await eventsAfter(seq)).toMatchObject([{ kind: "sign-in.failed", detail: { problem } }]);
      expect((await startSignIn("/", testFacts())).status).toBe(200);
    },
  );

  test("stops a sign-in at its end", async () => {
    const browser = testBrowser(portal);
    const back = await browser.atProvider(await browser.start("/audit"), "engineer");
    forgetProvider();
    await control.fault("Discovery", "reset");
    expect(shown(await browser.visit(back))).toMatchObject({
      problem: "provider-unavailable",
      returnTo: "/audit",
    });
    expect(browser.cookies.has(sessionCookieName())).toBe(false);
  });

  test("is asked once an hour, not once a sign-in", async () => {
    for (const login of ["engineer", "reader", "auditor"]) await testBrowser(portal).signIn(login);
    expect(await control.calls("Discovery")).toBe(1);
  });
});

describe("a callback that is not this browser's", () => {
  test("from another browser's sign-in signs nobody in", async () => {
    const attacker = testBrowser(portal);
    const theirs = await attacker.atProvider(await attacker.start(), "hostile");
    const victim = testBrowser(portal);
    await victim.start();
    const seq = await lastSeq();

    expect(shown(await victim.visit(theirs)).problem).toBe("sign-in-interrupted");
    expect(victim.cookies.has(sessionCookieName())).toBe(false);
    expect(await eventsAfter(seq)).toMatchObject([
      { kind: "sign-in.failed", detail: { problem: "sign-in-interrupted" } },
    ]);
    expect(await control.calls("Token")).toBe(0);
  });

  test("into a browser that started nothing signs nobody in", async () => {
    const attacker = testBrowser(portal);
    const theirs = await attacker.atProvider(await attacker.start(), "hostile");
    const victim = testBrowser(portal);
    expect(shown(await victim.visit(theirs)).problem).toBe("sign-in-interrupted");
    expect(victim.cookies.size).toBe(0);
  });

  test("does not end the sign-in that this browser has on its way", async () => {
    const browser = testBrowser(portal);
    const back = await browser.atProvider(await browser.start(), "engineer");
    for (const query of [
      "",
      "?error=access_denied",
      "?code=x&state=y",
      "?error=access_denied&state=y&iss=z",
    ]) {
      expect(shown(await browser.visit(callback + query)).problem).toBe("sign-in-interrupted");
    }
    await browser.visit(back);
    expect(await sessionOfCookies(browser.cookieHeader())).toMatchObject({
      person: { name: "Emmy Noether" },
    });
  });

  test("a second time signs nobody in", async () => {
    const browser = testBrowser(portal);
    const location = await browser.start();
    const cookies = new Map(browser.cookies);
    const back = await browser.atProvider(location, "engineer");
    await browser.visit(back);

    const replay = testBrowser(portal);
    for (const [name, value] of cookies) replay.cookies.set(name, value);
    expect(shown(await replay.visit(back)).problem).toBe("sign-in-interrupted");
    expect(replay.cookies.has(sessionCookieName())).toBe(false);
  });

  test.each(["state", "nonce", "verifier"])("with a changed %s cookie signs nobody in", async (which) => {
    const browser = testBrowser(portal);
    const back = await browser.atProvider(await browser.start(), "engineer");
    const name = `__Host-sallyport-sign-in-${which}`;
    const value = browser.cookies.get(name) ?? "";
    browser.cookies.set(name, `${value.slice(0, -5)}AAAAA`);
    expect(shown(await browser.visit(back)).problem).toBe("sign-in-interrupted");
    expect(browser.cookies.has(sessionCookieName())).toBe(false);
  });

  test("with the checks of two sign-ins mixed signs nobody in", async () => {
    const [one, other] = [testBrowser(portal), testBrowser(portal)];
    const back = await one.atProvider(await one.start(), "engineer");
    await other.start();
    for (const which of ["nonce", "verifier"]) {
      const name = `__Host-sallyport-sign-in-${which}`;
      one.cookies.set(name, other.cookies.get(name) ?? "");
    }
    const seq = await lastSeq();
    await one.visit(back);
    expect(one.cookies.has(sessionCookieName())).toBe(false);
    expect(await eventsAfter(seq)).toMatchObject([{ kind: "sign-in.failed" }]);
  });
});

describe("the session that a browser had before", () => {
  test("gets another name at sign-in and ends", async () => {
    const browser = testBrowser(portal);
    await browser.signIn("engineer");
    const before = browser.cookieHeader();
    await browser.signIn("engineer");
    expect(browser.cookieHeader()).not.toBe(before);
    expect(await sessionOfCookies(before)).toBe("ended");
    expect(await sessionOfCookies(browser.cookieHeader())).toMatchObject({
      person: { name: "Emmy Noether" },
    });
  });

  test("put there by somebody else is not taken over", async () => {
    const browser = testBrowser(portal);
    const planted = "A".repeat(43);
    browser.cookies.set(sessionCookieName(), planted);
    await browser.signIn("engineer");
    expect(browser.cookies.get(sessionCookieName())).not.toBe(planted);
    expect(await sessionOfCookies(`${sessionCookieName()}=${planted}`)).toBe("ended");
  });

  test("goes on when a sign-in fails", async () => {
    const browser = testBrowser(portal);
    await browser.signIn("engineer");
    await control.fault("Token", "wrong-nonce");
    await browser.signIn("engineer");
    expect(await sessionOfCookies(browser.cookieHeader())).toMatchObject({
      person: { name: "Emmy Noether" },
    });
  });
});

describe("the way back", () => {
  test.each([
    "https://evil.example",
    "//evil.example/x",
    "/\\evil.example",
    "/.//evil.example",
    `${portal}.evil.example/`,
    "javascript:alert(1)",
    "/api/credentials",
  ])("to %j leads home instead", async (wanted) => {
    const answer = await testBrowser(portal).signIn("engineer", wanted);
    expect(answer.headers.get("location")).toBe(`${portal}/`);
  });

  test.each([
    "https://evil.example/",
    "https%3A%2F%2Fevil.example%2F",
    "//evil.example",
    "%ff",
    "x".repeat(9000),
  ])("out of a cookie that somebody changed to %.40j leads home, signed in or not", async (value) => {
    const browser = testBrowser(portal);
    const back = await browser.atProvider(await browser.start("/audit"), "engineer");
    browser.cookies.set("__Host-sallyport-sign-in-return", value);
    expect(shown(await browser.visit(`${callback}?error=access_denied`)).returnTo).toBeNull();
    const answer = await browser.visit(back);
    expect(answer.headers.get("location")).toBe(`${portal}/`);
  });
});

describe("without the database", () => {
  async function sessions(): Promise<unknown> {
    const [row] = await store.query<{ count: string }>("SELECT count(*)::text AS count FROM session");
    return row?.count;
  }

  test.each([
    ["the record", "audit_event", "not-recorded"],
    ["sessions", "session", "store-unavailable"],
    ["people", "person", "store-unavailable"],
    ["tokens", "idp_token", "store-unavailable"],
  ])("of %s nobody gets in, and with it they do", async (_what, table, problem) => {
    const browser = testBrowser(portal);
    const back = await browser.atProvider(await browser.start("/audit"), "engineer");
    const before = await sessions();
    await store.run(`ALTER TABLE ${table} RENAME TO ${table}_away`);
    const answer = await browser.visit(back);
    await store.run(`ALTER TABLE ${table}_away RENAME TO ${table}`);

    expect(shown(answer)).toEqual({ path: "/sign-in", problem, returnTo: "/audit" });
    expect(browser.cookies.has(sessionCookieName())).toBe(false);
    expect(await sessions()).toBe(before);
    await browser.signIn("engineer");
    expect(await sessionOfCookies(browser.cookieHeader())).toMatchObject({
      person: { name: "Emmy Noether" },
    });
  });
});

describe("floods", () => {
  test("of failures from one address are recorded up to a measure, and the record says that there were more", async () => {
    const seq = await lastSeq();
    const flooding = testBrowser(portal, testFacts("203.0.113.7"));
    for (let count = 0; count < 40; count++) await flooding.visit(`${callback}?error=access_denied`);
    const other = testBrowser(portal, testFacts("203.0.113.8"));
    await other.visit(`${callback}?error=access_denied`);

    const events = await eventsAfter(seq);
    const ofFlood = events.filter((event) => event.address === "203.0.113.7");
    expect(ofFlood).toHaveLength(21);
    expect(ofFlood.at(-1)?.detail).toMatchObject({ problem: "too-many-requests" });
    expect(events.filter((event) => event.address === "203.0.113.8")).toHaveLength(1);
  });

  test("from the many addresses that one IPv6 network has count as one", async () => {
    const seq = await lastSeq();
    for (let count = 0; count < 40; count++) {
      const address =
        count % 2 ? `2001:db8:0:1::${count.toString(16)}` : `2001:0DB8::1:0:0:${count.toString(16)}:1`;
      await testBrowser(portal, testFacts(address)).visit(`${callback}?error=access_denied`);
    }
    expect(await eventsAfter(seq)).toHaveLength(21);
  });

  test("of sign-ins that start are turned away, and those of other addresses are not", async () => {
    const address = "203.0.113.9";
    const starts = Array.from({ length: 650 }, () => startSignIn("/", testFacts(address)));
    const ends = await Promise.allSettled(starts);
    const turnedAway = ends.filter((end) => end.status === "rejected");
    expect(turnedAway).toHaveLength(50);
    expect(turnedAway[0]).toMatchObject({ reason: { code: "too-many-requests" } });
    expect((await startSignIn("/", testFacts("203.0.113.10"))).status).toBe(200);
  });
});

test.each([
  ["GET", "/api/auth/signin"],
  ["GET", "/api/auth/signin/oidc"],
  ["POST", "/api/auth/signin/oidc"],
  ["GET", "/api/auth/session"],
  ["POST", "/api/auth/session"],
  ["GET", "/api/auth/csrf"],
  ["GET", "/api/auth/providers"],
  ["GET", "/api/auth/signout"],
  ["POST", "/api/auth/signout"],
  ["GET", "/api/auth/error"],
  ["POST", "/api/auth/_log"],
  ["GET", "/api/auth/callback"],
  ["POST", "/api/auth/callback/oidc"],
  ["HEAD", "/api/auth/callback/oidc"],
  ["GET", "/api/auth/callback/credentials"],
  ["GET", "/api/auth/callback/oidc/x"],
])("next-auth's own door %s %s is not there", async (method, path) => {
  const request = new Request(portal + path, { method });
  await expect(authDoor(request, testFacts())).rejects.toMatchObject({ code: "not-found" });
});
