/** Handing the record on, on each kind of store: in order, at least once, and past nothing, whatever the receiver does. */

import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseRecordLine } from "@/lib/core/record-line";
import { startReceiver } from "@/lib/delivery/receiver-for-tests";
import { deliveryWatches } from "@/lib/jobs/deliver-record";
import { stopJobs } from "@/lib/jobs/run-jobs";
import { startWatches } from "@/lib/jobs/run-watches";
import { againInMs, deliverNext } from "@/lib/portal/deliver-next";
import { type Delivery, deliveries } from "@/lib/portal/deliveries";
import { cursorNamed } from "@/lib/store/audit-cursors";
import { appendEvent } from "@/lib/store/audit-log";
import { auditPage } from "@/lib/store/audit-page";
import { applySettings, startTestStore, storeKinds, type TestStore } from "@/lib/store/test-database";

const none = {
  AUDIT_WEBHOOK_URL: "",
  AUDIT_SYSLOG_URL: "",
  AUDIT_FILE: "",
  AUDIT_ANCHOR_FILE: "",
  AUDIT_ANCHOR_WEBHOOK_URL: "",
};
const never = new AbortController().signal;
const silent = () => undefined;

async function happen(count: number): Promise<number[]> {
  const entry = { kind: "sign-in.failed", detail: { problem: "aws-slow" } } as const;
  const places: number[] = [];
  // Not all at once: each has two seconds.
  while (places.length < count) {
    const some = Array.from({ length: Math.min(25, count - places.length) }, () =>
      appendEvent({ ...entry, correlationId: randomUUID() }),
    );
    places.push(...(await Promise.all(some)).map(({ seq }) => seq));
  }
  return places;
}

function theOne(): Delivery {
  const [only] = deliveries();
  if (!only) throw new Error("Nothing is set up.");
  return only;
}

/** Steps until all is handed over, however long each says to wait. */
async function drain(delivery: Delivery): Promise<void> {
  while ((await deliverNext(delivery, never, silent)) === 0);
}

test("the wait after failures grows to a minute, is never the same for all, and never none", () => {
  for (const failures of [0, 1, 5, 10, 1_000_000]) {
    const waits = Array.from({ length: 200 }, () => againInMs(failures));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...waits)).toBeLessThanOrEqual(60_500);
    expect(new Set(waits).size).toBeGreaterThan(100);
  }
  expect(Math.max(...Array.from({ length: 200 }, () => againInMs(0)))).toBeLessThanOrEqual(1_500);
});

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let folder = "";
  beforeAll(async () => {
    store = await startTestStore(kind);
    await happen(5);
  });
  afterAll(async () => {
    applySettings(none);
    await store.stop();
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "sallyport-deliveries-"));
    receiver = await startReceiver();
    applySettings({
      ...none,
      AUDIT_WEBHOOK_URL: receiver.url,
      AUDIT_WEBHOOK_SECRET: "a secret that is long enough for a webhook",
    });
    await drain(theOne());
    receiver.bodies.length = 0;
  });
  afterEach(async () => {
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const asOwner = (statement: string) =>
    store.run(
      `ALTER TABLE audit_event DISABLE TRIGGER USER; ${statement}; ALTER TABLE audit_event ENABLE TRIGGER USER`,
    );

  test("everything arrives once, in order, in parcels of a hundred, and is the record's own lines", async () => {
    const places = await happen(250);
    await drain(theOne());
    expect(receiver.places()).toEqual(places);
    expect(receiver.bodies).toHaveLength(3);
    const [body = ""] = receiver.bodies;
    for (const line of JSON.parse(body).data.records)
      expect(parseRecordLine(JSON.stringify(line))).toEqual(line);
    await drain(theOne());
    expect(receiver.bodies).toHaveLength(3);
  });

  test("events go as OCSF where that is set, each with the digest by which it is found in the record", async () => {
    applySettings({ AUDIT_WEBHOOK_FORMAT: "ocsf" });
    await happen(2);
    await drain(theOne());
    applySettings({ AUDIT_WEBHOOK_FORMAT: "" });
    const [body = ""] = receiver.bodies;
    const events = JSON.parse(body).data.records;
    expect(events).toHaveLength(2);
    for (const event of events) {
      expect(event).toMatchObject({ class_uid: 3002, metadata: { product: expect.any(Object) } });
      expect(JSON.stringify(event.unmapped)).toMatch(/[0-9a-f]{64}/);
    }
  });

  test("what is too large for one parcel is cut, and one event that is larger goes alone", async () => {
    const places = await happen(3);
    await asOwner(
      `UPDATE audit_event SET text = '"' || repeat('x', 300000) || '"' WHERE seq IN (${places[0]}, ${places[1]})`,
    );
    await drain(theOne());
    expect(receiver.places()).toEqual(places);
    expect(receiver.bodies).toHaveLength(3);
  });

  test("a receiver that fails for a while gets the same parcel again, and then all that came meanwhile", async () => {
    const places = await happen(3);
    receiver.answerWith(503);
    const told: unknown[] = [];
    for (let round = 0; round < 4; round += 1) {
      const wait = await deliverNext(theOne(), never, (failure) => told.push(failure));
      expect(wait).toBeGreaterThanOrEqual(500);
      places.push(...(await happen(1)));
    }
    expect(new Set(receiver.bodies).size).toBe(1);
    // Told once, not with every round.
    expect(told).toMatchObject([{ code: "delivery-refused" }]);
    expect(await cursorNamed("delivery:webhook")).toMatchObject({
      failures: 4,
      problem: "delivery-refused",
      state: { said: "HTTP 503" },
    });

    receiver.answerWith(200);
    receiver.bodies.length = 0;
    await drain(theOne());
    expect(receiver.places()).toEqual(places);
    expect(await cursorNamed("delivery:webhook")).toMatchObject({
      failures: 0,
      problem: null,
      seq: places.at(-1),
    });
  });

  test("who is gone for good is asked once a step, ever less often, and passes nothing over", async () => {
    const [place = 0] = await happen(1);
    receiver.answerWith(410);
    for (let round = 0; round < 12; round += 1) await deliverNext(theOne(), never, silent);
    expect(receiver.bodies).toHaveLength(12);
    expect((await cursorNamed("delivery:webhook")).seq).toBe(place - 1);
  });

  test("a portal that dies between handing over and noting it hands over that parcel again, and no more", async () => {
    const places = await happen(150);
    const dying = new AbortController();
    const delivery = theOne();
    const { send } = delivery.receiver;
    delivery.receiver.send = async (parcel, stopping) => {
      await send(parcel, stopping);
      dying.abort();
      throw new Error("died");
    };
    await deliverNext(delivery, dying.signal, silent);
    await drain(theOne());
    expect(receiver.places()).toEqual([...places.slice(0, 100), ...places]);
    expect(receiver.bodies[0]).toBe(receiver.bodies[1]);
  });

  test("two that hand over at once move the cursor once, and lose nothing", async () => {
    const places = await happen(120);
    await Promise.all([deliverNext(theOne(), never, silent), deliverNext(theOne(), never, silent)]);
    await drain(theOne());
    expect([...new Set(receiver.places())].sort((one, other) => one - other)).toEqual(places);
    expect((await cursorNamed("delivery:webhook")).seq).toBe(places.at(-1));
  });

  test("what is late is on the record once, and once when it has caught up", async () => {
    const [place = 0] = await happen(1);
    await asOwner(`UPDATE audit_event SET at = at - interval '11 minutes' WHERE seq = ${place}`);
    receiver.answerWith(500);
    for (let round = 0; round < 3; round += 1) await deliverNext(theOne(), never, silent);
    const found = async (which: "audit.delivery-late" | "audit.delivery-caught-up") =>
      (await auditPage({ kind: which }, { before: null, limit: 9 })).rows.filter(({ seq }) => seq > place);
    expect(await found("audit.delivery-late")).toMatchObject([
      { outcome: "failed", detail: { delivery: "delivery:webhook", seconds: expect.any(Number) } },
    ]);
    expect(await found("audit.delivery-caught-up")).toEqual([]);

    receiver.answerWith(200);
    await drain(theOne());
    await drain(theOne());
    expect(await found("audit.delivery-late")).toHaveLength(1);
    expect(await found("audit.delivery-caught-up")).toHaveLength(1);
  });

  test("what was recorded before a delivery was set up is not late by its age", async () => {
    const [place = 0] = await happen(1);
    await asOwner(`UPDATE audit_event SET at = at - interval '1 year' WHERE seq = ${place}`);
    await store.run("DELETE FROM audit_cursor");
    await drain(theOne());
    const { rows } = await auditPage({ kind: "audit.delivery-late" }, { before: null, limit: 1 });
    expect(rows.filter(({ seq }) => seq > place)).toEqual([]);
    // The chain's end is looked for among what is new.
    await asOwner(`UPDATE audit_event SET at = at + interval '1 year' WHERE seq = ${place}`);
  });

  test("the watch hands over what happens next by itself, and ends with the portal", async () => {
    startWatches(deliveryWatches(), (_, failure) => {
      throw failure;
    });
    const places = await happen(1);
    await receiver.got(1);
    places.push(...(await happen(2)));
    await receiver.got(2);
    await stopJobs();
    expect(receiver.places()).toEqual(places);
    // Whoever takes over finds the lease free.
    const [row] = await store.query<{ free: boolean }>(
      "SELECT until <= now() AS free FROM job_lease WHERE name = 'deliver delivery:webhook'",
    );
    expect(row?.free).toBe(true);
  });

  test("while another replica has the lease, this one hands nothing over", async () => {
    await store.run(
      `INSERT INTO job_lease (name, holder, until) VALUES ('deliver delivery:webhook', gen_random_uuid(), now() + interval '1 hour')
       ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, until = EXCLUDED.until`,
    );
    await happen(1);
    startWatches(deliveryWatches(), silent);
    await store.query("SELECT 1");
    await stopJobs();
    expect(receiver.bodies).toEqual([]);
    await store.run("DELETE FROM job_lease");
  });

  test("the file has every event of the record, one a line", async () => {
    const path = join(folder, "audit.jsonl");
    applySettings({ ...none, AUDIT_FILE: path });
    await drain(theOne());
    const whole = readFileSync(path, "utf8");
    const [{ count } = { count: 0 }] = await store.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM audit_event",
    );
    expect(whole.trimEnd().split("\n")).toHaveLength(count);
  });

  test("an anchor gets every signed statement, each as its line of the record", async () => {
    const path = join(folder, "anchor.jsonl");
    applySettings({ ...none, AUDIT_ANCHOR_FILE: path });
    await store.run(
      `INSERT INTO audit_checkpoint (number, kind, seq, at, key_id, text, signature)
       SELECT 1000 + number, 'checkpoint', number, now(), 'key', '{}', decode('00ff', 'hex') FROM generate_series(1, 3) AS number`,
    );
    await drain(theOne());
    const lines = readFileSync(path, "utf8").trimEnd().split("\n").map(parseRecordLine);
    expect(lines).toMatchObject(
      [1001, 1002, 1003].map((number) => ({ statement: { number, kind: "checkpoint" } })),
    );
  });
});
