/** Whoever wants out gets out, also where nothing can be recorded; nobody else can send them out. */

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { POST } from "@/app/api/sign-out/route";
import { sessionOfCookies } from "@/lib/idp/session";
import { portalUrl, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { hookHeader, hookValue } from "@/lib/web/request-hook";

let portal: TestPortal;
let cookie = "";

beforeAll(async () => {
  portal = await startTestPortal();
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await portal.reset();
  cookie = (await portal.signIn("engineer")).cookie;
});

function signOut(origin = portalUrl): Promise<Response> {
  const headers = {
    origin,
    cookie,
    "sec-fetch-site": "same-origin",
    "content-type": "application/json",
    [hookHeader]: hookValue("127.0.0.1", "/api/sign-out"),
  };
  return POST(new Request(`${portalUrl}/api/sign-out`, { method: "POST", headers, body: "{}" }));
}

function forgets(answer: Response): boolean {
  const cleared = answer.headers
    .getSetCookie()
    .filter((each) => each.startsWith("__Host-sallyport-session=;"));
  return cleared.length === 1 && answer.headers.get("clear-site-data") !== null;
}

test("the session is dead at once, the browser forgets it, and the provider's end follows", async () => {
  const answer = await signOut();
  expect(answer.status).toBe(200);
  expect(forgets(answer)).toBe(true);
  expect(await sessionOfCookies(cookie)).toBe("ended");
  expect((await answer.json()).location).toMatch(/^http:\/\/localhost:\d+\/.*post_logout_redirect_uri=/);
});

test("where nothing can be recorded the session is dead all the same, and the browser forgets it", async () => {
  const answer = await portal.unrecordable(null, () => signOut());
  expect(answer.status).toBe(200);
  expect(forgets(answer)).toBe(true);
  expect(await sessionOfCookies(cookie)).toBe("ended");
});

test("another site can neither end a session nor make the browser forget it", async () => {
  const answer = await signOut("https://other.example.com");
  expect(answer.status).toBe(403);
  expect(forgets(answer)).toBe(false);
  expect(await sessionOfCookies(cookie)).toMatchObject({ person: { email: "emmy.noether@example.com" } });
});
