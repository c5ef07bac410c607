/** A person's own history is theirs: nothing of anybody else is in it, whatever they are called. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Person } from "@/lib/core/person";
import { ownHistory } from "@/lib/portal/own-history";
import { record } from "@/lib/portal/record";
import { startTestStore, type TestStore } from "@/lib/store/test-database";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterAll(async () => {
  await store.stop();
});

let ada: Person;
let namesake: Person;
let administrator: Person;

function somebody(name: string): Person {
  return {
    id: randomUUID(),
    issuer: "https://id.example.com",
    subject: randomUUID(),
    name,
    email: `${name.toLowerCase()}@example.com`,
    emailVerified: true,
    userName: null,
    groups: [],
  };
}

/** Everybody is new in each test. */
beforeEach(() => {
  ada = somebody("Ada");
  namesake = somebody("Ada");
  administrator = somebody("Grace");
});

const grant = { instance: "main", accountId: "000000000123", role: "Reader" } as never;
const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
const factsFrom = (address: string) => ({
  correlationId: randomUUID(),
  address,
  peer: address,
  userAgent: `program of ${address}`,
});

const take = (person: Person, address = "192.0.2.7") =>
  record(person, factsFrom(address), {
    kind: "credentials.issued",
    grant,
    accountName: "payments-prod",
    accessKeyId: `ASIA${randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`,
    detail: { format: "bash", expiresAt },
  });

const revokedByAdministrator = (owner: string) =>
  record(administrator, factsFrom("203.0.113.99"), {
    kind: "access-token.revoked",
    detail: { name: "ci", why: "administrator", owner } as never,
  });

test("somebody new has no history", async () => {
  expect(await ownHistory(ada, null)).toMatchObject({ alive: [], events: [], before: null });
});

test("what a person took is there, when, from where and until when; what is alive also on top", async () => {
  await take(ada);
  const { events, alive } = await ownHistory(ada, null);
  expect(events).toMatchObject([
    {
      kind: "credentials.issued",
      byOther: false,
      account: { title: "payments-prod", look: { environment: "production" } },
      role: "Reader",
      address: "192.0.2.7",
      detail: { format: "bash", expiresAt },
    },
  ]);
  expect(alive.map(({ title, keys }) => [title, keys.length])).toEqual([["payments-prod", 1]]);
});

test("nobody of the same name and address is in it, nor what names the person in another field", async () => {
  await take({ ...namesake, name: ada.id, email: ada.id });
  await take(namesake);
  await record(namesake, factsFrom(ada.id), {
    kind: "credentials.issued",
    grant,
    accountName: `"owner":"${ada.id}" {"id":"${ada.id}"`,
    detail: { format: `"owner":"${ada.id}"`.slice(0, 64), expiresAt },
  });
  expect(await ownHistory(ada, null)).toMatchObject({ alive: [], events: [] });
});

test("what an administrator did to their token is told without who and from where", async () => {
  await revokedByAdministrator(ada.id);
  await revokedByAdministrator(namesake.id);
  const history = await ownHistory(ada, null);
  expect(history.events).toMatchObject([
    { kind: "access-token.revoked", byOther: true, address: null, userAgent: null, detail: { name: "ci" } },
  ]);
  const text = JSON.stringify(history);
  for (const secret of [administrator.id, "Grace", "grace@", "203.0.113.99"])
    expect(text).not.toContain(secret);
  expect(await ownHistory(administrator, null)).toMatchObject({
    events: [{ byOther: false }, { byOther: false }],
  });
});

test("a request that was answered is left out; one that never was is there", async () => {
  const asked = { kind: "credentials.requested", grant, detail: { format: "bash" } } as const;
  const { id: requestId } = await record(ada, factsFrom("192.0.2.7"), asked);
  await record(ada, factsFrom("192.0.2.7"), {
    kind: "credentials.refused",
    grant,
    requestId,
    detail: { problem: "role-not-granted" },
  });
  await record(ada, factsFrom("192.0.2.7"), asked);
  const { events } = await ownHistory(ada, null);
  expect(events.map(({ kind }) => kind)).toEqual(["credentials.requested", "credentials.refused"]);
});

test("pages follow each other without a gap or a repetition, others' events among them", async () => {
  for (let count = 0; count < 60; count += 1) {
    await take(ada);
    await take(namesake);
    if (count % 5 === 0) await revokedByAdministrator(ada.id);
  }
  const seen: number[] = [];
  for (let before: number | null = null; ; ) {
    const page = await ownHistory(ada, before);
    seen.push(...page.events.map(({ seq }) => seq));
    expect(page.events.length).toBeLessThanOrEqual(50);
    before = page.before;
    if (before === null) break;
  }
  expect(seen).toHaveLength(72);
  expect(seen).toEqual([...new Set(seen)].sort((one, other) => other - one));
});
