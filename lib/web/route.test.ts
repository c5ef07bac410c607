/** Doors: who is turned away, in which order, in which words, and what is written down of it. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { forget } from "@/lib/core/once";
import { PortalError } from "@/lib/core/portal-error";
import { type ProblemCode, problems } from "@/lib/core/problems";
import { portalUrl, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import type { Who } from "@/lib/web/guards";
import { hookHeader, hookValue } from "@/lib/web/request-hook";
import { type Handler, noSuchDoor, noSuchMethod, route } from "@/lib/web/route";

let portal: TestPortal;
let engineer = "";
let auditor = "";
let administrator = "";

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  engineer = (await portal.signIn("engineer")).cookie;
  auditor = (await portal.signIn("auditor")).cookie;
  administrator = (await portal.signIn("administrator")).cookie;
});

afterAll(async () => {
  await portal.stop();
});

let logged = "";

beforeEach(() => {
  // Each test has a minute of its own.
  forget("refusals");
  logged = "";
  vi.spyOn(process.stdout, "write").mockImplementation((line) => {
    logged += line;
    return true;
  });
});

afterEach(() => void vi.restoreAllMocks());

type Ask = {
  method?: string;
  path?: string;
  cookie?: string;
  peer?: string;
  headers?: Record<string, string | null>;
  body?: BodyInit;
};

const ours = { origin: portalUrl, "sec-fetch-site": "same-origin", "content-type": "application/json" };

/** Asks as the server would after its request hook. A header that is null is not sent. */
async function ask(door: Handler, { method = "POST", path = "/api/x", ...asked }: Ask = {}) {
  const headers = new Headers({ [hookHeader]: hookValue(asked.peer ?? "198.51.100.7", path) });
  if (asked.cookie) headers.set("cookie", asked.cookie);
  for (const [name, value] of Object.entries({ ...(method === "GET" ? {} : ours), ...asked.headers })) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const body = method === "GET" ? {} : { body: asked.body ?? "{}" };
  return await door(new Request(`${portalUrl}${path}`, { method, headers, ...body }));
}

async function told(answer: Response): Promise<{ status: number; code: string; reference: string }> {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  const { code, reference } = await answer.json();
  return { status: answer.status, code, reference };
}

/** What the refusal left on the record. */
async function recorded(answer: Response) {
  const { reference } = await told(answer);
  return await portal.events({ correlationId: reference });
}

const open = z.strictObject({ name: z.string().max(8).optional() });

function door(who: Who): Handler {
  return route({ for: who, input: open }, async () => Response.json({ came: true }));
}

function failing(failure: unknown): Handler {
  return route({ for: "anyone", input: open }, () => Promise.reject(failure));
}

describe("who may come", () => {
  test.each([
    ["anyone", true, true, true, true],
    ["person", false, true, true, true],
    ["auditor", false, false, true, true],
    ["administrator", false, false, false, true],
  ] as const)("a door for %s", async (who, nobody, asEngineer, asAuditor, asAdministrator) => {
    const came = async (cookie?: string) => (await ask(door(who), cookie ? { cookie } : {})).status === 200;
    expect(await came()).toBe(nobody);
    expect(await came(engineer)).toBe(asEngineer);
    expect(await came(auditor)).toBe(asAuditor);
    expect(await came(administrator)).toBe(asAdministrator);
  });

  test("a door for anyone reads no cookie", async () => {
    const seen = route({ for: "anyone", input: open }, async ({ session }) => Response.json({ session }));
    expect(await (await ask(seen, { cookie: engineer })).json()).toEqual({ session: null });
  });

  test("a door that is not yours answers as an address where nothing is", async () => {
    const [closed, nothing] = [await ask(door("auditor"), { cookie: engineer }), await ask(noSuchDoor)];
    expect(closed.status).toBe(404);
    expect([...closed.headers]).toEqual([...nothing.headers]);
    const [one, other] = [await closed.json(), await nothing.json()];
    expect({ ...one, reference: "" }).toEqual({ ...other, reference: "" });
    expect(typeof other.reference).toBe(typeof one.reference);
  });

  test("the guards ask in order: person, origin, right, input", async () => {
    const foreign = { origin: "https://evil.example" };
    const wrong = { headers: foreign, body: "nonsense" };
    expect((await told(await ask(door("auditor"), wrong))).code).toBe("sign-in-required");
    expect((await told(await ask(door("auditor"), { ...wrong, cookie: engineer }))).code).toBe(
      "foreign-origin",
    );
    expect((await told(await ask(door("auditor"), { cookie: engineer, body: "nonsense" }))).code).toBe(
      "not-found",
    );
    expect((await told(await ask(door("auditor"), { cookie: auditor, body: "nonsense" }))).code).toBe(
      "invalid-input",
    );
  });

  test("a made-up session and one that has ended are the same to whoever brings it", async () => {
    const cookie = engineer.replace(/(session=)[^;]+/, `$1${"A".repeat(43)}`);
    expect(await told(await ask(door("person"), { cookie }))).toMatchObject({
      status: 401,
      code: "session-ended",
    });
  });

  test.each([null, "", "x 127.0.0.1 /", "127.0.0.1 /"])(
    "a request that the hook did not see, with %j in its header, is let in nowhere",
    async (forged) => {
      const answer = await ask(door("machine"), { headers: { [hookHeader]: forged } });
      expect(await told(answer)).toMatchObject({ status: 503, code: "stopping" });
    },
  );
});

describe("where it comes from", () => {
  const origins: [string, string | null][] = [
    ["no origin", null],
    ["null", "null"],
    ["another site", "https://evil.example"],
    ["a sibling", "https://other.example.com"],
    ["a host below", "https://x.portal.example.com"],
    ["one that begins alike", `${portalUrl}.evil.example`],
    ["another port", `${portalUrl}:8443`],
    ["plain http", portalUrl.replace("https", "http")],
    ["a path behind", `${portalUrl}/`],
    ["two origins", `${portalUrl}, https://evil.example`],
  ];
  const types = [
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
  ];

  test.each(origins)("%s changes nothing here, in no type and by no method", async (_, origin) => {
    for (const type of types) {
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
        const headers = { origin, "content-type": type };
        const answer = await ask(door("person"), { cookie: engineer, method, headers });
        expect(await told(answer)).toMatchObject({ status: 403, code: "foreign-origin" });
      }
    }
  });

  test.each([null, "none", "same-site", "cross-site", "Same-Origin"])(
    "a browser that says the site is %j changes nothing",
    async (site) => {
      const answer = await ask(door("person"), { cookie: engineer, headers: { "sec-fetch-site": site } });
      expect((await told(answer)).code).toBe("foreign-origin");
    },
  );

  test("a foreign request is on the record with its person", async () => {
    const answer = await ask(door("person"), {
      cookie: engineer,
      path: "/api/x?secret=1",
      headers: { origin: null },
    });
    expect(await recorded(answer)).toMatchObject([
      {
        kind: "request.refused",
        person: { email: "emmy.noether@example.com" },
        detail: { problem: "foreign-origin", method: "POST", path: "/api/x" },
      },
    ]);
  });

  test("another site's page reads nothing; links and programs do", async () => {
    const read = (site: string | null) =>
      ask(door("person"), { method: "GET", cookie: engineer, headers: { "sec-fetch-site": site } });
    expect((await read("cross-site")).status).toBe(403);
    expect((await read("same-site")).status).toBe(403);
    for (const site of ["same-origin", "none", null]) expect((await read(site)).status).toBe(200);
  });

  test("the identity provider's page leads to the door that it is told to lead to, and changes nothing there", async () => {
    const callback = route({ for: "anyone", fromElsewhere: true, input: z.unknown() }, async () =>
      Response.json({ came: true }),
    );
    for (const site of ["same-site", "cross-site"]) {
      const headers = { "sec-fetch-site": site };
      expect((await ask(callback, { method: "GET", headers })).status).toBe(200);
      expect((await told(await ask(callback, { headers }))).code).toBe("foreign-origin");
    }
  });
});

describe("what it says", () => {
  const echo = route({ for: "anyone", input: open }, async ({ input }) => Response.json(input));
  const bytes = (...numbers: number[]) => new Uint8Array(numbers);
  const letters = (text: string) => [...Buffer.from(text)];

  test.each<[string, BodyInit]>([
    ["no JSON", "{"],
    ["nothing", ""],
    ["another type", "[]"],
    ["an unknown field", '{"other":1}'],
    ["a prototype", '{"__proto__":{"name":"x"}}'],
    ["a value that is too long", '{"name":"123456789"}'],
    ["a number for a text", '{"name":1}'],
    ["no UTF-8", bytes(0x22, 0xff, 0x22)],
    ["half a character at its end", bytes(...letters("{}"), 0xc3)],
  ])("%s is refused", async (_, body) => {
    expect(await told(await ask(echo, { body }))).toMatchObject({ status: 400, code: "invalid-input" });
  });

  test("a character in two chunks is read as one", async () => {
    const text = Buffer.from('{"name":"é"}');
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of text) controller.enqueue(bytes(byte));
        controller.close();
      },
    });
    const request = new Request(`${portalUrl}/api/x`, {
      method: "POST",
      headers: { ...ours, [hookHeader]: hookValue("127.0.0.1", "/api/x") },
      body,
      duplex: "half",
    } as RequestInit);
    expect(await (await echo(request)).json()).toEqual({ name: "é" });
  });

  test("a body without end is read no further than the limit", async () => {
    let given = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1024;
        controller.enqueue(new Uint8Array(1024).fill(32));
      },
    });
    const headers = { ...ours, [hookHeader]: hookValue("127.0.0.1", "/") };
    const request = new Request(portalUrl, { method: "POST", headers, body, duplex: "half" } as RequestInit);
    expect(await told(await echo(request))).toMatchObject({ status: 413, code: "too-large" });
    expect(given).toBeLessThan(64 * 1024);
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonx", null])(
    "type %j is refused",
    async (type) => {
      const body = new Blob(["{}"]);
      const answer = await ask(echo, { body, headers: { "content-type": type } });
      expect(await told(answer)).toMatchObject({ status: 415, code: "unsupported-media-type" });
    },
  );

  test("a form's door takes a form, each field once, and no JSON", async () => {
    const form = route({ for: "anyone", input: open, body: "form" }, async ({ input }) =>
      Response.json(input),
    );
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect(await (await ask(form, { headers, body: "name=x" })).json()).toEqual({ name: "x" });
    expect((await told(await ask(form, { headers, body: "name=x&name=y" }))).code).toBe("invalid-input");
    expect((await told(await ask(form, { headers, body: "__proto__=x" }))).code).toBe("invalid-input");
    expect((await told(await ask(form))).code).toBe("unsupported-media-type");
  });

  test("a query's field counts once", async () => {
    const read = (query: string) => ask(echo, { method: "GET", path: `/api/x${query}` });
    expect(await (await read("?name=x")).json()).toEqual({ name: "x" });
    expect((await told(await read("?name=x&name=y"))).code).toBe("invalid-input");
  });

  test("what was sent and did not fit is in no log and on no record", async () => {
    const answer = await ask(echo, { body: '{"name":"wJalrXUtnFEMI"}' });
    const events = await recorded(answer);
    expect(events).toHaveLength(1);
    expect(JSON.stringify(events) + logged).not.toContain("wJalrXUtnFEMI");
  });
});

describe("what it hears", () => {
  test.each(Object.keys(problems) as ProblemCode[])("%s, in the table's words", async (code) => {
    const answer = await ask(failing(new PortalError(code, "a detail for the log")));
    const { status, title, remedy } = problems[code];
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const body = await answer.json();
    const type = `${portalUrl}/problem/${code}`;
    expect(body).toEqual({ type, title, status, code, remedy, reference: body.reference, links: {} });
    expect(body.reference).toMatch(/^[0-9a-f-]{36}$/);
    expect(logged).toContain("a detail for the log");
    expect(logged).toContain(body.reference);
  });

  test("a failure that nobody foresaw tells neither people nor the log what it holds", async () => {
    const failure = new Error("SigninToken=abc", { cause: new Error("secretAccessKey") });
    const answer = await ask(failing(failure));
    expect(answer.status).toBe(500);
    expect((await answer.text()) + logged).not.toMatch(/SigninToken|secretAccessKey/);
    expect(logged).toContain("route.test");
  });

  test("a form that came twice is on the record", async () => {
    const answer = await ask(failing(new PortalError("page-outdated", "twice")));
    expect(await recorded(answer)).toMatchObject([{ detail: { problem: "page-outdated" } }]);
  });

  test("a method that a door does not have is 405, for everybody", async () => {
    expect(await told(await ask(noSuchMethod, { method: "GET" }))).toMatchObject({
      status: 405,
      code: "method-not-allowed",
    });
  });

  test("whoever cannot be written down is refused all the same", async () => {
    await portal.unrecordable(null, async () => {
      const answer = await ask(door("person"), { cookie: engineer, headers: { origin: null } });
      expect((await told(answer)).code).toBe("foreign-origin");
    });
  });
});

describe("a flood of refusals", () => {
  const counted = () => portal.store.query<{ n: number }>("SELECT count(*)::int AS n FROM audit_event");
  const refused = (peer: string, cookie?: string) =>
    ask(door("anyone"), { peer, headers: { origin: null }, ...(cookie ? { cookie } : {}) });

  async function newEvents(work: () => Promise<unknown>): Promise<number> {
    const [start] = await counted();
    await work();
    const [end] = await counted();
    return (end?.n ?? 0) - (start?.n ?? 0);
  }

  test("leaves a bounded number of events, and the last says that there were more", async () => {
    let last: Response | undefined;
    const count = await newEvents(async () => {
      for (let each = 0; each < 100; each++) {
        const answer = await refused("203.0.113.9");
        if (each === 30) last = answer;
      }
    });
    expect(count).toBe(31);
    if (!last) throw new Error("no answer");
    expect(await recorded(last)).toMatchObject([{ detail: { problem: "too-many-requests" } }]);
  });

  test("is one flood although each request has an IPv6 address of its own", async () => {
    const count = await newEvents(async () => {
      for (let each = 0; each < 100; each++) await refused(`2001:db8:0:7::${each.toString(16)}`);
    });
    expect(count).toBe(31);
  });

  test("of one address hides nobody else's", async () => {
    for (let each = 0; each < 40; each++) await refused("203.0.113.9");
    expect(await recorded(await refused("203.0.113.10"))).toHaveLength(1);
  });
});
