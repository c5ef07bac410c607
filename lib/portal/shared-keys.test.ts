/** Programs share keys, AWS is asked once, each hand-out is on the record first, and nothing goes on that AWS or a person has ended. */

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { AccountRule } from "@/lib/core/account-rules";
import type { Grant } from "@/lib/core/grant";
import { forget } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import { forgetLooks } from "@/lib/portal/account-looks";
import { changeAccountRules } from "@/lib/portal/account-rules";
import { issueCredentials, type Machine } from "@/lib/portal/issue-credentials";
import { listAccess } from "@/lib/portal/list-access";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { forgetSealedCredentials } from "@/lib/store/sealed-credentials";

let portal: TestPortal;
let person: Person;
let grant: Grant;
let accountName: string;

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  person = (await portal.signIn("engineer")).person;
  for await (const line of listAccess(person, newFacts(), {}, new AbortController().signal)) {
    const [role] = line.kind === "roles" ? line.roles : [];
    if (line.kind === "roles" && role) grant ??= { instance: "main", accountId: line.accountId, role };
  }
  const [row] = await portal.store.query<{ name: string }>(
    "SELECT name FROM inventory_account WHERE account_id = $1",
    [grant.accountId],
  );
  accountName = row?.name ?? "";
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await portal.reset();
  await portal.store.run("DELETE FROM account_rules; DELETE FROM sealed_credentials");
  forgetLooks();
  person = (await portal.newcomer("engineer")).person;
  await portal.reset();
});

const fingerprint = "Zm9yLXRoZS1leGFtcGxlcw";
const machine: Machine = { fingerprint, named: true, mustStillBeIn: async () => undefined };

function take(changed: Partial<Machine> = {}, facts = newFacts()) {
  const wanted = { grant, format: "container", machine: { ...machine, ...changed } };
  return issueCredentials(person, facts, wanted);
}

const calls = () => portal.control.calls("GetRoleCredentials");

/** So long after AWS has last said that the role is theirs. */
async function confirmedAgo(minutes: number): Promise<void> {
  await portal.store.query(
    "UPDATE sealed_credentials SET confirmed_at = now() - make_interval(mins => $1::int)",
    [minutes],
  );
}

describe("many programs", () => {
  test("a hundred at once cost AWS one call, get the same keys, and leave a hundred events", async () => {
    const all = Array.from({ length: 100 }, () => newFacts());
    const issued = await Promise.all(all.map((facts) => take({}, facts)));
    expect(await calls()).toBe(1);
    expect(new Set(issued.map(({ credentials }) => credentials.accessKeyId)).size).toBe(1);
    const events = (await Promise.all(all.map((facts) => portal.events(facts)))).map((each) => each.at(-1));
    expect(events.map((event) => event?.kind)).toEqual(all.map(() => "credentials.issued"));
    expect(events.filter((event) => event?.detail.reused === true)).toHaveLength(99);
    expect(new Set(events.map((event) => event?.accessKeyId)).size).toBe(1);
  });

  test("on several replicas cost AWS one call", async () => {
    await portal.control.option("answerDelayMs", 300);
    const replicas = Array.from({ length: 4 }, () => {
      forget("shared-keys");
      return [take(), take()];
    });
    const issued = await Promise.all(replicas.flat());
    expect(await calls()).toBe(1);
    expect(new Set(issued.map(({ credentials }) => credentials.accessKeyId)).size).toBe(1);
  });

  test("of different people share nothing", async () => {
    const mine = await take();
    const other = (await portal.newcomer("everything")).person;
    const theirs = await issueCredentials(other, newFacts(), { grant, machine }).catch(() => null);
    expect(theirs?.credentials.accessKeyId).not.toBe(mine.credentials.accessKeyId);
    expect(await calls()).toBe(2);
  });

  test("who are all refused cost AWS one call, and each refusal is on the record", async () => {
    await portal.control.fault("GetRoleCredentials", "deny", 10);
    const all = Array.from({ length: 20 }, () => newFacts());
    const answers = await Promise.allSettled(all.map((facts) => take({}, facts)));
    expect(answers.map(({ status }) => status)).toEqual(all.map(() => "rejected"));
    expect(await calls()).toBe(1);
    for (const facts of all) {
      expect(await portal.events(facts)).toContainEqual(
        expect.objectContaining({ kind: "credentials.refused", detail: { problem: "role-not-granted" } }),
      );
    }
  });
});

describe("the next program", () => {
  test("is handed the same keys without AWS, by one event that says so", async () => {
    const first = await take();
    const facts = newFacts();
    const second = await take({}, facts);
    expect(second).toEqual(first);
    expect(await calls()).toBe(1);
    expect(await portal.events(facts)).toMatchObject([
      {
        kind: "credentials.issued",
        accessKeyId: first.credentials.accessKeyId,
        accountName,
        tokenFingerprint: fingerprint,
        detail: { format: "container", reused: true },
      },
    ]);
  });

  test("is handed nothing where that cannot be recorded", async () => {
    await take();
    await portal.unrecordable("credentials.issued", async () => {
      await expect(take()).rejects.toMatchObject({ code: "not-recorded" });
    });
    await expect(take()).resolves.toHaveProperty("credentials");
  });

  test("gets new keys once AWS has confirmed the role too long ago, and new ones near their end", async () => {
    const first = await take();
    await confirmedAgo(16);
    const second = await take();
    await portal.store.run("UPDATE sealed_credentials SET expires_at = now() + interval '15 minutes'");
    const third = await take();
    const ids = [first, second, third].map(({ credentials }) => credentials.accessKeyId);
    expect(new Set(ids).size).toBe(3);
    expect(await calls()).toBe(3);
  });

  test("never gets what has less time left than clients refresh at, unless AWS gives no more", async () => {
    await portal.control.option("keysLastSeconds", 60);
    const first = await take();
    await portal.control.option("keysLastSeconds", 0);
    const second = await take();
    expect(second.credentials.accessKeyId).not.toBe(first.credentials.accessKeyId);
    expect(second.credentials.expiresAt.getTime() - Date.now()).toBeGreaterThan(16 * 60_000);
  });

  test("finds keys that were made for one who had hung up", async () => {
    await portal.control.option("answerDelayMs", 300);
    // Nobody waits for this one any more.
    void take();
    await vi.waitFor(async () => expect(await calls()).toBe(1));
    await take();
    expect(await calls()).toBe(1);
  });

  test("is confirmed by AWS's own list as well, and purged by it", async () => {
    const first = await take();
    await confirmedAgo(14);
    const read = async () => {
      await portal.forgetLists();
      const lines = listAccess(person, newFacts(), {}, new AbortController().signal);
      for await (const line of lines) if (line.kind === "due" && line.due === 0) break;
    };
    await read();
    await portal.store.run(
      "UPDATE sealed_credentials SET confirmed_at = confirmed_at - interval '14 minutes'",
    );
    expect((await take()).credentials.accessKeyId).toBe(first.credentials.accessKeyId);

    await portal.control.option("listLagSeconds", 0);
    await portal.control.assign("engineer", grant.accountId, grant.role, false);
    await read();
    await portal.control.assign("engineer", grant.accountId, grant.role, true);
    expect((await take()).credentials.accessKeyId).not.toBe(first.credentials.accessKeyId);
  });
});

describe("what has ended", () => {
  test("a role that AWS refuses at a person's own door is gone for programs at once", async () => {
    await take();
    await portal.control.assign("engineer", grant.accountId, grant.role, false);
    await expect(issueCredentials(person, newFacts(), { grant })).rejects.toMatchObject({
      code: "role-not-granted",
    });
    await expect(take()).rejects.toMatchObject({ code: "role-not-granted" });
    await portal.control.assign("engineer", grant.accountId, grant.role, true);
  });

  test("a role that AWS took away is refused as soon as AWS has to be asked again", async () => {
    await take();
    await portal.control.assign("engineer", grant.accountId, grant.role, false);
    await confirmedAgo(15);
    await expect(take()).rejects.toMatchObject({ code: "role-not-granted" });
    await portal.control.assign("engineer", grant.accountId, grant.role, true);
    expect(await portal.store.query("SELECT 1 FROM sealed_credentials WHERE sealed IS NOT NULL")).toEqual([]);
  });

  test("whoever may no longer ask when the keys come gets nothing, and that is on the record", async () => {
    const facts = newFacts();
    const mustStillBeIn = async () => {
      throw new PortalError("role-not-granted", "revoked meanwhile");
    };
    await expect(take({ mustStillBeIn }, facts)).rejects.toMatchObject({ code: "role-not-granted" });
    expect((await portal.events(facts)).map(({ kind }) => kind)).not.toContain("credentials.issued");
  });

  test("purged keys are made anew", async () => {
    const first = await take();
    await forgetSealedCredentials(person.id);
    expect((await take()).credentials.accessKeyId).not.toBe(first.credentials.accessKeyId);
  });

  test("keys sealed under a secret that is gone are on the record, and made anew", async () => {
    const first = await take();
    await portal.store.run("UPDATE sealed_credentials SET sealed = '1.AAAAAAAA.' || substr(sealed, 12)");
    const facts = newFacts();
    expect((await take({}, facts)).credentials.accessKeyId).not.toBe(first.credentials.accessKeyId);
    expect((await portal.events(facts)).map(({ kind }) => kind)).toEqual([
      "credentials.failed",
      "credentials.requested",
      "credentials.issued",
    ]);
  });
});

describe("people's own doors", () => {
  test("always have AWS make keys, whatever is kept for programs", async () => {
    const shared = await take();
    const own = await issueCredentials(person, newFacts(), { grant });
    expect(own.credentials.accessKeyId).not.toBe(shared.credentials.accessKeyId);
    expect(await calls()).toBe(2);
    expect((await take()).credentials.accessKeyId).toBe(shared.credentials.accessKeyId);
  });
});

describe("an account that asks for its name", () => {
  const rule: AccountRule = {
    field: "name",
    kind: "glob",
    pattern: "*",
    environment: "production",
    colour: null,
    label: null,
    displayName: null,
    confirm: true,
  };

  test("gives programs nothing that were not let in for it by name, even keys that are there", async () => {
    await changeAccountRules(person, newFacts(), { version: 0, rules: [rule] });
    await expect(take({ named: false })).rejects.toMatchObject({ code: "confirmation-needed" });
    expect(await calls()).toBe(0);

    const named = await take();
    expect((await take()).credentials.accessKeyId).toBe(named.credentials.accessKeyId);
    const facts = newFacts();
    await expect(take({ named: false }, facts)).rejects.toMatchObject({ code: "confirmation-needed" });
    expect((await portal.events(facts)).map(({ kind }) => kind)).toEqual([
      "credentials.requested",
      "credentials.refused",
    ]);
  });
});
