/** For tests: a browser that signs in, with cookies at the portal and at the sandbox's provider. It presses buttons and follows redirects. */

import "server-only";
import { randomUUID } from "node:crypto";
import { authDoor } from "@/lib/idp/auth-door";
import { startSignIn } from "@/lib/idp/start-sign-in";
import type { Sandbox } from "@/sandbox/start-sandbox";

type Jar = Map<string, string>;

/** Tests that flood take an address of their own: limits are counted by it. */
export function testFacts(address = "127.0.0.1") {
  return { correlationId: randomUUID(), address, peer: "127.0.0.1", userAgent: "a test's browser" };
}

function keep(jar: Jar, answer: Response): void {
  for (const cookie of answer.headers.getSetCookie()) {
    const [pair = "", ...attributes] = cookie.split("; ");
    const name = pair.slice(0, pair.indexOf("="));
    const value = pair.slice(name.length + 1);
    const isGone = value === "" || attributes.some((each) => each.toLowerCase() === "max-age=0");
    if (isGone) jar.delete(name);
    else jar.set(name, value);
  }
}

function header(jar: Jar): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
}

/** What the sandbox's pages are asked to submit: the login's button, or the one that refuses. */
function formFor(login: string): URLSearchParams {
  return new URLSearchParams(login === "refuse" ? { refuse: "yes" } : { login });
}

/** From the provider's address to the one that it sends the browser back to. Rejects where the provider sends it nowhere. */
async function throughProvider(
  jar: Jar,
  location: string,
  login: string,
  portalUrl: string,
): Promise<string> {
  let next = new URL(location);
  for (let hop = 0; hop < 12; hop++) {
    if (next.origin === portalUrl) return next.href;
    const isPage = next.pathname.startsWith("/interaction/");
    const ask = (method: "GET" | "POST") =>
      fetch(next, {
        method,
        redirect: "manual",
        headers: { cookie: header(jar) },
        ...(method === "POST" && { body: formFor(login) }),
      });
    let answer = await ask("GET");
    keep(jar, answer);
    if (isPage && answer.status === 200) {
      answer = await ask("POST");
      keep(jar, answer);
    }
    const to = answer.headers.get("location");
    if (to === null) throw new Error(`The provider answered ${answer.status} and sent nobody back.`);
    next = new URL(to, next);
  }
  throw new Error("The provider redirected for ever.");
}

/** `portalUrl` is PORTAL_URL. Each browser has its own cookies. */
export function testBrowser(portalUrl: string, facts = testFacts()) {
  const portal: Jar = new Map();
  const provider: Jar = new Map();

  async function start(returnTo = "/"): Promise<string> {
    const answer = await startSignIn(returnTo, facts);
    keep(portal, answer);
    const { location } = await answer.json();
    return String(location);
  }
  async function visit(callback: string): Promise<Response> {
    const answer = await authDoor(new Request(callback, { headers: { cookie: header(portal) } }), facts);
    keep(portal, answer);
    return answer;
  }
  async function atProvider(location: string, login: string): Promise<string> {
    return throughProvider(provider, location, login, portalUrl);
  }
  return {
    facts,
    /** The portal's cookies by name. */
    cookies: portal,
    cookieHeader: () => header(portal),
    /** Starts and answers the provider's address. */
    start,
    /** Signs in as somebody there and answers the callback's address. */
    atProvider,
    /** Opens the callback. */
    visit,
    /** All three. `login` is one of the sandbox's identities, or "refuse". */
    signIn: async (login: string, returnTo = "/") => visit(await atProvider(await start(returnTo), login)),
  };
}

/** The settings of a portal at `portalUrl` that signs people in at this sandbox, for the environment. */
export function settingsFor({ environment }: Sandbox, portalUrl: string): Record<string, string> {
  return {
    ...environment,
    PORTAL_URL: portalUrl,
    OIDC_EMAIL_TRUSTED: "false",
    SESSION_HOURS: "10",
    SESSION_IDLE_MINUTES: "120",
    // Nobody goes to AWS here, and settings ask for https.
    IDENTITY_CENTER_START_URL: "https://d-1234567890.awsapps.com/start",
  };
}

/** What a test tells the sandbox, and asks it. */
export function sandboxControl({ controlUrl }: Sandbox) {
  async function post(name: string, body: unknown): Promise<void> {
    const answer = await fetch(new URL(name, controlUrl), { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  }
  return {
    /** The next `times` calls of the operation get this answer; or every so many-th, or those after the first `skip`. */
    fault: (
      operation: string,
      answer: string,
      times = 1,
      which: { instance?: string; skip?: number; every?: number } = {},
    ) => post("faults", { operation, answer, times, ...which }),
    /** Gives somebody a role, or takes it. */
    assign: (login: string, accountId: string, roleName: string, assigned: boolean) =>
      post("assignments", { login, accountId, roleName, assigned }),
    option: (name: string, value: string | number | boolean) => post("options", { [name]: value }),
    /** The sandbox's clock alone: ours goes on as before. */
    advance: (seconds: number) => post("clock", { advanceSeconds: seconds }),
    rotateKeys: (keepOld: boolean) => post("rotate-keys", { keepOld }),
    reset: () => post("reset", {}),
    /** How often an operation was called since the last reset. */
    calls: async (operation: string): Promise<number> => {
      const answer = await fetch(new URL("calls", controlUrl));
      const counts: Record<string, number> = await answer.json();
      return counts[operation] ?? 0;
    },
    /** By which names operations were called since the last reset, oldest first. */
    agents: async (): Promise<Record<string, string[]>> =>
      await (await fetch(new URL("agents", controlUrl))).json(),
  };
}
