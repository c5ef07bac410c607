/** One id from a click to all its events, and to AWS: what CloudTrail shows as our user agent is what the record has. */

import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { GET as list } from "@/app/api/access/route";
import { POST as openConsole } from "@/app/api/console/route";
import { POST as copy } from "@/app/api/credentials/route";
import { GET as container } from "@/app/api/v1/container/route";
import type { Grant } from "@/lib/core/grant";
import { version } from "@/lib/core/version";
import { createAccessToken } from "@/lib/portal/create-access-token";
import { formToken } from "@/lib/portal/form-token";
import { newFacts, portalUrl, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { hookHeader, hookValue } from "@/lib/web/request-hook";
import { accountNamed, companyAccounts, smallestCompany } from "@/sandbox/company-accounts";

const { accountId } = accountNamed(companyAccounts(smallestCompany), "payments-prod");
const grant: Grant = { instance: "main", accountId, role: "ReadOnlyAccess" };

let portal: TestPortal;
let session: Awaited<ReturnType<TestPortal["newcomer"]>>;

beforeAll(async () => {
  portal = await startTestPortal();
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await portal.reset();
  await portal.forgetLists();
  session = await portal.newcomer("engineer");
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await portal.reset();
});

const hook = (path: string) => ({ [hookHeader]: hookValue("127.0.0.1", path) });

const page = (path: string, type = "application/json") => ({
  ...hook(path),
  origin: portalUrl,
  cookie: session.cookie,
  "sec-fetch-site": "same-origin",
  "content-type": type,
});

const request = (path: string, init: RequestInit) => new Request(`${portalUrl}${path}`, init);

const doors = {
  copy: {
    events: ["connection.made", "credentials.issued", "credentials.requested"],
    asked: ["CreateTokenWithIAM", "GetCallerIdentity", "GetRoleCredentials"],
    open: () =>
      copy(
        request("/api/credentials", {
          method: "POST",
          headers: page("/api/credentials"),
          body: JSON.stringify({ ...grant, format: "bash" }),
        }),
      ),
  },
  console: {
    events: ["connection.made", "console.opened", "console.requested"],
    asked: ["CreateTokenWithIAM", "GetRoleCredentials", "GetSigninToken"],
    open: () =>
      openConsole(
        request("/api/console", {
          method: "POST",
          headers: page("/api/console", "application/x-www-form-urlencoded"),
          body: new URLSearchParams({ ...grant, token: formToken(session.id) }),
        }),
      ),
  },
  container: {
    events: ["connection.made", "credentials.issued", "credentials.requested"],
    asked: ["CreateTokenWithIAM", "GetRoleCredentials"],
    open: async () => {
      const wanted = { name: "build-7", grants: "all" as const, hours: 1, networks: [] };
      const { token } = await createAccessToken(session.person, newFacts(), wanted, { madeBy: "page" });
      const path = `/api/v1/container/${grant.instance}/${grant.accountId}/${grant.role}`;
      return await container(request(path, { headers: { ...hook(path), authorization: token } }));
    },
  },
  list: {
    events: ["connection.made"],
    asked: ["CreateTokenWithIAM", "ListAccounts", "ListAccountRoles"],
    open: async () => {
      const answer = await list(request("/api/access", { headers: page("/api/access") }));
      await answer.text();
      return answer;
    },
  },
} as const;

/** The newest events that share an id. */
async function lastClick(): Promise<{ id: string; kinds: string[] }> {
  const rows = await portal.store.query<{ id: string; kind: string }>(
    `SELECT correlation_id AS id, kind FROM audit_event WHERE correlation_id = (
       SELECT correlation_id FROM audit_event ORDER BY seq DESC LIMIT 1
     ) ORDER BY kind`,
  );
  return { id: rows[0]?.id ?? "", kinds: rows.map(({ kind }) => kind) };
}

test.each(Object.entries(doors))(
  "%s: all its events and all its calls to AWS have one id",
  async (_, door) => {
    const answer = await door.open();
    expect(answer.status).toBeLessThan(400);
    const { id, kinds } = await lastClick();
    expect(kinds).toEqual(door.events);
    const agents = await portal.control.agents();
    for (const operation of door.asked) {
      expect([operation, ...new Set(agents[operation])]).toEqual([operation, `Sallyport/${version} ${id}`]);
    }
  },
);

test("another click has another id", async () => {
  await doors.copy.open();
  const first = await lastClick();
  await doors.copy.open();
  const second = await lastClick();
  expect(second.id).not.toBe(first.id);
  const agents = await portal.control.agents();
  expect(agents.GetRoleCredentials?.slice(-2).map((agent) => agent.split(" ")[1])).toContain(second.id);
});
