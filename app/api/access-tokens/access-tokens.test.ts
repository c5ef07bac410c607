/** The doors of access tokens: each person's own, and everybody's for administrators alone. */

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { POST as acknowledge } from "@/app/api/access-tokens/acknowledge/route";
import { POST as revoke } from "@/app/api/access-tokens/revoke/route";
import { POST as create } from "@/app/api/access-tokens/route";
import { POST as revokeAnybodys } from "@/app/api/admin/access-tokens/revoke/route";
import { newTokens, revokeOwn, tokensPage } from "@/lib/portal/access-tokens";
import { newFacts, portalUrl, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { accessTokenOf } from "@/lib/store/access-tokens";
import { hookHeader, hookValue } from "@/lib/web/request-hook";
import type { Handler } from "@/lib/web/route";

let portal: TestPortal;
type Session = Awaited<ReturnType<TestPortal["signIn"]>>;
let engineer: Session;
let auditor: Session;
let administrator: Session;

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  engineer = await portal.signIn("engineer");
  auditor = await portal.signIn("auditor");
  administrator = await portal.signIn("administrator");
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await revokeOwn(engineer.person, newFacts(), null, () => undefined);
});

async function ask(door: Handler, { cookie }: Session, body: unknown, headers = {}): Promise<Response> {
  const ours = { origin: portalUrl, "sec-fetch-site": "same-origin", "content-type": "application/json" };
  const hook = { [hookHeader]: hookValue("10.0.0.7", "/api/access-tokens") };
  return await door(
    new Request(`${portalUrl}/api/access-tokens`, {
      method: "POST",
      headers: { ...ours, ...hook, cookie, ...headers },
      body: JSON.stringify(body),
    }),
  );
}

const wanted = { name: "laptop", grants: "all", hours: 2, networks: [] };

async function made(): Promise<{ id: string; token: string }> {
  const answer = await ask(create, engineer, wanted);
  expect(answer.status).toBe(200);
  return await answer.json();
}

const lives = async (token: string) => (await accessTokenOf(token))?.revokedAt === null;

test("a token is made, stands on its person's page without itself, and is news until they know it", async () => {
  const { id, token } = await made();
  expect(await lives(token)).toBe(true);
  const page = await tokensPage(engineer.person);
  expect(page.tokens[0]).toMatchObject({ id, name: "laptop", ended: null, made: { address: "10.0.0.7" } });
  expect(page.life).toMatchObject({ usualHours: 12, mostHours: 24, offline: true });
  expect(JSON.stringify(page)).not.toContain(token.slice(4, 20));

  expect(await newTokens(engineer.person)).toMatchObject([{ id }]);
  await ask(acknowledge, auditor, { id });
  expect(await newTokens(engineer.person)).toHaveLength(1);
  expect((await ask(acknowledge, engineer, { id })).status).toBe(200);
  expect(await newTokens(engineer.person)).toEqual([]);
});

test("another site makes none and ends none", async () => {
  const { token } = await made();
  for (const door of [create, revoke, acknowledge, revokeAnybodys]) {
    const answer = await ask(door, administrator, wanted, { origin: "https://evil.example" });
    expect(answer.status).toBe(403);
  }
  expect(await lives(token)).toBe(true);
});

describe("its person", () => {
  test("ends one, and once", async () => {
    const [one, other] = [await made(), await made()];
    expect(await (await ask(revoke, engineer, { id: one.id })).json()).toEqual({ ended: 1 });
    expect(await (await ask(revoke, engineer, { id: one.id })).json()).toEqual({ ended: 0 });
    expect([await lives(one.token), await lives(other.token)]).toEqual([false, true]);
  });

  test("ends all, by that word alone", async () => {
    const [one, other] = [await made(), await made()];
    for (const body of [{}, { all: false }, { id: "all" }]) {
      expect((await ask(revoke, engineer, body)).status).toBe(400);
    }
    expect(await (await ask(revoke, engineer, { all: true })).json()).toEqual({ ended: 2 });
    expect([await lives(one.token), await lives(other.token)]).toEqual([false, false]);
  });
});

describe("somebody else", () => {
  test("ends none of it", async () => {
    const { id, token } = await made();
    expect(await (await ask(revoke, auditor, { id })).json()).toEqual({ ended: 0 });
    expect(await (await ask(revoke, auditor, { all: true })).json()).toEqual({ ended: 0 });
    expect(await lives(token)).toBe(true);
  });

  test("has no door for everybody's", async () => {
    const { token } = await made();
    for (const session of [auditor, engineer]) {
      expect((await ask(revokeAnybodys, session, { personId: engineer.person.id })).status).toBe(404);
    }
    expect(await lives(token)).toBe(true);
  });
});

describe("an administrator", () => {
  test("ends anybody's, one or all", async () => {
    const [one, other, third] = [await made(), await made(), await made()];
    const personId = engineer.person.id;
    const end = async (body: object) => await (await ask(revokeAnybodys, administrator, body)).json();
    expect(await end({ personId, id: one.id })).toEqual({ ended: 1 });
    expect(await lives(other.token)).toBe(true);
    expect(await end({ personId })).toEqual({ ended: 2 });
    expect(await lives(third.token)).toBe(false);
  });

  test("who names a token with another person's name ends nothing", async () => {
    const { id, token } = await made();
    await ask(revokeAnybodys, administrator, { personId: auditor.person.id, id });
    expect(await lives(token)).toBe(true);
  });

  test("is told where there is no such person", async () => {
    const personId = "00000000-0000-4000-8000-000000000000";
    expect((await ask(revokeAnybodys, administrator, { personId })).status).toBe(404);
  });
});
