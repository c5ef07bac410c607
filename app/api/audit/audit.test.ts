/** The doors of the audit page: what is found, what is new, what belongs to one click; for auditors and administrators alone. */

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { GET as count } from "@/app/api/audit/count/route";
import { GET as events } from "@/app/api/audit/events/route";
import { GET as story } from "@/app/api/audit/story/route";
import type { AccountRule } from "@/lib/core/account-rules";
import { changeAccountRules } from "@/lib/portal/account-rules";
import { newFacts, portalUrl, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import type { ShownPage, Story } from "@/lib/portal/read-audit";
import { record } from "@/lib/portal/record";
import { keepAccounts } from "@/lib/store/inventory";
import { hookHeader, hookValue } from "@/lib/web/request-hook";
import type { Handler } from "@/lib/web/route";

let portal: TestPortal;
type Session = Awaited<ReturnType<TestPortal["signIn"]>>;
let engineer: Session;
let hostile: Session;
let auditor: Session;
let administrator: Session;

const accountId = "210987654321";
const grant = { instance: "main", accountId, role: "Reader" };

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  engineer = await portal.signIn("engineer");
  hostile = await portal.signIn("hostile");
  auditor = await portal.signIn("auditor");
  administrator = await portal.signIn("administrator");
  const named = { accountId, name: "billing-prod", email: null };
  await keepAccounts(engineer.person.id, "main", [
    named,
    { ...named, accountId: "210987654322", name: "other" },
  ]);
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

async function ask(
  door: Handler,
  { cookie }: Session,
  query: Record<string, string> = {},
): Promise<Response> {
  const headers = {
    cookie,
    "sec-fetch-site": "same-origin",
    [hookHeader]: hookValue("10.0.0.7", "/api/audit"),
  };
  return await door(new Request(`${portalUrl}/api/audit?${new URLSearchParams(query)}`, { headers }));
}

async function found(query: Record<string, string>): Promise<ShownPage> {
  const answer = await ask(events, auditor, query);
  expect(answer.status).toBe(200);
  return await answer.json();
}

const ids = ({ rows }: ShownPage) => rows.map(({ id }) => id);

async function requested(session: Session, facts = newFacts()) {
  const detail = { format: "bash" };
  return await record(session.person, facts, {
    kind: "credentials.requested",
    grant,
    accountName: "billing-prod",
    detail,
  });
}

test("auditors and administrators come in; to others the doors are not there", async () => {
  for (const door of [events, count, story]) {
    const query = door === story ? { seq: "1" } : {};
    expect((await ask(door, auditor, query)).status).toBe(200);
    expect((await ask(door, administrator, query)).status).toBe(200);
    expect((await ask(door, engineer, query)).status).toBe(404);
    expect((await ask(door, engineer, { nonsense: "1" })).status).toBe(404);
  }
});

describe("names", () => {
  test("a part of a person's name or e-mail address finds that person's events of all time", async () => {
    const { id } = await requested(engineer);
    await requested(hostile);
    for (const person of ["NOETHER", "emmy.noether@", "e.noether"]) {
      const page = await found({ person, kind: "credentials.requested" });
      expect([ids(page), page.since]).toEqual([[id], null]);
    }
  });

  test("a part of a name that nobody has now is looked for in the events of 30 days, and that is said", async () => {
    const former = { ...engineer.person, name: "Emmy Former" };
    const { id } = await record(former, newFacts(), { kind: "sign-out", detail: { everywhere: false } });
    const page = await found({ person: "my form" });
    expect(ids(page)).toEqual([id]);
    expect(Date.now() - Date.parse(page.since ?? "")).toBeGreaterThanOrEqual(30 * 24 * 3_600_000);
    expect((await found({ person: "my form", from: "2020-01-01T00:00:00Z" })).since).toBeNull();
  });

  test("a part of an account's name finds it, as AWS calls it and as administrators do", async () => {
    const { id } = await requested(engineer);
    const rule: AccountRule = {
      field: "id",
      kind: "glob",
      pattern: accountId,
      environment: "production",
      colour: null,
      label: null,
      displayName: "The Till",
      confirm: false,
    };
    await changeAccountRules(administrator.person, newFacts(), { version: 0, rules: [rule] });
    for (const account of ["ILLING-p", "the till"]) {
      const page = await found({ account });
      expect([page.rows[0]?.id, page.since]).toEqual([id, null]);
      expect(page.rows[0]?.look).toMatchObject({ environment: "production" });
    }
    expect((await found({ account: "no such account" })).rows).toEqual([]);
  });
});

test("what is new is told after the newest that is known, and what is older before the oldest", async () => {
  const known = (await found({})).rows[0]?.seq ?? 0;
  expect((await found({ after: String(known) })).rows).toEqual([]);
  const [first, second] = [await requested(engineer), await requested(hostile)];
  expect(ids(await found({ after: String(known) }))).toEqual([second.id, first.id]);
  expect(ids(await found({ after: String(known), personId: engineer.person.id }))).toEqual([first.id]);
  expect((await found({ before: String(known) })).rows.every(({ seq }) => seq < known)).toBe(true);
});

test("matches are counted, and the count is of the same filter", async () => {
  const { id: personId } = hostile.person;
  const rows = (await found({ personId })).rows.length;
  expect(await (await ask(count, auditor, { personId })).json()).toEqual({
    counted: { count: rows, more: false },
  });
});

describe("the story of a click", () => {
  async function told(query: Record<string, string>): Promise<Story> {
    const { rows } = await found(query);
    const answer = await ask(story, auditor, { seq: String(rows[0]?.seq) });
    expect(answer.status).toBe(200);
    return await answer.json();
  }

  test("has its events in order, and what another process closed later", async () => {
    const facts = newFacts();
    const request = await requested(engineer, facts);
    const issued = {
      grant,
      requestId: request.id,
      accessKeyId: "ASIASTORY0123456789",
      accountName: "billing-prod",
    };
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    await record(engineer.person, facts, {
      kind: "credentials.issued",
      ...issued,
      detail: { format: "bash", expiresAt },
    });
    const { events: own } = await told({ accessKeyId: "ASIASTORY0123456789" });
    expect(own.map(({ kind }) => kind)).toEqual(["credentials.requested", "credentials.issued"]);

    const orphan = await requested(hostile);
    const closing = {
      kind: "credentials.unknown",
      requestId: orphan.id,
      detail: { reason: "nobody knows" },
    } as const;
    await record(hostile.person, newFacts(), closing);
    const { events: closed } = await told({ personId: hostile.person.id, kind: "credentials.requested" });
    expect(closed.map(({ kind }) => kind)).toEqual(["credentials.requested", "credentials.unknown"]);
    const { events: fromItsEnd } = await told({ kind: "credentials.unknown" });
    expect(fromItsEnd.map(({ kind }) => kind)).toEqual(["credentials.requested", "credentials.unknown"]);
  });

  test("has the event's place in the chain, and how AWS calls the person", async () => {
    await requested(hostile);
    const { event, userName, aws } = await told({
      personId: hostile.person.id,
      kind: "credentials.requested",
    });
    expect(event).toMatchObject({ version: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(JSON.parse(event.text)).toMatchObject({ id: event.id, grant });
    expect(userName).toBe("m+a=l,l.o@r-y");
    expect(aws).toMatchObject({ partition: "aws", consoleDomain: "console.aws.amazon.com" });
  });

  test("of an event that is not there is not there", async () => {
    expect((await ask(story, auditor, { seq: "999999999" })).status).toBe(404);
    expect((await ask(story, auditor, { seq: "1e3" })).status).toBe(400);
  });
});

test.each([
  ["a network that is none", { address: "10.0.0.0/33" }],
  ["a kind that is none", { kind: "toString" }],
  ["a place that is none", { after: "-1" }],
  ["a time that is none", { from: "yesterday" }],
])("%s is refused", async (_, query) => {
  expect((await ask(events, auditor, query)).status).toBe(400);
});

test.each(["%", "_", "\\", "'; --", "\u202e", "\0", "\ud800", '"><script>'])(
  "whatever is typed, %j too, is looked for as text",
  async (typed) => {
    for (const name of ["person", "account", "text", "role"]) await found({ [name]: typed });
  },
);
