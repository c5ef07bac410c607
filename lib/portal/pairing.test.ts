/** A machine gets a token from the one person who entered its code and allowed it, once, and from nobody else. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccessTokenWanted } from "@/lib/core/access-token";
import type { DeviceAuthorization } from "@/lib/core/api-answers";
import { forget } from "@/lib/core/once";
import type { PortalSession } from "@/lib/idp/session";
import { askToPair } from "@/lib/portal/begin-pairing";
import { approveMachine, denyMachine, enterUserCode } from "@/lib/portal/decide-pairing";
import { type Fetched, fetchToken } from "@/lib/portal/fetch-token";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { accessTokenOf, revokeAccessTokens } from "@/lib/store/access-tokens";
import { keepAccounts, keepRoles } from "@/lib/store/inventory";
import { deleteSession } from "@/lib/store/sessions";

const grant = { instance: "main", accountId: "012345678901", role: "ReadOnlyAccess" };
const wanted: AccessTokenWanted = { name: "laptop-7", grants: [grant], hours: 2, networks: [] };

let portal: TestPortal;
let ada: PortalSession;
let eve: PortalSession;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.stop());
beforeEach(async () => {
  await portal.reset({ ACCESS_TOKEN_MOST_HOURS: "" });
  ada = await portal.newcomer("engineer");
  eve = await portal.newcomer("reader");
  await revokeAccessTokens(ada.person.id, "test");
  await portal.forgetLists();
  await keepAccounts(ada.person.id, "main", [{ accountId: grant.accountId, name: "payments", email: null }]);
  await keepRoles(ada.person.id, "main", grant.accountId, [grant.role]);
  await portal.store.run("DELETE FROM pairing");
  for (const name of ["pairing-beginnings", "pairing-tries", "pairing-polls"]) forget(name);
});

const begin = (facts = newFacts("203.0.113.9"), machine = "laptop-7") =>
  askToPair({ machine, hints: ["payments/ReadOnlyAccess"] }, facts);
const enter = (code: string, who = ada, facts = newFacts()) => enterUserCode(who, code, facts);
const allow = (id: string, changed: Partial<AccessTokenWanted> = {}, who = ada, facts = newFacts()) =>
  approveMachine(who, { id, wanted: { ...wanted, ...changed } }, facts);

/** As the machine asks, in time. */
async function fetch({ device_code }: DeviceAuthorization, facts = newFacts("203.0.113.9")) {
  await portal.store.run("UPDATE pairing SET next_poll_at = now() - interval '1 second'");
  return await fetchToken(device_code, facts);
}

function given(answer: Fetched | string): Fetched {
  if (typeof answer === "string") throw new Error(`No token: ${answer}`);
  return answer;
}

async function allowed(): Promise<DeviceAuthorization> {
  const machine = await begin();
  await allow((await enter(machine.user_code)).id);
  return machine;
}

test("from the code to the token, every step is on the record, and no code and no token is", async () => {
  const [begun, entered, approved, fetched] = [
    newFacts("203.0.113.9"),
    newFacts(),
    newFacts(),
    newFacts("203.0.113.9"),
  ];
  const machine = await begin(begun);
  expect(machine).toEqual({
    device_code: expect.stringMatching(/^[\w-]{43}$/),
    user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
    verification_uri: "https://portal.example.com/device",
    expires_in: 300,
    interval: 5,
  });
  expect(await fetch(machine)).toBe("authorization_pending");

  const shown = await enter(machine.user_code.toLowerCase().replace("-", ""), ada, entered);
  expect(shown).toMatchObject({
    machine: "laptop-7",
    address: "203.0.113.9",
    sameAddress: false,
    userAgent: "a test",
    hints: ["payments/ReadOnlyAccess"],
  });
  expect(await fetch(machine)).toBe("authorization_pending");

  await allow(shown.id, {}, ada, approved);
  const { token, grants } = given(await fetch(machine, fetched));
  expect(grants).toEqual([grant]);
  expect(await accessTokenOf(token)).toMatchObject({ name: "laptop-7", grants: [grant], person: ada.person });
  expect(await fetch(machine)).toBe("expired_token");

  const { id } = shown;
  expect(await portal.events(begun)).toMatchObject([
    { kind: "pairing.begun", detail: { id, machine: "laptop-7", suggested: 1 } },
  ]);
  expect(await portal.events(entered)).toMatchObject([
    { kind: "pairing.claimed", detail: { id, address: "203.0.113.9", sameAddress: false } },
  ]);
  expect(await portal.events(approved)).toMatchObject([
    { kind: "pairing.approved", detail: { id, roles: 1, hours: 2, networks: 0, address: "203.0.113.9" } },
  ]);
  expect(await portal.events(fetched)).toMatchObject([
    { kind: "access-token.created", detail: { madeBy: "pairing", name: "laptop-7" } },
  ]);
  const dump = await portal.store.dump();
  for (const secret of [machine.device_code, machine.user_code, machine.user_code.replace("-", ""), token])
    expect(dump).not.toContain(secret);
});

test("whoever enters a code first is the only one who can go on", async () => {
  const machine = await begin();
  const { id } = await enter(machine.user_code);
  const facts = newFacts();
  await expect(enter(machine.user_code, eve, facts)).rejects.toMatchObject({ code: "pairing-unknown" });
  expect(await portal.events(facts)).toMatchObject([
    {
      kind: "pairing.refused",
      detail: { problem: "pairing-unknown", reason: expect.stringMatching(/somebody else/) },
    },
  ]);
  await expect(allow(id, {}, eve)).rejects.toMatchObject({ code: "pairing-over" });
  await expect(denyMachine(eve, id, newFacts())).rejects.toMatchObject({ code: "pairing-over" });
  expect(await fetch(machine)).toBe("authorization_pending");
  await allow(id);
  expect(given(await fetch(machine)).grants).toEqual([grant]);
});

test("a code of nobody and one of somebody else are refused in the same words", async () => {
  const machine = await begin();
  await enter(machine.user_code);
  const said = async (code: string) => await enter(code, eve).catch((failure) => failure.code);
  for (const code of [machine.user_code, "BCDF-GHJK", "no code at all", ""])
    expect(await said(code)).toBe("pairing-unknown");
});

test("ten codes in five minutes are the most that one person enters, and the first beyond is on the record", async () => {
  const machine = await begin();
  for (const _ of Array.from({ length: 10 })) await enter("BCDF-GHJK", eve).catch(() => undefined);
  const facts = newFacts();
  await expect(enter(machine.user_code, eve, facts)).rejects.toMatchObject({ code: "too-many-requests" });
  expect(await portal.events(facts)).toHaveLength(1);
  const next = newFacts();
  await expect(enter(machine.user_code, eve, next)).rejects.toMatchObject({ code: "too-many-requests" });
  expect(await portal.events(next)).toEqual([]);
  await expect(enter(machine.user_code)).resolves.toMatchObject({ machine: "laptop-7" });
});

test("two hundred entries from one address are the most, whoever signs in there", async () => {
  const person = (index: number) => ({
    ...eve,
    person: { ...eve.person, id: eve.person.id.replace(/^.{8}/, String(10_000_000 + index)) },
  });
  const outcomes: string[] = [];
  for (let index = 0; index < 201; index += 1)
    outcomes.push(await enterUserCode(person(index), "", newFacts()).catch((failure) => failure.code));
  expect(outcomes.filter((code) => code === "pairing-unknown")).toHaveLength(200);
  expect(outcomes.at(-1)).toBe("too-many-requests");
  await expect(enter("BCDF-GHJK", ada, newFacts("192.0.2.1"))).rejects.toMatchObject({
    code: "pairing-unknown",
  });
});

test("a machine that asks before its time is told to slow down, and how it stands only when it has waited", async () => {
  const machine = await allowed();
  expect(await fetchToken(machine.device_code, newFacts())).not.toBe("slow_down");
  const second = await begin();
  expect(await fetchToken(second.device_code, newFacts())).toBe("authorization_pending");
  expect(await fetchToken(second.device_code, newFacts())).toBe("slow_down");
});

test("of many who fetch at once exactly one gets the token", async () => {
  const machine = await allowed();
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => fetchToken(machine.device_code, newFacts())),
  );
  expect(answers.filter((answer) => typeof answer === "object")).toHaveLength(1);
  const [row] = await portal.store.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM access_token WHERE person_id = $1::uuid AND revoked_at IS NULL",
    [ada.person.id],
  );
  expect(row?.count).toBe(1);
});

test("what was refused is refused to the machine, and stays so", async () => {
  const machine = await begin();
  const { id } = await enter(machine.user_code);
  const facts = newFacts();
  await denyMachine(ada, id, facts);
  expect(await portal.events(facts)).toMatchObject([{ kind: "pairing.denied", detail: { id } }]);
  expect(await fetch(machine)).toBe("access_denied");
  await expect(allow(id)).rejects.toMatchObject({ code: "pairing-over" });
  await expect(enter(machine.user_code)).rejects.toMatchObject({ code: "pairing-unknown" });
});

test.each([
  ["signed out", () => deleteSession(ada.id)],
  ["out of time", () => portal.store.run("UPDATE session SET created_at = now() - interval '11 hours'")],
  [
    "idle for long",
    () => portal.store.run("UPDATE session SET last_seen_at = now() - interval '121 minutes'"),
  ],
])("what somebody allowed who is now %s gives no token, and that is on the record once", async (_, end) => {
  const machine = await allowed();
  await end();
  const facts = newFacts();
  expect(await fetch(machine, facts)).toBe("access_denied");
  expect(await portal.events(facts)).toMatchObject([
    { kind: "pairing.refused", detail: { problem: "session-ended" } },
  ]);
  const again = newFacts();
  expect(await fetch(machine, again)).toBe("access_denied");
  expect(await portal.events(again)).toEqual([]);
});

describe("when its time is over", () => {
  const endTime = () => portal.store.run("UPDATE pairing SET expires_at = now() - interval '1 second'");

  test("a code can be entered no more, and what was entered not allowed", async () => {
    const machine = await begin();
    const { id } = await enter(machine.user_code);
    await endTime();
    await expect(allow(id)).rejects.toMatchObject({ code: "pairing-over" });
    await expect(enter(machine.user_code)).rejects.toMatchObject({ code: "pairing-unknown" });
    expect(await fetch(machine)).toBe("expired_token");
  });

  test("what was allowed can be fetched no more", async () => {
    const machine = await allowed();
    await endTime();
    expect(await fetch(machine)).toBe("expired_token");
  });
});

describe("what stands against a token", () => {
  test("is told to the person who allows it, and the machine can still be allowed", async () => {
    const machine = await begin();
    const { id } = await enter(machine.user_code);
    const foreign = { ...grant, role: "AdministratorAccess" };
    await expect(allow(id, { grants: [foreign] })).rejects.toMatchObject({ code: "role-not-granted" });
    await expect(allow(id, { hours: 700 })).rejects.toMatchObject({ code: "invalid-input" });
    await allow(id);
    expect(given(await fetch(machine)).token).toMatch(/^spt_/);
  });

  test("only when it is fetched, ends the pairing without one", async () => {
    const machine = await allowed();
    await portal.forgetLists();
    const facts = newFacts();
    await expect(fetch(machine, facts)).rejects.toMatchObject({ code: "role-not-granted" });
    expect(await portal.events(facts)).toMatchObject([
      { kind: "pairing.refused", detail: { problem: "role-not-granted" } },
    ]);
    expect(await fetch(machine)).toBe("expired_token");
  });
});

describe("what cannot be recorded", () => {
  test.each([
    "pairing.begun",
    "pairing.claimed",
    "pairing.approved",
    "pairing.denied",
    "access-token.created",
  ])("%s does not happen", async (kind) => {
    const machine = await begin();
    const { id } = await enter(machine.user_code);
    if (kind === "access-token.created") await allow(id);
    const steps: Record<string, () => Promise<unknown>> = {
      "pairing.begun": () => begin(),
      "pairing.claimed": () => enter(machine.user_code),
      "pairing.approved": () => allow(id),
      "pairing.denied": () => denyMachine(ada, id, newFacts()),
      "access-token.created": () => fetch(machine),
    };
    await portal.unrecordable(kind, async () => {
      await expect(steps[kind]?.()).rejects.toMatchObject({ code: "not-recorded" });
    });
    expect(await fetch(machine)).toBe(
      kind === "access-token.created" ? "expired_token" : "authorization_pending",
    );
  });
});

describe("machines that only ask", () => {
  test("are thirty a minute from one address, and the first beyond is on the record", async () => {
    const facts = Array.from({ length: 33 }, () => newFacts("203.0.113.9"));
    const outcomes: string[] = [];
    for (const each of facts)
      outcomes.push(
        await begin(each).then(
          () => "begun",
          (failure) => failure.code,
        ),
      );
    expect(outcomes.filter((outcome) => outcome === "begun")).toHaveLength(30);
    const events = await Promise.all(facts.map((each) => portal.events(each)));
    expect(events[30]).toMatchObject([{ kind: "pairing.refused", detail: { problem: "too-many-requests" } }]);
    expect(events.slice(31).flat()).toEqual([]);
    await expect(begin(newFacts("192.0.2.1"))).resolves.toHaveProperty("user_code");
  });

  test("are fifty at a time from one network, however slowly they come", async () => {
    for (let index = 0; index < 50; index += 1) {
      forget("pairing-beginnings");
      await begin(newFacts(`2001:db8::${index}`));
    }
    forget("pairing-beginnings");
    await expect(begin(newFacts("2001:db8::ffff"))).rejects.toMatchObject({ code: "too-many-requests" });
    await expect(begin(newFacts("2001:db8:1::1"))).resolves.toHaveProperty("user_code");
  });

  test("have a name that dresses nothing up", async () => {
    const machine = await begin(newFacts(), "prod\u202e\r\n\u001b[2Jserver");
    expect(await enter(machine.user_code)).toMatchObject({ machine: "prod[2Jserver", sameAddress: true });
  });
});
