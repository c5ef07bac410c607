/** Keys leave with a record or not at all, for the person who asked and for nobody else, and AWS is asked no more than needed. */

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { callerIdentity } from "@/lib/aws/caller-identity";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import { instances } from "@/lib/env";
import { identityCenterToken } from "@/lib/portal/identity-center-token";
import { issueCredentials } from "@/lib/portal/issue-credentials";
import { listAccess } from "@/lib/portal/list-access";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { stopAtAws } from "@/lib/portal/stop-at-aws";
import {
  type Connection,
  connectionOf,
  dropConnection,
  leaseConnection,
  saveConnection,
} from "@/lib/store/connections";

let portal: TestPortal;
let person: Person;
let grant: Grant;

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  person = (await portal.signIn("engineer")).person;
  grant = await firstGrant();
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await portal.reset();
  person = (await portal.newcomer("engineer")).person;
  await portal.reset();
});

/** Reads the list to its end: what is left of one goes on asking. */
async function firstGrant(): Promise<Grant> {
  const grants: Grant[] = [];
  for await (const line of listAccess(person, newFacts(), {}, new AbortController().signal)) {
    if (line.kind !== "roles") continue;
    for (const role of line.roles) grants.push({ instance: line.instance, accountId: line.accountId, role });
  }
  return grants[0] ?? raise("The engineer has no role.");
}

async function kept(): Promise<Connection & { version: number }> {
  const connection = await connectionOf(person.id, "main");
  if (!connection) throw new Error("There is no connection.");
  return connection;
}

/** Puts another connection in the place of the one that is there. */
async function replaceConnection(changed: Partial<Connection>): Promise<void> {
  const lease = await leaseConnection(person.id, "main", 30);
  if (!lease || !(await saveConnection(lease, { ...(await kept()), ...changed })))
    throw new Error("no lease");
}

const past = () => new Date(Date.now() - 1000);

function issue(facts = newFacts(), who = person) {
  return issueCredentials(who, facts, { grant, format: "bash" });
}

async function kindsOf(facts: { correlationId: string }): Promise<string[]> {
  return (await portal.events(facts)).map(({ kind }) => kind);
}

describe("the record comes first", () => {
  test("what is issued was requested before, and both are on the record with the key's id", async () => {
    const facts = newFacts();
    const { credentials } = await issue(facts);
    const [requested, , issued] = await portal.events(facts);
    expect(await kindsOf(facts)).toEqual(["credentials.requested", "connection.made", "credentials.issued"]);
    expect(issued?.accessKeyId).toBe(credentials.accessKeyId);
    expect(issued?.requestId).toBe((requested as { id?: string }).id);
    const [instance] = instances();
    if (!instance) throw new Error("no instance");
    expect((await callerIdentity(instance, credentials, facts)).accountId).toBe(grant.accountId);
  });

  test("Identity Center's id of the person is on the record, outlives the connection, and stands in the policy that stops them", async () => {
    const facts = newFacts();
    await issue(facts);
    await dropConnection(person.id, "main");
    const made = (await portal.events(facts)).find(({ kind }) => kind === "connection.made");
    const { userId } = made?.detail ?? {};
    expect(userId).toMatch(/^906766a1b2-[0-9a-f-]{36}$/);
    const [way] = await stopAtAws(person.id, facts);
    expect(way).toMatchObject({ userId, policy: expect.stringContaining(`"${userId}"`), lookUp: null });
  });

  test("nothing secret of what was issued is anywhere in the store", async () => {
    const { credentials } = await issue();
    const { accessToken } = await kept();
    const dump = await portal.store.dump();
    for (const secret of [credentials.secretAccessKey, credentials.sessionToken, accessToken]) {
      expect(dump).not.toContain(secret);
    }
  });

  test("where nothing can be recorded AWS is not even asked", async () => {
    await issue();
    const asked = await portal.control.calls("GetRoleCredentials");
    await portal.unrecordable(null, async () => {
      await expect(issue()).rejects.toMatchObject({ code: "not-recorded" });
    });
    expect(await portal.control.calls("GetRoleCredentials")).toBe(asked);
  });

  test("keys whose issue cannot be recorded are not handed out", async () => {
    const facts = newFacts();
    await portal.unrecordable("credentials.issued", async () => {
      await expect(issue(facts)).rejects.toMatchObject({ code: "not-recorded" });
    });
    expect(await portal.control.calls("GetRoleCredentials")).toBe(1);
    expect(await kindsOf(facts)).not.toContain("credentials.issued");
    await expect(issue()).resolves.toHaveProperty("credentials");
  });

  test("a refused role is recorded, as the answer to its request", async () => {
    await issue();
    const facts = newFacts();
    const others = { ...grant, role: "NobodysRole" };
    await expect(issueCredentials(person, facts, { grant: others })).rejects.toMatchObject({
      code: "role-not-granted",
    });
    const [requested, refused] = await portal.events(facts);
    expect(refused).toMatchObject({
      kind: "credentials.refused",
      requestId: (requested as { id?: string }).id,
      detail: { problem: "role-not-granted" },
    });
  });

  test("whoever reads the record reads what AWS calls the account", async () => {
    const facts = newFacts();
    await issue(facts);
    const events = (await portal.events(facts)).filter(({ kind }) => kind.startsWith("credentials."));
    const [row] = await portal.store.query<{ name: string }>(
      "SELECT name FROM inventory_account WHERE account_id = $1",
      [grant.accountId],
    );
    expect(row?.name).toMatch(/^[a-z-]+$/);
    for (const event of events) expect(event).toHaveProperty("accountName", row?.name);
    expect(events).toHaveLength(2);
  });

  test("no record and no keys are lost where an account's name, or its use, cannot be read or noted", async () => {
    const facts = newFacts();
    await portal.store.run("ALTER TABLE inventory_account RENAME TO elsewhere");
    await portal.store.run("ALTER TABLE grant_use RENAME TO used_elsewhere");
    try {
      await expect(issue(facts)).resolves.toHaveProperty("credentials");
    } finally {
      await portal.store.run("ALTER TABLE elsewhere RENAME TO inventory_account");
      await portal.store.run("ALTER TABLE used_elsewhere RENAME TO grant_use");
    }
    expect(await kindsOf(facts)).toContain("credentials.issued");
  });

  test("a request for an instance that is not there is recorded like any other refusal", async () => {
    const facts = newFacts();
    const elsewhere = { ...grant, instance: "elsewhere" };
    await expect(issueCredentials(person, facts, { grant: elsewhere })).rejects.toMatchObject({
      code: "role-not-granted",
    });
    expect(await kindsOf(facts)).toEqual(["credentials.requested", "credentials.refused"]);
  });
});

describe("whose keys they are", () => {
  test("keys of somebody else are not handed out: the connection is dropped and it is recorded", async () => {
    const facts = newFacts();
    const impostor = { ...person, userName: "somebody.else" };
    await expect(issue(facts, impostor)).rejects.toMatchObject({ code: "identity-mismatch" });
    expect(await connectionOf(person.id, "main")).toBeNull();
    const events = await portal.events(facts);
    expect(events.map(({ kind }) => kind)).toEqual([
      "credentials.requested",
      "connection.made",
      "connection.refused",
      "credentials.refused",
    ]);
    expect(events.at(-1)?.detail.problem).toBe("identity-mismatch");
  });

  test("whoever has no user name at the provider gets nothing", async () => {
    await expect(issue(newFacts(), { ...person, userName: null })).rejects.toMatchObject({
      code: "identity-mismatch",
    });
  });

  test("keys are checked although another connection was confirmed while AWS made them", async () => {
    await identityCenterToken(person, instances()[0] ?? raise("no instance"), newFacts());
    await portal.control.option("answerDelayMs", 500);
    const issuing = issue(newFacts(), { ...person, userName: "somebody.else" });
    const answer = expect(issuing).rejects.toMatchObject({ code: "identity-mismatch" });
    await vi.waitFor(async () => expect(await portal.control.calls("GetRoleCredentials")).toBe(1));
    await replaceConnection({ accessToken: "another", arn: "arn:aws:sts::1:assumed-role/a/somebody.else" });
    await answer;
  });

  test("an unverified e-mail address is never exchanged", async () => {
    const { person: unverified } = await portal.newcomer("unverified");
    const facts = newFacts();
    await expect(issue(facts, unverified)).rejects.toMatchObject({ code: "email-unverified" });
    expect(await portal.control.calls("CreateTokenWithIAM")).toBe(0);
    expect(await kindsOf(facts)).toEqual([
      "credentials.requested",
      "connection.refused",
      "credentials.refused",
    ]);
  });

  test.each([
    ["assignedLogins", "nobody", "aws-assignment-required"],
    ["usersPerEmail", 2, "aws-user-unmatched"],
    ["usersPerEmail", 0, "aws-user-unmatched"],
  ])("with %s %s it is explained and recorded as %s", async (option, value, problem) => {
    await portal.control.option(option, value);
    const facts = newFacts();
    await expect(issue(facts)).rejects.toMatchObject({ code: problem });
    expect(await portal.events(facts)).toMatchObject([
      { kind: "credentials.requested" },
      { kind: "connection.refused", detail: { problem } },
      { kind: "credentials.refused", detail: { problem } },
    ]);
  });
});

function raise(what: string): never {
  throw new Error(what);
}

describe("the connection", () => {
  test("twenty mints at once are one exchange and twenty different keys", async () => {
    const issued = await Promise.all(Array.from({ length: 20 }, () => issue()));
    expect(await portal.control.calls("CreateTokenWithIAM")).toBe(1);
    expect(new Set(issued.map(({ credentials }) => credentials.accessKeyId)).size).toBe(20);
  });

  test("an id_token is exchanged once, also after the connection was dropped", async () => {
    await issue();
    await portal.newcomer("engineer");
    await issue();
    const before = await portal.control.calls("Token");
    await dropConnection(person.id, "main");
    await issue();
    expect(await portal.control.calls("CreateTokenWithIAM")).toBe(3);
    expect(await portal.control.calls("Token")).toBe(before + 1);
  });

  test("an exchange whose answer was lost is not repeated with the same id_token", async () => {
    await portal.control.fault("CreateTokenWithIAM", "reset");
    await expect(issue()).resolves.toHaveProperty("credentials");
    expect(await portal.control.calls("CreateTokenWithIAM")).toBe(2);
    expect(await portal.control.calls("Token")).toBe(1);
  });

  test("a throttled exchange is asked again, since AWS did not take the id_token", async () => {
    await portal.control.fault("CreateTokenWithIAM", "throttle");
    await expect(issue()).resolves.toHaveProperty("credentials");
    expect(await portal.control.calls("Token")).toBe(0);
  });

  test("a token that AWS refuses before its time is made anew, once", async () => {
    await issue();
    await replaceConnection({ accessToken: "not-a-token" });
    await expect(issue()).resolves.toHaveProperty("credentials");
    expect(await portal.control.calls("CreateTokenWithIAM")).toBe(2);
  });

  test("an expired token is renewed by its refresh token, without the provider and without asking who it is", async () => {
    await issue();
    const { arn } = await kept();
    await replaceConnection({ expiresAt: past() });
    await issue();
    expect(await portal.control.calls("CreateTokenWithIAM")).toBe(2);
    expect(await portal.control.calls("Token")).toBe(0);
    expect(await portal.control.calls("GetCallerIdentity")).toBe(1);
    expect((await kept()).arn).toBe(arn);
  });

  test("without the refresh grant an expired token is replaced by a fresh id_token's, and checked anew", async () => {
    await portal.control.option("refreshGrant", false);
    await issue();
    expect((await kept()).refreshToken).toBeNull();
    await replaceConnection({ expiresAt: past() });
    await issue();
    expect(await portal.control.calls("Token")).toBe(1);
    expect(await portal.control.calls("GetCallerIdentity")).toBe(2);
  });
});

describe("what is sealed", () => {
  test("under a secret that is gone opens nothing: it is on the record, and the next step is a sign-in", async () => {
    await issue();
    await portal.reset({ PORTAL_SECRET: "another-secret-that-sealed-nothing-here-0123456789" });
    const facts = newFacts();
    await expect(issue(facts)).rejects.toMatchObject({ code: "unexpected" });
    expect(await kindsOf(facts)).toEqual([
      "credentials.requested",
      "connection.refused",
      "credentials.failed",
    ]);
    await expect(issue()).rejects.toMatchObject({ code: "aws-sign-in-ended" });
  });
});
