/** A device's code gives its token to the person and the browser session that it was made for, and to nobody else. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { forget } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import type { PortalSession } from "@/lib/idp/session";
import { beginConnection, pollConnection } from "@/lib/portal/connect";
import { connectPage } from "@/lib/portal/connect-page";
import { identityCenterToken, withIdentityCenterToken } from "@/lib/portal/identity-center-token";
import { readList } from "@/lib/portal/list-reader-for-tests";
import { codeInstance, type ShownCode } from "@/lib/portal/pending-code";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import {
  type Connection,
  connectionOf,
  dropConnection,
  leaseConnection,
  saveConnection,
} from "@/lib/store/connections";
import { companyAccounts, smallestCompany } from "@/sandbox/company-accounts";

let portal: TestPortal;
let ada: PortalSession;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.stop());
beforeEach(async () => {
  await portal.reset();
  ada = await portal.newcomer("engineer");
  await portal.reset(portal.byCode);
  forget("device-codes");
  // The sandbox has forgotten its clients; so that each test begins with the portal's first.
  await portal.store.run("DELETE FROM device_client");
});

const begin = (session = ada, facts = newFacts()) =>
  beginConnection(session.person, session.id, "main", facts);
const poll = (session = ada, facts = newFacts()) => pollConnection(session.person, session.id, "main", facts);
const asked = () => portal.control.calls("CreateToken");

/** Presses a button of AWS's page. An empty login denies. */
async function decide({ verificationUri, userCode }: ShownCode, login: string): Promise<void> {
  const page = await fetch(new URL("/device", verificationUri), {
    method: "POST",
    body: new URLSearchParams({ user_code: userCode, login }),
  });
  expect(page.status).toBe(200);
}

/** The database's time and AWS's go on by an interval. */
async function passInterval(): Promise<void> {
  await portal.store.run("UPDATE device_sign_in SET next_poll_at = now()");
  await portal.control.advance(6);
}

async function connect(session = ada, login = "engineer"): Promise<void> {
  const code = await begin(session);
  await decide(code, login);
  expect(await poll(session)).toEqual({ state: "connected" });
}

const kept = (person: Person = ada.person) => connectionOf(person.id, "main");

async function replaceConnection(changed: Partial<Connection>): Promise<void> {
  const lease = await leaseConnection(ada.person.id, "main", 30);
  const connection = await kept();
  if (!lease || !connection || !(await saveConnection(lease, { ...connection, ...changed })))
    throw new Error("The connection could not be replaced.");
}

async function kindsOf(facts: { correlationId: string }): Promise<string[]> {
  return (await portal.events(facts)).map(({ kind }) => kind);
}

describe("a code", () => {
  test("is recorded before AWS is asked for it, and nothing of it that AWS keeps secret is shown", async () => {
    const facts = newFacts();
    const code = await begin(ada, facts);
    expect(Object.keys(code).sort()).toEqual([
      "intervalSeconds",
      "secondsLeft",
      "userCode",
      "verificationUri",
      "verificationUriComplete",
    ]);
    expect(code.secondsLeft).toBeGreaterThan(590);
    expect(await portal.events(facts)).toMatchObject([
      { kind: "connection.begun", detail: { instance: "main", way: "device-code" } },
    ]);
  });

  test("is not asked for where it cannot be recorded", async () => {
    await portal.unrecordable("connection.begun", async () => {
      await expect(begin()).rejects.toMatchObject({ code: "not-recorded" });
    });
    expect(await portal.control.calls("StartDeviceAuthorization")).toBe(0);
  });

  test("is not made by looking at the page, and is there again after a reload", async () => {
    expect((await connectPage(ada, "main", newFacts())).pending).toBeNull();
    expect(await portal.control.calls("StartDeviceAuthorization")).toBe(0);
    const code = await begin();
    const page = await connectPage(ada, "main", newFacts());
    expect(page.pending).toMatchObject({ userCode: code.userCode });
    expect(page).toMatchObject({
      isConnected: false,
      userName: ada.person.userName,
      clientName: "Sallyport",
    });
  });

  test("is there for device-code instances alone", async () => {
    await portal.reset();
    await expect(begin()).rejects.toMatchObject({ code: "not-found" });
    await expect(poll()).rejects.toMatchObject({ code: "not-found" });
    await expect(connectPage(ada, "elsewhere", newFacts())).rejects.toMatchObject({ code: "not-found" });
  });

  test("of before is replaced: only the newest can be approved into this session", async () => {
    const first = await begin();
    const second = await begin();
    await decide(first, "engineer");
    expect(await poll()).toMatchObject({ state: "pending" });
    await decide(second, "engineer");
    await passInterval();
    expect(await poll()).toEqual({ state: "connected" });
  });

  test("can be had ten times a minute, and no more", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => begin()));
    expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBeLessThanOrEqual(10);
    expect(outcomes.at(-1)).toMatchObject({ reason: { code: "too-many-requests" } });
  });
});

describe("the registration", () => {
  test("is made once for everybody", async () => {
    await begin();
    const grace = await portal.signIn("reader");
    await begin(grace);
    expect(await portal.control.calls("RegisterClient")).toBe(1);
  });

  test("is made anew before it ends, and where AWS has forgotten it", async () => {
    await begin();
    await portal.store.run("UPDATE device_client SET expires_at = now() + interval '9 days'");
    await begin();
    expect(await portal.control.calls("RegisterClient")).toBe(2);
    await portal.reset(portal.byCode);
    await expect(begin()).resolves.toHaveProperty("userCode");
    expect(await portal.control.calls("RegisterClient")).toBe(1);
  });
});

describe("an approval", () => {
  test("by the person themselves connects, after AWS said who it was, and is on the record", async () => {
    const code = await begin();
    expect(await poll()).toEqual({ state: "pending", intervalSeconds: 3 });
    await decide(code, "engineer");
    await passInterval();
    const facts = newFacts();
    expect(await poll(ada, facts)).toEqual({ state: "connected" });

    const connection = await kept();
    expect(connection?.arn).toMatch(/\/e\.noether$/);
    const [made] = await portal.events(facts);
    expect(made).toMatchObject({
      kind: "connection.made",
      detail: { instance: "main", arn: connection?.arn, expiresAt: connection?.expiresAt.toISOString() },
    });
    expect((await connectPage(ada, "main", newFacts())).isConnected).toBe(true);
  });

  test("by somebody else keeps nothing, ends that token at AWS, and is on the record with both names", async () => {
    const code = await begin();
    await decide(code, "administrator");
    const facts = newFacts();
    await expect(poll(ada, facts)).rejects.toMatchObject({ code: "identity-mismatch" });
    expect(await kept()).toBeNull();
    expect(await portal.control.calls("Logout")).toBe(1);
    const [refused, ...more] = await portal.events(facts);
    expect(more).toEqual([]);
    expect(refused).toMatchObject({ kind: "connection.refused", detail: { problem: "identity-mismatch" } });
    expect(refused?.detail.reason).toContain("e.noether");
    await passInterval();
    await expect(poll()).rejects.toMatchObject({ code: "aws-approval-expired" });
  });

  test("by somebody else is dropped even where that cannot be recorded", async () => {
    await decide(await begin(), "administrator");
    await portal.unrecordable("connection.refused", async () => {
      await expect(poll()).rejects.toMatchObject({ code: "not-recorded" });
    });
    expect(await kept()).toBeNull();
    expect(await portal.control.calls("Logout")).toBe(1);
  });

  test("by somebody else does not touch the connection that is there", async () => {
    await connect();
    const before = await kept();
    await decide(await begin(), "administrator");
    await expect(poll()).rejects.toMatchObject({ code: "identity-mismatch" });
    expect(await kept()).toEqual(before);
  });

  test("that cannot be recorded connects nobody", async () => {
    await decide(await begin(), "engineer");
    await portal.unrecordable("connection.made", async () => {
      await expect(poll()).rejects.toMatchObject({ code: "not-recorded" });
    });
    expect(await kept()).toBeNull();
  });

  test("whose owner AWS cannot name connects nobody", async () => {
    await decide(await begin(), "engineer");
    await portal.control.fault("GetCallerIdentity", "error", 9);
    await expect(poll()).rejects.toMatchObject({ code: "aws-unavailable" });
    expect(await kept()).toBeNull();
  });

  test("by somebody without any account connects, and the first keys will be asked whose they are", async () => {
    await portal.reset();
    const newcomer = await portal.newcomer("newcomer");
    await portal.reset(portal.byCode);
    await connect(newcomer, "newcomer");
    expect(await kept(newcomer.person)).toMatchObject({ arn: null });
  });

  test("by somebody who has an account only later shows nothing of it: the list asks whose it is", async () => {
    await connect(ada, "newcomer");
    await portal.control.assign(
      "newcomer",
      companyAccounts(smallestCompany)[0]?.accountId ?? "",
      "Developer",
      true,
    );
    await portal.control.advance(120);
    const facts = newFacts();
    const { of } = await readList(ada.person, { facts });
    expect(of("instance-failed")).toMatchObject([{ problem: "identity-mismatch" }]);
    expect(of("accounts")).toEqual([]);
    expect(await kept()).toBeNull();
    expect(await kindsOf(facts)).toEqual(["connection.refused"]);
  });

  test("that was denied is told, and is on the record", async () => {
    await decide(await begin(), "");
    const facts = newFacts();
    await expect(poll(ada, facts)).rejects.toMatchObject({ code: "aws-approval-denied" });
    expect(await portal.events(facts)).toMatchObject([
      { kind: "connection.refused", detail: { problem: "aws-approval-denied", instance: "main" } },
    ]);
    expect((await connectPage(ada, "main", newFacts())).pending).toBeNull();
  });

  test("that came too late is told", async () => {
    await begin();
    await portal.control.advance(601);
    await expect(poll()).rejects.toMatchObject({ code: "aws-approval-expired" });
    await begin();
    await portal.store.run("UPDATE device_sign_in SET expires_at = now() - interval '1 second'");
    await expect(poll()).rejects.toMatchObject({ code: "aws-approval-expired" });
  });

  test("leaves no secret in clear in the store", async () => {
    const code = await begin();
    const before = await portal.store.dump();
    expect(before).not.toContain(code.userCode);
    await decide(code, "engineer");
    await poll();
    const connection = await kept();
    const dump = await portal.store.dump();
    for (const secret of [connection?.accessToken ?? "", connection?.refreshToken ?? ""]) {
      expect(secret.length).toBeGreaterThan(10);
      expect(dump).not.toContain(secret);
    }
  });
});

describe("whose code it is", () => {
  test("another browser session of the same person cannot ask for it", async () => {
    const code = await begin();
    await decide(code, "engineer");
    const elsewhere = await portal.signIn("engineer");
    await expect(poll(elsewhere)).rejects.toMatchObject({ code: "aws-approval-expired" });
    expect(await asked()).toBe(0);
    expect((await connectPage(elsewhere, "main", newFacts())).pending).toBeNull();
    expect(await poll()).toEqual({ state: "connected" });
  });

  test("another person cannot ask for it, not even with the session's id", async () => {
    const code = await begin();
    await decide(code, "engineer");
    const grace = await portal.signIn("reader");
    await expect(poll({ ...ada, person: grace.person })).rejects.toMatchObject({
      code: "aws-approval-expired",
    });
    expect(await asked()).toBe(0);
    expect(await kept(grace.person)).toBeNull();
  });

  test("a row that was moved to another session opens nothing, and is on the record", async () => {
    await begin();
    const elsewhere = await portal.signIn("engineer");
    await begin(elsewhere);
    await portal.store.run(`UPDATE device_sign_in AS mine SET sealed = theirs.sealed
      FROM device_sign_in AS theirs WHERE theirs.session_hash <> mine.session_hash`);
    const facts = newFacts();
    await expect(poll(ada, facts)).rejects.toMatchObject({ code: "aws-approval-expired" });
    expect(await kindsOf(facts)).toEqual(["connection.refused"]);
  });
});

describe("how often AWS is asked", () => {
  test("many tabs at once ask once in an interval", async () => {
    await begin();
    const answers = await Promise.all(Array.from({ length: 20 }, () => poll()));
    expect(answers).toEqual(Array.from({ length: 20 }, () => ({ state: "pending", intervalSeconds: 3 })));
    expect(await asked()).toBe(1);
    await passInterval();
    await Promise.all([poll(), poll()]);
    expect(await asked()).toBe(2);
  });

  test("tabs that ask while the token is being checked wait, and then are connected too", async () => {
    await decide(await begin(), "engineer");
    const first = poll();
    const others: unknown[] = [];
    let running = true;
    const settled = first.finally(() => {
      running = false;
    });
    while (running) {
      await portal.store.run("UPDATE device_sign_in SET next_poll_at = now()");
      others.push(await poll());
    }
    expect(await settled).toEqual({ state: "connected" });
    for (const other of others) expect(JSON.stringify(other)).toMatch(/pending|connected/);
    expect(await poll()).toEqual({ state: "connected" });
    expect(await asked()).toBe(1);
  });

  test("AWS's slow_down lengthens the interval by five seconds", async () => {
    await begin();
    await portal.control.fault("CreateToken", "throttle");
    expect(await poll()).toEqual({ state: "pending", intervalSeconds: 8 });
    await portal.store.run("UPDATE device_sign_in SET next_poll_at = next_poll_at - interval '7 seconds'");
    expect(await poll()).toEqual({ state: "pending", intervalSeconds: 8 });
    expect(await asked()).toBe(1);
  });

  test.each(["error", "reset", "html-503", "malformed"])(
    "an answer that is none (%s) is not asked for again before its time, and the code stays good",
    async (answer) => {
      const code = await begin();
      await portal.control.fault("CreateToken", answer);
      await expect(poll()).rejects.toMatchObject({ code: /^aws-(unavailable|malformed)$/ });
      expect(await asked()).toBe(1);
      await decide(code, "engineer");
      await passInterval();
      expect(await poll()).toEqual({ state: "connected" });
    },
  );
});

describe("afterwards", () => {
  const token = () => identityCenterToken(ada.person, codeInstance("main"), newFacts());

  test("an expired token is renewed by the registration that made it, without a click", async () => {
    await connect();
    const before = await kept();
    await replaceConnection({ expiresAt: new Date(Date.now() - 1000) });
    expect(await token()).not.toBe(before?.accessToken);
    expect(await kept()).toMatchObject({ arn: before?.arn, clientId: before?.clientId });
    expect(await portal.control.calls("CreateTokenWithIAM")).toBe(0);
  });

  test("twenty requests at once renew it once", async () => {
    await connect();
    await replaceConnection({ expiresAt: new Date(Date.now() - 1000) });
    const before = await asked();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => token()));
    expect(new Set(tokens).size).toBe(1);
    expect((await asked()) - before).toBe(1);
  });

  test("a token that AWS refuses before its time is renewed, not thrown away", async () => {
    await connect();
    const refused: string[] = [];
    const used = await withIdentityCenterToken(ada.person, codeInstance("main"), newFacts(), async (it) => {
      if (refused.push(it) === 1)
        throw Object.assign(new Error("x"), { name: "PortalError", code: "aws-sign-in-ended" });
      return it;
    });
    expect(used).not.toBe(refused[0]);
    expect((await kept())?.accessToken).toBe(used);
  });

  test("where AWS's session has ended the person is needed, and AWS is not asked again and again", async () => {
    await connect();
    await portal.control.advance(9 * 3600);
    await replaceConnection({ expiresAt: new Date(Date.now() - 1000) });
    await expect(token()).rejects.toMatchObject({ code: "aws-connection-needed" });
    const before = await asked();
    await expect(token()).rejects.toMatchObject({ code: "aws-connection-needed" });
    expect(await asked()).toBe(before);
    expect((await connectPage(ada, "main", newFacts())).isConnected).toBe(false);
  });

  test("where there is no refresh token, or no registration any more, the person is needed", async () => {
    const past = new Date(Date.now() - 1000);
    await connect();
    await replaceConnection({ expiresAt: past, refreshToken: null });
    await expect(token()).rejects.toMatchObject({ code: "aws-connection-needed" });
    await connect();
    await replaceConnection({ expiresAt: past });
    await portal.store.run("DELETE FROM device_client");
    await expect(token()).rejects.toMatchObject({ code: "aws-connection-needed" });
  });

  test("somebody who never connected is told to, and the provider is not asked for anything", async () => {
    await dropConnection(ada.person.id, "main");
    await expect(token()).rejects.toMatchObject({ code: "aws-connection-needed" });
    expect(await portal.control.calls("Token")).toBe(0);
  });

  test("signing out ends the code, and leaves the connection", async () => {
    await connect();
    await begin();
    await portal.store.run("DELETE FROM session");
    expect(await portal.store.query("SELECT 1 FROM device_sign_in")).toEqual([]);
    expect(await kept()).not.toBeNull();
  });
});
