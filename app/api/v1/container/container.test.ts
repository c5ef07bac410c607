/** The doors at which AWS's own clients fetch keys: what they read to the letter, and whatever else knocks. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as container from "@/app/api/v1/container/route";
import * as process from "@/app/api/v1/process/route";
import type { AccessTokenWanted } from "@/lib/core/access-token";
import type { Grant } from "@/lib/core/grant";
import { forget } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import { createAccessToken } from "@/lib/portal/create-access-token";
import { revokeTokens } from "@/lib/portal/end-machine-access";
import { newFacts, portalUrl, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { keepAccounts, keepRoles } from "@/lib/store/inventory";
import { hookHeader, hookValue } from "@/lib/web/request-hook";
import { accountNamed, companyAccounts, smallestCompany } from "@/sandbox/company-accounts";

const { accountId } = accountNamed(companyAccounts(smallestCompany), "payments-prod");
const grant: Grant = { instance: "main", accountId, role: "Developer" };

let portal: TestPortal;
let person: Person;
let token = "";

async function make(changed: Partial<AccessTokenWanted> = {}) {
  const wanted = { name: "a container", grants: "all" as const, hours: 1, networks: [], ...changed };
  return await createAccessToken(person, newFacts(), wanted, { madeBy: "page" });
}

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  person = (await portal.signIn("engineer")).person;
  await keepAccounts(person.id, "main", [{ accountId, name: "payments-prod", email: null }]);
  await keepRoles(person.id, "main", accountId, ["Developer", "ReadOnlyAccess"]);
  token = (await make()).token;
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await portal.reset();
  await portal.store.run("DELETE FROM sealed_credentials");
  for (const name of ["machine-refusals", "refusals"]) forget(name);
  vi.spyOn(globalThis.process.stdout, "write").mockReturnValue(true);
});

afterEach(() => void vi.restoreAllMocks());

const doors = { container, process } as const;
type Door = keyof typeof doors;
type Ask = { method?: keyof typeof container; headers?: Record<string, string>; authorization?: string };

function pathOf(door: Door, { instance, accountId: account, role }: Grant): string {
  return `/api/v1/${door}/${instance}/${account}/${role}`;
}

/** As the hook hands it to the door. */
async function ask(door: Door, path = pathOf(door, grant), how: Ask = {}): Promise<Response> {
  const { method = "GET", headers = {}, authorization = token } = how;
  const hook = { [hookHeader]: hookValue("198.51.100.7", path) };
  const given = { ...hook, ...(authorization === "" ? {} : { authorization }), ...headers };
  return await doors[door][method](new Request(`${portalUrl}/api/v1/${door}`, { method, headers: given }));
}

async function eventsAt(path: string): Promise<Record<string, unknown>[]> {
  const rows = await portal.store.query<{ text: string }>(
    "SELECT text FROM audit_event WHERE kind LIKE '%refused' AND text LIKE '%' || $1 || '%' ORDER BY seq",
    [JSON.stringify(path).slice(1, -1)],
  );
  return rows.map(({ text }) => JSON.parse(text));
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const key = /^ASIA[A-Z0-9]{16}$/;

describe("the container's door", () => {
  test("answers with what AWS's clients read, and nothing else", async () => {
    const answer = await ask("container");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.has("access-control-allow-origin")).toBe(false);
    expect(await answer.json()).toEqual({
      AccessKeyId: expect.stringMatching(key),
      SecretAccessKey: expect.any(String),
      Token: expect.any(String),
      Expiration: expect.stringMatching(time),
      AccountId: accountId,
    });
  });

  test.each(["", "Bearer ", "bearer "])("takes the token bare, and behind Bearer", async (before) => {
    expect((await ask("container", undefined, { authorization: `${before}${token}` })).status).toBe(200);
  });

  test("says what is wrong in the four words that clients look for", async () => {
    const answer = await ask("container", pathOf("container", { ...grant, role: "NobodysRole" }));
    expect(answer.status).toBe(403);
    const said = await answer.json();
    expect(said).toEqual({
      Code: "role-not-granted",
      Message: expect.stringMatching(/^This role is not yours to take\. Ask .*role-not-granted/),
      code: "role-not-granted",
      message: said.Message,
    });
  });

  test.each(["HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] as const)(
    "refuses %s in its own words, and asks AWS nothing",
    async (method) => {
      const answer = await ask("container", undefined, { method });
      expect(answer.status).toBe(405);
      expect(await answer.json()).toMatchObject({ Code: "method-not-allowed", code: "method-not-allowed" });
      expect(await portal.control.calls("GetRoleCredentials")).toBe(0);
    },
  );
});

describe("the process's door", () => {
  test("answers with what a credential_process prints", async () => {
    const answer = await ask("process");
    expect(await answer.json()).toEqual({
      Version: 1,
      AccessKeyId: expect.stringMatching(key),
      SecretAccessKey: expect.any(String),
      SessionToken: expect.any(String),
      Expiration: expect.stringMatching(time),
      AccountId: accountId,
    });
  });

  test("says what is wrong as a problem, by a status of its own", async () => {
    const answer = await ask("process", pathOf("process", { ...grant, role: "NobodysRole" }));
    expect(answer.status).toBe(403);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ code: "role-not-granted", status: 403 });
  });

  test("hands out the same keys as the container's", async () => {
    const one = await ask("process");
    const asked = await portal.control.calls("GetRoleCredentials");
    const other = await ask("container");
    expect((await other.json()).AccessKeyId).toBe((await one.json()).AccessKeyId);
    expect(await portal.control.calls("GetRoleCredentials")).toBe(asked);
  });
});

describe.each(["container", "process"] as const)("at the door of a %s", (door) => {
  const odd = "Odd_+=,.@-Role";

  test("a role with every character that AWS allows is had, literal and encoded", async () => {
    await portal.control.assign("engineer", accountId, odd, true);
    for (const role of [odd, encodeURIComponent(odd), odd.replaceAll("+", "%2B").replaceAll("@", "%40")]) {
      expect((await ask(door, pathOf(door, { ...grant, role }))).status, role).toBe(200);
    }
    await portal.control.assign("engineer", accountId, odd, false);
  });

  test.each([
    ["an instance that is not there", { ...grant, instance: "elsewhere" }],
    ["an instance that cannot be", { ...grant, instance: "MAIN!" }],
    ["an account of eleven digits", { ...grant, accountId: accountId.slice(1) }],
    ["an account that is not theirs", { ...grant, accountId: "999999999999" }],
    ["a role that does not exist", { ...grant, role: "NobodysRole" }],
    ["a role that cannot be", { ...grant, role: "a%2Fb" }],
    ["nothing", { ...grant, role: "" }],
    ["a grant and more", { ...grant, role: "Developer/" }],
  ])("%s looks like every role that is not theirs, and is on the record", async (_what, asked) => {
    const path = pathOf(door, asked);
    const answer = await ask(door, path);
    const { reference, message = "", Message, ...said } = await answer.json();
    const known = await ask(door, pathOf(door, { ...grant, role: "NobodysRole" }));
    const { reference: _r, message: _m, Message: _M, ...expected } = await known.json();
    expect(answer.status).toBe(403);
    expect(said).toEqual(expected);
    expect(message.replace(/[0-9a-f-]{36}/, "")).toBe((_m ?? "").replace(/[0-9a-f-]{36}/, ""));
    const refused = (await eventsAt(path)).concat(await eventsAt(asked.role || "NobodysRole"));
    expect(refused.length).toBeGreaterThan(0);
  });

  test("what the token is not for looks like what does not exist, and AWS is not asked", async () => {
    const scoped = (await make({ grants: [{ ...grant, role: "ReadOnlyAccess" }] })).token;
    const answer = await ask(door, undefined, { authorization: scoped });
    expect(answer.status).toBe(403);
    expect((await answer.json()).code).toBe("role-not-granted");
    expect(await portal.control.calls("GetRoleCredentials")).toBe(0);
    const path = pathOf(door, { ...grant, role: "ReadOnlyAccess" });
    expect((await ask(door, path, { authorization: scoped })).status).toBe(200);
  });

  test.each([
    ["no token", () => ""],
    ["something", () => "something"],
    ["a token that was never made", () => `${token.slice(0, -1)}x`],
    ["two tokens", () => `${token} ${token}`],
    ["a cookie's way of saying it", () => `Basic ${token}`],
  ])("%s opens nothing", async (_what, authorization) => {
    const answer = await ask(door, undefined, { authorization: authorization() });
    expect(answer.status).toBe(401);
    expect((await answer.json()).code).toBe("access-token-refused");
    expect(await portal.control.calls("GetRoleCredentials")).toBe(0);
  });

  test("a revoked token opens nothing, keys that are kept included, and others go on", async () => {
    const made = await make();
    expect((await ask(door, undefined, { authorization: made.token })).status).toBe(200);
    await revokeTokens(person, newFacts(), { why: "person", id: made.id });
    expect((await ask(door, undefined, { authorization: made.token })).status).toBe(401);
    expect(await portal.store.query("SELECT 1 FROM sealed_credentials")).toEqual([]);
    expect((await ask(door)).status).toBe(200);
  });

  test("an expired token opens nothing", async () => {
    const made = await make();
    await portal.store.query("UPDATE access_token SET expires_at = now() WHERE id = $1", [made.id]);
    expect((await ask(door, undefined, { authorization: made.token })).status).toBe(401);
  });

  test("a token that is revoked while AWS makes keys gets none of them", async () => {
    const made = await make();
    await portal.control.option("answerDelayMs", 500);
    const asking = ask(door, undefined, { authorization: made.token });
    await vi.waitFor(async () => expect(await portal.control.calls("GetRoleCredentials")).toBe(1));
    await revokeTokens(person, newFacts(), { why: "person", id: made.id });
    expect((await asking).status).toBe(401);
  });

  test("a role that its person lost opens nothing", async () => {
    await portal.control.assign("engineer", accountId, grant.role, false);
    expect((await ask(door)).status).toBe(403);
    await portal.control.assign("engineer", accountId, grant.role, true);
  });

  test.each([
    ["origin", portalUrl],
    ["origin", "null"],
    ["sec-fetch-site", "same-origin"],
    ["sec-fetch-site", "none"],
    ["sec-fetch-dest", "empty"],
  ])("a browser (%s: %s) is refused, with a good token", async (name, value) => {
    const answer = await ask(door, undefined, { headers: { [name]: value } });
    expect(answer.status).toBe(403);
    expect((await answer.json()).code).toBe("foreign-origin");
    expect(answer.headers.has("access-control-allow-origin")).toBe(false);
  });

  test.each([
    ["throttle", 503],
    ["error", 502],
    ["reset", 502],
    ["malformed", 502],
  ])("an AWS that answers with %s is a %i, at which clients come again", async (fault, status) => {
    await portal.control.fault("GetRoleCredentials", fault, 10);
    expect((await ask(door)).status).toBe(status);
  });
});
