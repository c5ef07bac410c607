/** Who is blocked is out at once, on every way in and on every way out, whatever was on its way; and comes back only by a lift. */

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Grant } from "@/lib/core/grant";
import { forget } from "@/lib/core/once";
import { testBrowser } from "@/lib/idp/browser-for-tests";
import { freshIdToken } from "@/lib/idp/fresh-id-token";
import { type PortalSession, sessionOfCookies } from "@/lib/idp/session";
import { admitMachine } from "@/lib/portal/admit-machine";
import { askToPair } from "@/lib/portal/begin-pairing";
import { blockPerson, liftBlock } from "@/lib/portal/block-person";
import { createAccessToken } from "@/lib/portal/create-access-token";
import { approveMachine, enterUserCode } from "@/lib/portal/decide-pairing";
import { fetchToken } from "@/lib/portal/fetch-token";
import { identityCenterToken } from "@/lib/portal/identity-center-token";
import { instanceNamed } from "@/lib/portal/instance";
import { issueCredentials } from "@/lib/portal/issue-credentials";
import { machineCredentials } from "@/lib/portal/machine-credentials";
import { openConsole } from "@/lib/portal/open-console";
import { newFacts, portalUrl, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { connectionOf } from "@/lib/store/connections";
import { idpTokensOf, saveIdpTokens } from "@/lib/store/idp-tokens";
import { keepAccounts, keepRoles } from "@/lib/store/inventory";
import { blockOf } from "@/lib/store/person-blocks";
import { reusableCredentials } from "@/lib/store/sealed-credentials";
import { accountNamed, companyAccounts, smallestCompany } from "@/sandbox/company-accounts";

const { accountId } = accountNamed(companyAccounts(smallestCompany), "payments-prod");
const grant: Grant = { instance: "main", accountId, role: "Developer" };

let portal: TestPortal;
let ada: PortalSession;
let engineer: PortalSession & { cookie: string };

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
});
afterAll(() => portal.stop());

beforeEach(async () => {
  await portal.store.run("UPDATE person SET blocked_at = NULL");
  await portal.reset();
  ada = await portal.signIn("administrator");
  engineer = await portal.newcomer("engineer");
  const { id } = engineer.person;
  await keepAccounts(id, "main", [{ accountId, name: "payments-prod", email: null }]);
  await keepRoles(id, "main", accountId, ["Developer"]);
  for (const name of ["machine-refusals", "pairing-polls", "pairing-tries", "sign-in-limits"]) forget(name);
});

const reason = "a stolen laptop";
const blockEngineer = (facts = newFacts(), noticed?: (failure: unknown) => void) =>
  blockPerson(ada.person, facts, { personId: engineer.person.id, reason }, noticed);
const liftEngineer = (facts = newFacts()) => liftBlock(ada.person, facts, engineer.person.id);
const kindsOf = async (facts: { correlationId: string }) =>
  (await portal.events(facts)).map(({ kind }) => kind);

async function makeToken(): Promise<string> {
  const wanted = { name: "laptop", grants: "all" as const, hours: 1, networks: [] };
  return (await createAccessToken(engineer.person, newFacts(), wanted, { madeBy: "page" })).token;
}

/** As a door for machines does it. */
async function keysByMachine(token: string, facts = newFacts()) {
  const machine = await admitMachine(token, facts);
  return await machineCredentials(machine, facts, { grant, format: "container", authorization: token });
}

/** Asks AWS, which takes its time; goes on once AWS was asked. */
async function underWay<T>(operation: string, work: () => Promise<T>): Promise<{ finished: Promise<T> }> {
  await portal.control.option("answerDelayMs", 4000);
  const before = await portal.control.calls(operation);
  const working = work();
  working.catch(() => undefined);
  await vi.waitFor(async () => expect(await portal.control.calls(operation)).toBeGreaterThan(before), {
    timeout: 20_000,
  });
  return { finished: working };
}

/** Blocks at the very moment at which an event of that kind is committed. */
async function blockedWith<T>(kind: string, work: () => Promise<T>): Promise<T> {
  const { id } = engineer.person;
  await portal.store.run(`
    CREATE FUNCTION block_now() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN UPDATE person SET blocked_at = now() WHERE id = '${id}'; RETURN NULL; END $$;
    CREATE TRIGGER block_now AFTER INSERT ON audit_event FOR EACH ROW WHEN (NEW.kind = '${kind}')
      EXECUTE FUNCTION block_now()`);
  return await work().finally(() => portal.store.run("DROP FUNCTION block_now() CASCADE"));
}

describe("the block", () => {
  test("is on the record before it counts, with who, whom and why", async () => {
    const facts = newFacts();
    await makeToken();
    expect(await blockEngineer(facts)).toEqual({ sessions: expect.any(Number), tokens: 1 });
    expect(await portal.events(facts)).toMatchObject([
      {
        kind: "person.blocked",
        person: { id: ada.person.id },
        detail: { id: engineer.person.id, name: engineer.person.name, reason },
      },
      { kind: "access-token.revoked", detail: { name: "laptop", why: "block", owner: engineer.person.id } },
    ]);
    expect(await blockOf(engineer.person.id)).toMatchObject({ reason, by: { id: ada.person.id } });
  });

  test("that cannot be recorded changes nothing", async () => {
    await portal.unrecordable("person.blocked", async () => {
      await expect(blockEngineer()).rejects.toMatchObject({ code: "not-recorded" });
    });
    expect(await sessionOfCookies(engineer.cookie)).toMatchObject({ id: engineer.id });
  });

  test("that did not come to be is said on the record", async () => {
    const facts = newFacts();
    await portal.store.run("ALTER TABLE person ADD CONSTRAINT spoiled CHECK (blocked_at IS NULL)");
    await expect(blockEngineer(facts)).rejects.toMatchObject({ code: "store-unavailable" });
    await portal.store.run("ALTER TABLE person DROP CONSTRAINT spoiled");
    expect(await portal.events(facts)).toMatchObject([
      { kind: "person.blocked" },
      { kind: "person.block-failed", detail: { id: engineer.person.id, problem: "store-unavailable" } },
    ]);
    expect(await sessionOfCookies(engineer.cookie)).toMatchObject({ id: engineer.id });
  });

  test("of oneself is refused with a word, and nothing is changed", async () => {
    const oneself = blockPerson(ada.person, newFacts(), { personId: ada.person.id, reason });
    await expect(oneself).rejects.toMatchObject({ code: "cannot-block-yourself" });
    expect(await blockOf(ada.person.id)).toBeNull();
  });

  test("twice is one: the first stays as it is", async () => {
    await blockEngineer();
    const again = blockPerson(ada.person, newFacts(), { personId: engineer.person.id, reason: "again" });
    expect(await again).toEqual({ sessions: 0, tokens: 0 });
    expect(await blockOf(engineer.person.id)).toMatchObject({ reason });
  });

  test("tells AWS once everything of ours has ended, and neither waits for it nor fails with it", async () => {
    await identityCenterToken(engineer.person, instanceNamed("main"), newFacts());
    await portal.control.fault("Logout", "error", 9);
    const failures: unknown[] = [];
    await blockEngineer(newFacts(), (failure) => failures.push(failure));
    expect(await connectionOf(engineer.person.id, "main")).toBeNull();
    await vi.waitFor(async () => expect(failures).toHaveLength(1), { timeout: 20_000 });
    expect(await blockOf(engineer.person.id)).not.toBeNull();
  });

  test("ends the sign-in at AWS", async () => {
    await identityCenterToken(engineer.person, instanceNamed("main"), newFacts());
    await blockEngineer();
    await vi.waitFor(async () => expect(await portal.control.calls("Logout")).toBe(1), { timeout: 20_000 });
  });
});

describe("whoever is blocked", () => {
  test("has no session, no token, no sealed keys and no secrets here", async () => {
    const token = await makeToken();
    await keysByMachine(token);
    await blockEngineer();
    expect(await sessionOfCookies(engineer.cookie)).toBe("ended");
    await expect(admitMachine(token, newFacts())).rejects.toMatchObject({ code: "access-token-refused" });
    const { id } = engineer.person;
    expect(await idpTokensOf(id)).toBeNull();
    expect(await connectionOf(id, "main")).toBeNull();
    expect(await reusableCredentials(id, grant, { confirmedWithin: 60, leastLeft: 1 })).toBeNull();
  });

  test("does not sign in, hears no reason, and the attempt is on the record as theirs", async () => {
    await blockEngineer();
    const browser = testBrowser(portalUrl, newFacts());
    const answer = await browser.signIn("engineer");
    expect(answer.headers.get("location")).toBe(`${portalUrl}/sign-in?problem=person-blocked`);
    expect(browser.cookieHeader()).not.toMatch(/session/i);
    expect(await portal.events(browser.facts)).toMatchObject([
      {
        kind: "sign-in.failed",
        person: { id: engineer.person.id },
        detail: { problem: "person-blocked" },
      },
    ]);
    expect(await idpTokensOf(engineer.person.id)).toBeNull();
  });

  test("does not sign in where the block comes while the sign-in is being recorded", async () => {
    const browser = testBrowser(portalUrl, newFacts());
    const callback = await browser.atProvider(await browser.start(), "engineer");
    const answer = await blockedWith("sign-in.succeeded", () => browser.visit(callback));
    expect(answer.headers.get("location")).toBe(`${portalUrl}/sign-in?problem=person-blocked`);
    expect(await sessionOfCookies(browser.cookieHeader())).not.toMatchObject({ id: expect.anything() });
    expect(await kindsOf(browser.facts)).toEqual(["sign-in.succeeded", "sign-in.failed"]);
  });

  test("is let in again by a lift, and gets nothing back that had ended", async () => {
    const token = await makeToken();
    await blockEngineer();
    const facts = newFacts();
    expect(await liftEngineer(facts)).toBe(true);
    expect(await liftEngineer()).toBe(false);
    expect(await kindsOf(facts)).toEqual(["person.unblocked"]);
    expect(await sessionOfCookies(engineer.cookie)).toBe("ended");
    await expect(admitMachine(token, newFacts())).rejects.toMatchObject({ code: "access-token-refused" });
    engineer = await portal.newcomer("engineer");
    const issued = await issueCredentials(engineer.person, newFacts(), { grant });
    expect(issued.credentials.accessKeyId).toMatch(/^ASIA/);
  });

  test("stays out where the lift cannot be recorded", async () => {
    await blockEngineer();
    await portal.unrecordable("person.unblocked", async () => {
      await expect(liftEngineer()).rejects.toMatchObject({ code: "not-recorded" });
    });
    expect(await blockOf(engineer.person.id)).not.toBeNull();
  });
});

describe("what is on its way when the block comes", () => {
  test("keys for a person are not handed out", async () => {
    const facts = newFacts();
    await identityCenterToken(engineer.person, instanceNamed("main"), newFacts());
    const { finished } = await underWay("GetRoleCredentials", () =>
      issueCredentials(engineer.person, facts, { grant }),
    );
    await blockEngineer();
    await expect(finished).rejects.toMatchObject({ code: "person-blocked" });
    expect(await portal.events(facts)).toMatchObject([
      { kind: "credentials.requested" },
      { kind: "credentials.refused", detail: { problem: "person-blocked" } },
    ]);
  });

  test("nor keys whose issue is just being recorded, and the record says so", async () => {
    const facts = newFacts();
    const minting = () => issueCredentials(engineer.person, facts, { grant });
    await expect(blockedWith("credentials.issued", minting)).rejects.toMatchObject({
      code: "person-blocked",
    });
    expect((await kindsOf(facts)).slice(-2)).toEqual(["credentials.issued", "credentials.refused"]);
  });

  test("a machine gets no keys, neither new ones nor those that were there, and hears what every machine hears", async () => {
    const token = await makeToken();
    await identityCenterToken(engineer.person, instanceNamed("main"), newFacts());
    const { finished } = await underWay("GetRoleCredentials", () => keysByMachine(token));
    await blockEngineer();
    await expect(finished).rejects.toMatchObject({ code: "access-token-refused" });
    const { id } = engineer.person;
    expect(await reusableCredentials(id, grant, { confirmedWithin: 60, leastLeft: 1 })).toBeNull();

    await portal.control.option("answerDelayMs", 0);
    await liftEngineer();
    engineer = await portal.newcomer("engineer");
    const other = await makeToken();
    await keysByMachine(other);
    const again = () => keysByMachine(other);
    await expect(blockedWith("credentials.issued", again)).rejects.toMatchObject({
      code: "access-token-refused",
    });
  });

  test("no console opens", async () => {
    const facts = newFacts();
    await identityCenterToken(engineer.person, instanceNamed("main"), newFacts());
    const { finished } = await underWay("GetRoleCredentials", () =>
      openConsole(engineer.person, facts, { grant }),
    );
    await blockEngineer();
    await expect(finished).rejects.toMatchObject({ code: "person-blocked" });
    expect(await kindsOf(facts)).toEqual(["console.requested", "console.refused"]);
    await portal.control.option("answerDelayMs", 0);
    await liftEngineer();
    engineer = await portal.newcomer("engineer");
    const late = () => openConsole(engineer.person, newFacts(), { grant });
    await expect(blockedWith("console.opened", late)).rejects.toMatchObject({ code: "person-blocked" });
  });

  test("an Identity Center token is kept nowhere, and ended at AWS", async () => {
    const { finished } = await underWay("CreateTokenWithIAM", () =>
      identityCenterToken(engineer.person, instanceNamed("main"), newFacts()),
    );
    await blockEngineer();
    await expect(finished).rejects.toMatchObject({ code: "aws-sign-in-ended" });
    expect(await connectionOf(engineer.person.id, "main")).toBeNull();
    await vi.waitFor(async () => expect(await portal.control.calls("Logout")).toBe(1), { timeout: 20_000 });
  });

  test("a renewed id_token is kept nowhere and given to nobody", async () => {
    const { id } = engineer.person;
    const kept = await idpTokensOf(id);
    if (!kept) throw new Error("The provider gave no tokens.");
    await saveIdpTokens(id, { ...kept, expiresAt: new Date(Date.now() + 1000) });
    // What a block does to them, at the moment at which the provider has answered.
    await portal.store.run(`
      CREATE FUNCTION take_back() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN DELETE FROM idp_token WHERE person_id = NEW.id; RETURN NULL; END $$;
      CREATE TRIGGER take_back AFTER UPDATE OF confirmed_at ON person FOR EACH ROW EXECUTE FUNCTION take_back()`);
    const renewing = freshIdToken(id);
    await expect(renewing).rejects.toMatchObject({ code: "aws-sign-in-ended" });
    await portal.store.run("DROP FUNCTION take_back() CASCADE");
    expect(await idpTokensOf(id)).toBeNull();
  });

  test("a machine that was allowed gets no token", async () => {
    const machine = await askToPair({ machine: "laptop-7", hints: [] }, newFacts("203.0.113.9"));
    const { id } = await enterUserCode(engineer, machine.user_code, newFacts());
    const wanted = { name: "laptop-7", grants: "all" as const, hours: 1, networks: [] };
    await approveMachine(engineer, { id, wanted }, newFacts());
    await blockEngineer();
    await portal.store.run("UPDATE pairing SET next_poll_at = now() - interval '1 second'");
    expect(await fetchToken(machine.device_code, newFacts("203.0.113.9"))).toBe("access_denied");
  });

  test("an access token that is being made is none", async () => {
    const making = () => makeToken();
    await expect(blockedWith("access-token.created", making)).rejects.toMatchObject({
      code: "session-ended",
    });
  });
});
