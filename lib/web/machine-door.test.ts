/** Doors for machines: an access token opens them and nothing else does, and whatever is refused looks the same. */

import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { AccessTokenWanted } from "@/lib/core/access-token";
import { accessTokenText } from "@/lib/core/access-token";
import { forget } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import { createAccessToken } from "@/lib/portal/create-access-token";
import { revokeTokens } from "@/lib/portal/end-machine-access";
import { newFacts, portalUrl, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { tokenFingerprint } from "@/lib/store/token-fingerprint";
import { hookHeader, hookValue } from "@/lib/web/request-hook";
import { route } from "@/lib/web/route";

let portal: TestPortal;
let person: Person;
let cookie = "";
let good = "";

async function make(changed: Partial<AccessTokenWanted> = {}) {
  const wanted = { name: "laptop", grants: "all" as const, hours: 1, networks: [], ...changed };
  return await createAccessToken(person, newFacts(), wanted, { madeBy: "page" });
}

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  const session = await portal.signIn("engineer");
  ({ person, cookie } = session);
  good = (await make()).token;
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(() => {
  // Each test has a minute of its own.
  for (const name of ["machine-refusals", "refusals"]) forget(name);
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

afterEach(() => void vi.restoreAllMocks());

const machineDoor = route({ for: "machine", input: z.strictObject({}) }, async ({ machine, session }) =>
  Response.json({ person: machine.person.email, token: machine.token, session }),
);

type Ask = { peer?: string; path?: string; headers?: Record<string, string> };

async function ask(authorization: string | null, { peer, path = "/api/v1/x", headers }: Ask = {}) {
  const hook = { [hookHeader]: hookValue(peer ?? "198.51.100.7", path) };
  const given = authorization === null ? {} : { authorization };
  return await machineDoor(
    new Request(`${portalUrl}${path}`, { headers: { ...hook, ...given, ...headers } }),
  );
}

async function refused(answer: Response) {
  const { reference, ...said } = await answer.json();
  return { status: answer.status, headers: [...answer.headers], said, events: await eventsOf(reference) };
}

async function eventsOf(correlationId: string) {
  return await portal.events({ correlationId });
}

describe("a good token", () => {
  test.each(["", "Bearer ", "bearer "])("behind %j opens, for its person", async (scheme) => {
    const answer = await ask(`${scheme}${good}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      person: "emmy.noether@example.com",
      token: { name: "laptop", grants: null },
      session: null,
    });
  });

  test("opens nothing from a browser, whoever it is for", async () => {
    for (const headers of [
      { origin: portalUrl },
      { origin: "null" },
      { "sec-fetch-site": "same-origin" },
      { "sec-fetch-dest": "empty" },
    ]) {
      expect(await refused(await ask(good, { headers }))).toMatchObject({
        status: 403,
        said: { code: "foreign-origin" },
        events: [{ kind: "request.refused" }],
      });
    }
  });

  test("comes from Node's own fetch as from any program", async () => {
    expect((await ask(good, { headers: { "sec-fetch-mode": "cors" } })).status).toBe(200);
  });

  test("opens from its networks alone", async () => {
    const { token } = await make({ networks: ["203.0.113.0/24"] });
    expect((await ask(token, { peer: "203.0.113.9" })).status).toBe(200);
    expect((await ask(token, { peer: "198.51.100.7" })).status).toBe(401);
    expect((await ask(token, { headers: { "x-forwarded-for": "203.0.113.9" } })).status).toBe(401);
  });

  test("leaves when and from where it was last used, and no more often than once a minute", async () => {
    const { id, token } = await make();
    const used = async () => {
      const [row] = await portal.store.query<{ at: Date | null; address: string; client: string }>(
        "SELECT last_used_at AS at, last_used_address AS address, last_used_client AS client FROM access_token WHERE id = $1::uuid",
        [id],
      );
      return row;
    };
    await ask(token, { headers: { "user-agent": "aws-cli/2" } });
    await vi.waitFor(async () =>
      expect(await used()).toMatchObject({ address: "198.51.100.7", client: "aws-cli/2" }),
    );
    const first = await used();
    await ask(token, { peer: "203.0.113.9" });
    expect(await used()).toEqual(first);
  });
});

describe("no token", () => {
  test("is a cookie, whosoever's", async () => {
    expect((await ask(null, { headers: { cookie } })).status).toBe(401);
  });

  test("is one in the address", async () => {
    for (const path of [`/api/v1/x?token=${good}`, `/api/v1/x?authorization=${good}`, `/api/v1/${good}`]) {
      expect((await ask(null, { path })).status).toBe(401);
    }
  });

  test("is a good one behind another scheme, or beside another", async () => {
    const basic = Buffer.from(`x:${good}`).toString("base64");
    for (const header of [`Basic ${basic}`, `Token ${good}`, `${good}, ${good}`, `Bearer Bearer ${good}`]) {
      expect((await ask(header)).status).toBe(401);
    }
  });
});

describe("whatever is refused", () => {
  const bad: [string, () => Promise<string | null>][] = [
    ["nothing", async () => null],
    ["an empty header", async () => ""],
    ["what is no token", async () => "Bearer %"],
    ["one with a slip of the hand", async () => `${good.slice(0, -1)}${good.endsWith("0") ? "1" : "0"}`],
    ["one that never was", async () => accessTokenText(new Uint8Array(32).fill(7))],
    [
      "one that expired",
      async () => {
        const { id, token } = await make();
        await portal.store.query("UPDATE access_token SET expires_at = now() WHERE id = $1::uuid", [id]);
        return token;
      },
    ],
    [
      "one that was revoked",
      async () => {
        const { id, token } = await make();
        await revokeTokens(person, newFacts(), { why: "person", id });
        return token;
      },
    ],
    ["one for another network", async () => (await make({ networks: ["203.0.113.0/24"] })).token],
  ];

  test("looks the same, to the byte, and leaves one event of one kind", async () => {
    const seen: string[] = [];
    for (const [what, token] of bad) {
      const { events, ...told } = await refused(await ask(await token()));
      expect([what, events]).toMatchObject([what, [{ kind: "access-token.refused" }]]);
      expect(told).toMatchObject({ status: 401, said: { code: "access-token-refused" } });
      seen.push(JSON.stringify(told));
    }
    expect(new Set(seen).size).toBe(1);
  });

  test("names on the record the person whose token it was, and the token only by its fingerprint", async () => {
    const { id, token } = await make({ networks: ["203.0.113.0/24"] });
    const { events } = await refused(await ask(token));
    expect(events).toMatchObject([
      {
        person: { id: person.id },
        tokenFingerprint: tokenFingerprint(token),
        detail: { reason: "from another network" },
      },
    ]);
    for (const known of [token.slice(4, 20), id]) expect(JSON.stringify(events)).not.toContain(known);
  });

  test("is refused all the same where it cannot be recorded", async () => {
    await portal.unrecordable(null, async () => expect((await ask(null)).status).toBe(401));
  });
});

describe("a flood of bad tokens", () => {
  const guess = () => accessTokenText(Buffer.from(randomUUID().replaceAll("-", "")));
  async function flood(times: number, token: () => string): Promise<Response[]> {
    const answers: Response[] = [];
    for (let each = 0; each < times; each++) answers.push(await ask(token()));
    return answers;
  }
  async function newEvents(work: () => Promise<unknown>): Promise<number> {
    const count = async () => {
      const [row] = await portal.store.query<{ n: number }>("SELECT count(*)::int AS n FROM audit_event");
      return row?.n ?? 0;
    };
    const before = await count();
    await work();
    return (await count()) - before;
  }

  test("leaves a bounded number of events, is told to wait, and keeps no good token out", async () => {
    let last: Response | undefined;
    const events = await newEvents(async () => {
      last = (await flood(400, guess)).at(-1);
    });
    expect(events).toBe(31);
    expect(last?.status).toBe(429);
    expect(last?.headers.get("retry-after")).not.toBeNull();
    expect((await ask(good)).status).toBe(200);
  });

  test("is none of a machine whose token has expired, and hides none", async () => {
    const { id, token } = await make();
    await portal.store.query("UPDATE access_token SET expires_at = now() WHERE id = $1::uuid", [id]);
    const events = await newEvents(async () => {
      const answers = await flood(400, () => token);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    });
    expect(events).toBe(2);
    const after = await refused(await ask(guess()));
    expect(after).toMatchObject({ status: 401, events: [{ kind: "access-token.refused" }] });
  });

  test("does not tell a token that has expired from one that never was", async () => {
    const { id, token } = await make();
    await portal.store.query("UPDATE access_token SET expires_at = now() WHERE id = $1::uuid", [id]);
    await flood(301, guess);
    const [expired, unknown] = [await refused(await ask(token)), await refused(await ask(guess()))];
    expect([expired.status, expired.headers, expired.said]).toEqual([
      unknown.status,
      unknown.headers,
      unknown.said,
    ]);
  });
});
