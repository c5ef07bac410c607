/** A cookie stands for somebody while their session lives, and for nobody in every other case. */

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { savePerson } from "@/lib/store/people";
import { createSession, deleteSession, sessionOf } from "@/lib/store/sessions";
import { applySettings, startTestStore, type TestStore } from "@/lib/store/test-database";
import { type PortalSession, sessionOfCookies } from "./session";
import { newSessionId } from "./session-id";
import { sessionCookieName } from "./sign-out";

const minutes = 60_000;
const hours = 60 * minutes;

let store: TestStore;

const portal = { PORTAL_URL: "https://portal.example.com", SESSION_HOURS: "10", SESSION_IDLE_MINUTES: "120" };

beforeAll(async () => {
  store = await startTestStore();
});

afterAll(async () => {
  await store.stop();
});

beforeEach(() => {
  applySettings(portal);
  // Only what says the time is ours; whatever waits, waits really.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  return () => void vi.useRealTimers();
});

function later(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds);
}

/** Somebody signed in just now. */
async function signedIn(): Promise<{ id: string; cookie: string; personId: string }> {
  const { id: personId } = await savePerson({
    issuer: "https://id.example.com",
    subject: "00u1",
    name: "Ada Lovelace",
    email: "ada@example.com",
    emailVerified: true,
    userName: "a.lovelace",
    groups: null,
  });
  const id = newSessionId();
  await createSession({ id, personId, expiresAt: new Date(Date.now() + 10 * hours) });
  return { id, cookie: `${sessionCookieName()}=${id}`, personId };
}

async function living(cookie: string): Promise<PortalSession> {
  const session = await sessionOfCookies(cookie);
  if (session === null || session === "ended") throw new Error(`The session is ${session}.`);
  return session;
}

/** Uses a session and waits until that is written down. */
async function used(id: string, cookie: string): Promise<void> {
  const now = Date.now();
  await living(cookie);
  await vi.waitFor(async () => expect((await sessionOf(id))?.lastSeenAt.getTime()).toBe(now));
}

test("a session's cookie stands for its person, among whatever other cookies there are", async () => {
  const { id, cookie, personId } = await signedIn();
  const session = await living(`theme=dark; ${cookie}; x=${"y".repeat(200)}; empty=; =odd; odder`);
  expect(session).toMatchObject({ id, person: { id: personId, name: "Ada Lovelace" } });
  expect(session.expiresAt.getTime() - session.startedAt.getTime()).toBeLessThanOrEqual(10 * hours);
});

describe("nobody is signed in", () => {
  test.each([
    ["no cookie", null],
    ["an empty header", ""],
    ["another cookie", "theme=dark"],
    ["an empty value", "__Host-sallyport-session="],
    ["a shorter value", `__Host-sallyport-session=${"A".repeat(42)}`],
    ["a longer value", `__Host-sallyport-session=${"A".repeat(44)}`],
    ["other characters", `__Host-sallyport-session=${"A".repeat(42)}'`],
    ["a value of percent signs", `__Host-sallyport-session=${"%".repeat(43)}`],
    ["a NUL", `__Host-sallyport-session=${"A".repeat(40)}%00AB`],
    ["an enormous value", `__Host-sallyport-session=${"A".repeat(100_000)}`],
    ["a value that SQL would like", "__Host-sallyport-session=' OR 1=1 --"],
  ])("by %s", async (_what, header) => {
    expect(await sessionOfCookies(header)).toBeNull();
  });

  test("by the cookie without its prefix, which any host of the domain could set", async () => {
    const { id } = await signedIn();
    expect(await sessionOfCookies(`sallyport-session=${id}`)).toBeNull();
  });

  test("by a name that only begins like the cookie's", async () => {
    const { id } = await signedIn();
    expect(await sessionOfCookies(`${sessionCookieName()}.0=${id}`)).toBeNull();
  });
});

describe("a session has ended", () => {
  test("that never was", async () => {
    expect(await sessionOfCookies(`${sessionCookieName()}=${newSessionId()}`)).toBe("ended");
  });

  test("when a single character of its cookie is changed", async () => {
    const { id } = await signedIn();
    const changed = id.slice(0, 10) + (id[10] === "A" ? "B" : "A") + id.slice(11);
    expect(await sessionOfCookies(`${sessionCookieName()}=${changed}`)).toBe("ended");
  });

  test("when it was signed out", async () => {
    const { id, cookie } = await signedIn();
    await deleteSession(id);
    expect(await sessionOfCookies(cookie)).toBe("ended");
  });

  test("when nobody used it for two hours", async () => {
    const { cookie } = await signedIn();
    later(121 * minutes);
    expect(await sessionOfCookies(cookie)).toBe("ended");
  });

  test("after ten hours, however much it was used", async () => {
    const { id, cookie } = await signedIn();
    for (let hour = 1; hour < 10; hour++) {
      later(hours - minutes / 60);
      await used(id, cookie);
    }
    later(hours + 10_000);
    expect(await sessionOfCookies(cookie)).toBe("ended");
  });

  test("as soon as settings make sessions shorter than this one is", async () => {
    const { cookie } = await signedIn();
    later(90 * minutes);
    applySettings({ ...portal, SESSION_HOURS: "1" });
    expect(await sessionOfCookies(cookie)).toBe("ended");
    applySettings({ ...portal, SESSION_IDLE_MINUTES: "60" });
    expect(await sessionOfCookies(cookie)).toBe("ended");
  });
});

describe("use", () => {
  test("a page that asks by itself does not keep a session alive", async () => {
    const { id, cookie } = await signedIn();
    const begun = (await sessionOf(id))?.lastSeenAt.getTime();
    later(100 * minutes);
    expect(await sessionOfCookies(cookie, { unattended: true })).toMatchObject({ id });
    later(21 * minutes);
    expect(await sessionOfCookies(cookie, { unattended: true })).toBe("ended");
    expect((await sessionOf(id))?.lastSeenAt.getTime()).toBe(begun);
  });

  test("within the idle time keeps a session alive", async () => {
    const { id, cookie } = await signedIn();
    later(119 * minutes);
    await used(id, cookie);
    later(119 * minutes);
    await living(cookie);
  });

  test("is written down at most once a minute", async () => {
    const { id, cookie } = await signedIn();
    const start = (await sessionOf(id))?.lastSeenAt.getTime();
    later(30_000);
    await Promise.all(Array.from({ length: 20 }, () => living(cookie)));
    expect((await sessionOf(id))?.lastSeenAt.getTime()).toBe(start);
  });
});

test("while the database cannot be asked nobody is signed in, and nobody is told that their session has ended", async () => {
  const { cookie } = await signedIn();
  await store.stop();
  await expect(sessionOfCookies(cookie)).rejects.toMatchObject({ code: "store-unavailable" });
});
