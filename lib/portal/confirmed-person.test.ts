/** Access tokens hang on the provider: asked within every hour, once however many come, and what it takes back is dead. */

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Person } from "@/lib/core/person";
import { admitMachine } from "@/lib/portal/admit-machine";
import { confirmPeople } from "@/lib/portal/confirm-people";
import { createAccessToken } from "@/lib/portal/create-access-token";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { accessTokenOf, revokeAccessTokens } from "@/lib/store/access-tokens";
import { dropIdpTokens, idpTokensOf, saveIdpTokens } from "@/lib/store/idp-tokens";
import { confirmationOf } from "@/lib/store/people";

let portal: TestPortal;
let person: Person;
let token = "";

beforeAll(async () => {
  portal = await startTestPortal();
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await portal.reset();
  if (person) await revokeAccessTokens(person.id, "test");
  person = (await portal.signIn("engineer")).person;
  const wanted = { name: "laptop", grants: "all" as const, hours: 12, networks: [] };
  ({ token } = await createAccessToken(person, newFacts(), wanted, { madeBy: "page" }));
  await portal.control.reset();
  await portal.control.option("requestsPerSecond", 0);
});

/** As if the provider had last been asked so long ago, and had said something else then. */
async function confirmedAgo(minutes: number): Promise<void> {
  const at = new Date(Date.now() - minutes * 60_000);
  await portal.store.query("UPDATE person SET confirmed_at = $1, groups = '[\"old\"]' WHERE id = $2::uuid", [
    at,
    person.id,
  ]);
}

const use = (facts = newFacts()) => admitMachine(token, facts);
const asked = () => portal.control.calls("Token");
const going = new AbortController().signal;

describe("a request", () => {
  test("within the hour asks the provider nothing", async () => {
    await confirmedAgo(59);
    expect((await use()).person.groups).toEqual(["old"]);
    expect(await asked()).toBe(0);
  });

  test("after the hour asks it first, and has the person with today's groups", async () => {
    await confirmedAgo(61);
    const machine = await use();
    expect(machine.person).toEqual(person);
    expect(await asked()).toBe(1);
    expect((await accessTokenOf(token))?.person).toEqual(person);
  });

  test("and fifty at once ask it once", async () => {
    await confirmedAgo(61);
    const machines = await Promise.all(Array.from({ length: 50 }, () => use()));
    expect(await asked()).toBe(1);
    expect(machines.every((machine) => machine.person.id === person.id)).toBe(true);
    await use();
    expect(await asked()).toBe(1);
  });

  test("is told to come again while the provider is away, and nothing is revoked", async () => {
    await confirmedAgo(61);
    await portal.control.fault("Token", "error");
    await expect(use()).rejects.toMatchObject({ code: "provider-unavailable" });
    expect((await accessTokenOf(token))?.revokedAt).toBeNull();
    expect((await use()).person.groups).toEqual(person.groups);
  });

  test("waits no longer than its client does, and the next one has the answer", async () => {
    await confirmedAgo(61);
    await portal.control.fault("Token", "hang");
    await expect(use()).rejects.toMatchObject({ code: "provider-unavailable" });
    expect((await confirmationOf(person.id))?.person.groups).toEqual(["old"]);
    // The provider's own time-out is five seconds.
    const answered = async () => expect((await use()).person.groups).toEqual(person.groups);
    await vi.waitFor(answered, 20_000);
  }, 30_000);

  test("is not let in on an id_token alone where the provider says nothing of the person", async () => {
    await portal.reset({ OIDC_GROUPS_CLAIM: "roles" });
    await confirmedAgo(61);
    await portal.control.fault("Userinfo", "error");
    await expect(use()).rejects.toMatchObject({ code: "provider-unavailable" });
    await portal.reset({ OIDC_GROUPS_CLAIM: "" });
  });

  test("ends everything where the provider takes the refresh token no more", async () => {
    await confirmedAgo(61);
    await portal.control.fault("Token", "invalid-grant");
    const facts = newFacts();
    await expect(use(facts)).rejects.toMatchObject({ code: "access-token-refused" });
    expect((await accessTokenOf(token))?.revokedAt).toBeInstanceOf(Date);
    expect(await portal.events(facts)).toMatchObject([
      { kind: "access-token.revoked", detail: { name: "laptop", why: "provider" } },
      { kind: "access-token.unconfirmed", person: { id: person.id } },
    ]);
    await expect(use()).rejects.toMatchObject({ code: "access-token-refused" });
    expect(await asked()).toBe(1);
  });

  test("of fifty at once, one says on the record why all are refused", async () => {
    await confirmedAgo(61);
    await portal.control.fault("Token", "invalid-grant");
    const facts = newFacts();
    const all = await Promise.allSettled(Array.from({ length: 50 }, () => use(facts)));
    for (const each of all) {
      expect(each).toMatchObject({ status: "rejected", reason: { code: "access-token-refused" } });
    }
    const kinds = (await portal.events(facts)).map(({ kind }) => kind);
    expect(kinds).toEqual(["access-token.revoked", "access-token.unconfirmed"]);
  });

  test("ends everything also where that cannot be recorded", async () => {
    await confirmedAgo(61);
    await portal.control.fault("Token", "invalid-grant");
    await portal.unrecordable(null, async () => {
      await expect(use()).rejects.toMatchObject({ code: "access-token-refused" });
    });
    expect((await accessTokenOf(token))?.revokedAt).toBeInstanceOf(Date);
  });

  test("of a person who came back without offline access has an hour from then, and no more", async () => {
    const tokens = await idpTokensOf(person.id);
    if (!tokens) throw new Error("no tokens");
    await saveIdpTokens(person.id, { ...tokens, refreshToken: null });
    await use();
    await confirmedAgo(61);
    await expect(use()).rejects.toMatchObject({ code: "access-token-refused" });
  });
});

describe("with nobody waiting", () => {
  test("people are confirmed a quarter of an hour before their hour is over, and not sooner", async () => {
    await confirmedAgo(44);
    expect(await confirmPeople(going)).toBe(0);
    await confirmedAgo(46);
    expect(await confirmPeople(going)).toBe(1);
    expect((await accessTokenOf(token))?.person).toEqual(person);
    expect(await confirmPeople(going)).toBe(0);
    expect(await asked()).toBe(1);
  });

  test("nobody is asked about whose tokens have ended", async () => {
    await confirmedAgo(46);
    await revokeAccessTokens(person.id, "test");
    expect(await confirmPeople(going)).toBe(0);
    expect(await asked()).toBe(0);
  });

  test("whom the provider sent away has no machine any more", async () => {
    await confirmedAgo(46);
    await portal.control.fault("Token", "invalid-grant");
    expect(await confirmPeople(going)).toBe(0);
    expect((await accessTokenOf(token))?.revokedAt).toBeInstanceOf(Date);
  });

  test("tokens that the provider took back elsewhere are noticed at once, within the hour", async () => {
    await dropIdpTokens(person.id);
    expect(await confirmPeople(going)).toBe(0);
    expect((await accessTokenOf(token))?.revokedAt).toBeInstanceOf(Date);
  });

  test("a provider that is away costs nobody anything, and is told of", async () => {
    await confirmedAgo(46);
    await portal.control.fault("Token", "error");
    await expect(confirmPeople(going)).rejects.toMatchObject({ code: "provider-unavailable" });
    await use();
    expect(await confirmPeople(going)).toBe(1);
  });

  test("a stop is a stop", async () => {
    await confirmedAgo(46);
    expect(await confirmPeople(AbortSignal.abort())).toBe(0);
    await vi.waitFor(async () => expect(await asked()).toBe(0));
  });
});
