/** The list's doors: lines of JSON for whoever is signed in, and for nobody else; wishes that are checked and asked for once. */

import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { GET } from "@/app/api/access/route";
import { POST } from "@/app/api/access/wanted/route";
import type { AccessLine } from "@/lib/core/access";
import { endSession } from "@/lib/idp/sign-out";
import { portalUrl, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { hookHeader, hookValue } from "@/lib/web/request-hook";

let portal: TestPortal;
let session: Awaited<ReturnType<TestPortal["newcomer"]>>;

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await portal.reset();
  await portal.forgetLists();
  session = await portal.newcomer("reader");
  // What is refused is logged.
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await portal.reset();
});

function headersFor(path: string) {
  return {
    origin: portalUrl,
    cookie: session.cookie,
    "sec-fetch-site": "same-origin",
    "content-type": "application/json",
    [hookHeader]: hookValue("127.0.0.1", path),
  };
}

function list(query = ""): Promise<Response> {
  const path = `/api/access${query}`;
  return GET(new Request(`${portalUrl}${path}`, { headers: headersFor(path) }));
}

function want(wanted: unknown): Promise<Response> {
  const path = "/api/access/wanted";
  const init = { method: "POST", headers: headersFor(path), body: JSON.stringify(wanted) };
  return POST(new Request(`${portalUrl}${path}`, init));
}

async function linesOf(answer: Response): Promise<AccessLine[]> {
  return (await answer.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("a list comes as lines of JSON that nothing on the way may keep or hold back", async () => {
  const answer = await list();
  expect(answer.headers.get("content-type")).toBe("application/x-ndjson");
  expect(answer.headers.get("x-accel-buffering")).toBe("no");
  const lines = await linesOf(answer);
  expect(lines.at(-1)?.kind).toBe("end");
  const since = new Date(Date.now() + 60_000).toISOString();
  const [kept] = (await linesOf(await list(`?since=${since}`))).filter(({ kind }) => kind === "kept");
  expect(kept).toMatchObject({ accounts: [], whole: false });
});

test.each(["?since=yesterday", "?since=", "?since=2026-13-01T00:00:00Z", "?other=1"])(
  "%s is no question that a list answers, unless it is empty",
  async (query) => {
    const answer = await list(query);
    expect(answer.status).toBe(query === "?since=" ? 200 : 400);
    await answer.body?.cancel();
  },
);

test("a wish is noted, and the next reading asks for it once", async () => {
  const lines = await linesOf(await list());
  const accounts = lines.find((line) => line.kind === "accounts")?.accounts ?? [];
  const accountId = accounts[0]?.accountId;
  const before = await portal.control.calls("ListAccountRoles");
  expect(await (await want({ instance: "main", accountIds: [accountId], again: true })).json()).toEqual({
    waitMs: 0,
  });
  const again = await linesOf(await list());
  expect(again.filter(({ kind }) => kind === "roles")).toMatchObject([{ accountId }]);
  expect(await portal.control.calls("ListAccountRoles")).toBe(before + 1);
});

const id = "111122223333";

test.each([
  { instance: "main", accountIds: ["12"], again: false },
  { instance: "main", accountIds: Array.from({ length: 201 }, () => id), again: false },
  { instance: "main", accountIds: [id] },
  { instance: "main", accountIds: [id], again: "yes" },
  { instance: "main' OR true --", accountIds: [id], again: true },
  { instance: "main", accountIds: [id], again: true, person: "somebody else" },
])("a wish that is not one is refused: %j", async (wanted) => {
  expect((await want(wanted)).status).toBe(400);
});

test("a wish at an instance that is not there is refused as one that you may not see", async () => {
  const answer = await want({ instance: "elsewhere", accountIds: [id], again: true });
  expect(await answer.json()).toMatchObject({ code: "role-not-granted" });
});

test("somebody else's account that is wished for is not on anybody's list for that", async () => {
  expect((await want({ instance: "main", accountIds: [id], again: true })).status).toBe(200);
  expect(await portal.store.query("SELECT account_id FROM inventory_account")).toEqual([]);
});

test("whoever is signed out gets no list and no wish", async () => {
  await endSession(session.id, session.person.id);
  expect((await list()).status).toBe(401);
  expect((await want({ instance: "main", accountIds: [], again: true })).status).toBe(401);
});
