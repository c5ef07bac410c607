/** What is alive is read from the record, on each kind of store, whatever the record holds. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AuditEntry } from "@/lib/core/audit-events";
import { type AliveOf, aliveEvents } from "./alive-events";
import { appendEvent } from "./audit-log";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

const minute = 60_000;

function person(name: string) {
  return {
    id: randomUUID(),
    issuer: "https://id.example.com",
    subject: name,
    name,
    email: `${name}@example.com`,
  };
}

const ada = person("ada");
const emmy = person("emmy");

let number = 0;
function nextKey(): string {
  number += 1;
  return `ASIA${String(number).padStart(16, "0")}`;
}

type Made = { by?: typeof ada; minutesLeft?: number; key?: string; account?: string } & Partial<AuditEntry>;

function issued({
  by = ada,
  minutesLeft = 60,
  key = nextKey(),
  account = "payments-prod",
  ...more
}: Made = {}) {
  return {
    kind: "credentials.issued",
    correlationId: randomUUID(),
    person: by,
    source: { address: "192.0.2.7", peer: "192.0.2.7", userAgent: "Mozilla/5.0" },
    grant: { instance: "main", accountId: "000000000123", role: "Reader" },
    accountName: account,
    accessKeyId: key,
    detail: { format: "bash", expiresAt: new Date(Date.now() + minutesLeft * minute).toISOString() },
    ...more,
  } as AuditEntry;
}

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });

  const asOwner = (statement: string) =>
    store.run(
      `ALTER TABLE audit_event DISABLE TRIGGER USER; ${statement}; ALTER TABLE audit_event ENABLE TRIGGER USER`,
    );
  beforeEach(() => asOwner("DELETE FROM audit_event"));

  const keysOf = async (of: AliveOf = {}, limit = 100) =>
    (await aliveEvents(of, limit)).map(({ accessKeyId }) => accessKeyId);

  test("keys and consoles with an end to come are alive, what ends last first; all else is not", async () => {
    const [soon, late, console] = [nextKey(), nextKey(), nextKey()];
    await appendEvent(issued({ key: soon, minutesLeft: 5 }));
    await appendEvent(issued({ key: late, minutesLeft: 700 }));
    await appendEvent(issued({ minutesLeft: -1 }));
    const expiresAt = new Date(Date.now() + 30 * minute).toISOString();
    await appendEvent(issued({ kind: "console.opened", key: console, detail: { expiresAt } } as Made));
    await appendEvent(issued({ kind: "connection.made", detail: { expiresAt } } as Made));
    await appendEvent(issued({ kind: "credentials.requested", detail: { format: "bash" } } as Made));
    expect(await keysOf()).toEqual([late, console, soon]);
  });

  test("all of what is known comes along", async () => {
    const key = nextKey();
    const { seq, at } = await appendEvent(issued({ key }));
    const [alive] = await aliveEvents({}, 100);
    expect(alive).toEqual({
      seq,
      kind: "keys",
      accessKeyId: key,
      personId: ada.id,
      personName: "ada",
      personEmail: "ada@example.com",
      instance: "main",
      accountId: "000000000123",
      accountName: "payments-prod",
      role: "Reader",
      address: "192.0.2.7",
      format: "bash",
      byMachine: false,
      since: at.toISOString(),
      endsAt: alive?.endsAt,
      times: 1,
    });
  });

  test("keys that a machine was handed again are told once, since the first time, as of the last", async () => {
    const key = nextKey();
    const detail = {
      format: "container",
      expiresAt: new Date(Date.now() + minute).toISOString(),
    };
    const tokenFingerprint = "A".repeat(22);
    const first = await appendEvent(issued({ key, detail, tokenFingerprint } as Made));
    const again = issued({ key, tokenFingerprint, detail: { ...detail, reused: true } } as Made);
    const last = await appendEvent({
      ...again,
      source: { address: "192.0.2.9", peer: "192.0.2.9", userAgent: "" },
    });
    expect(await aliveEvents({}, 100)).toMatchObject([
      { seq: last.seq, since: first.at.toISOString(), times: 2, byMachine: true, address: "192.0.2.9" },
    ]);
  });

  test("what was issued longer ago than any session lasts is not read", async () => {
    await appendEvent(issued({ minutesLeft: 60 * 24 * 365 }));
    const late = new Date(Date.now() + 13 * 60 * minute);
    expect(await aliveEvents({}, 100, late)).toEqual([]);
  });

  test("no name can look like an end, a format or a machine", async () => {
    const name = '","expiresAt":"2999-01-01T00:00:00.000Z","machine":"x","format":"evil';
    const key = nextKey();
    await appendEvent(issued({ account: name, by: person(name), minutesLeft: -5 }));
    await appendEvent(issued({ key, account: name, by: person(name) }));
    expect(await aliveEvents({}, 100)).toMatchObject([
      { accessKeyId: key, format: "bash", byMachine: false },
    ]);
  });

  test.each([
    ["no JSON", "'{'"],
    ["empty", "''"],
    ["an end that is no time", `'{"detail":{"expiresAt":"9999-99-99T99:99:99Z"}}'`],
    ["an end that is a number", `'{"detail":{"expiresAt":9}}'`],
    ["an end in words", `'{"detail":{"expiresAt":"tomorrow"}}'`],
  ])("a text that somebody spoiled hides nothing else: %s", async (_, text) => {
    const { seq } = await appendEvent(issued());
    const key = nextKey();
    await appendEvent(issued({ key }));
    await asOwner(`UPDATE audit_event SET text = ${text} WHERE seq = ${seq}`);
    expect(await keysOf()).toEqual([key]);
  });

  test("one person's are found by their id, never by their name", async () => {
    const namesake = { ...person("ada"), name: ada.name, email: ada.email };
    const [own, other] = [nextKey(), nextKey()];
    await appendEvent(issued({ key: own }));
    await appendEvent(issued({ key: other, by: namesake }));
    expect(await keysOf({ personId: ada.id })).toEqual([own]);
    expect(await keysOf({ personId: namesake.id })).toEqual([other]);
    expect(await keysOf({ personId: emmy.id })).toEqual([]);
  });

  test("people are found by part of a name or an address, taken as text", async () => {
    const key = nextKey();
    await appendEvent(issued());
    await appendEvent(issued({ key, by: { ...emmy, name: "Emmy 100%_Noether" } }));
    expect(await keysOf({ person: "emmy@EX" })).toEqual([key]);
    expect(await keysOf({ person: "100%_n" })).toEqual([key]);
    for (const typed of ["%", "_", "\\", "'; --", "\0", "\ud800"]) {
      const found = await keysOf({ person: typed });
      expect(found).toEqual(typed === "%" || typed === "_" ? [key] : []);
    }
  });

  test("no more come than are asked for, those that end last", async () => {
    for (let minutes = 1; minutes <= 8; minutes += 1)
      await appendEvent(issued({ minutesLeft: minutes * 10 }));
    const ends = (await aliveEvents({}, 3)).map(({ endsAt }) =>
      Math.round((Date.parse(endsAt) - Date.now()) / minute),
    );
    expect(ends).toEqual([80, 70, 60]);
  });
});
