/** The portal verifies its own record: as it grows, as a whole, and when asked. What is wrong is told once, and stays told. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePortal } from "@/lib/portal/open-portal";
import { record } from "@/lib/portal/record";
import { askForVerification, recordAlarm, recordState } from "@/lib/portal/record-state";
import { signRecordIfDue } from "@/lib/portal/sign-record";
import { verifyRecordIfDue } from "@/lib/portal/verify-record";
import { openStore } from "@/lib/store/open-store";
import { startTestStore, type TestStore } from "@/lib/store/test-database";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});

afterAll(async () => {
  await store.stop();
});

const going = new AbortController().signal;

async function happen(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await record(null, { correlationId: randomUUID() }, { kind: "sign-out", detail: { everywhere: false } });
  }
}

async function told(): Promise<string[]> {
  const rows = await store.query<{ text: string }>(
    "SELECT text FROM audit_event WHERE kind = 'audit.verification-failed' ORDER BY seq",
  );
  return rows.map(({ text }) => JSON.parse(text).detail.what);
}

const owner = (statement: string) =>
  store.run(
    `ALTER TABLE audit_event DISABLE TRIGGER USER; ${statement}; ALTER TABLE audit_event ENABLE TRIGGER USER`,
  );

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

test("nothing is said of a record before it was looked at", async () => {
  expect(await recordState()).toMatchObject({ head: null, checkpoint: null, report: null, wanted: null });
  expect(await recordAlarm()).toBeNull();
});

test("all of it is verified at first, then what comes", async () => {
  await happen(5);
  await signRecordIfDue();
  await verifyRecordIfDue(going);
  const first = await recordState();
  expect(first).toMatchObject({
    head: { seq: 5 },
    checkpoint: { number: 1, seq: 5 },
    report: { faultCount: 0, faultySince: null, latest: { seq: 5 }, whole: { events: 5 }, place: { seq: 5 } },
  });
  await happen(2);
  await verifyRecordIfDue(going);
  expect((await recordState()).report).toMatchObject({ latest: { seq: 7 }, whole: first.report?.whole });
  expect(await recordAlarm()).toBeNull();
});

test("all of it is verified again a day later, and when somebody asks", async () => {
  const before = (await recordState()).report;
  await verifyRecordIfDue(going, inHours(23));
  expect((await recordState()).report?.whole).toEqual(before?.whole);
  await verifyRecordIfDue(going, inHours(25));
  expect((await recordState()).report?.whole.events).toBe(7);

  await askForVerification();
  expect((await recordState()).wanted).not.toBeNull();
  await verifyRecordIfDue(going, inHours(26));
  expect(await recordState()).toMatchObject({ wanted: null, report: { whole: { at: expect.any(String) } } });
});

test("what somebody else wrote in place of the report is not believed", async () => {
  const [kept] = await store.query<{ state: string }>(
    "SELECT state::text AS state FROM audit_cursor WHERE name = 'verify'",
  );
  const forged = (kept?.state ?? "").replace("faultCount", "faultcount");
  await store.query("UPDATE audit_cursor SET state = $1::jsonb WHERE name = 'verify'", [forged]);
  expect((await recordState()).report).toBeNull();
  await verifyRecordIfDue(going);
  expect((await recordState()).report).toMatchObject({ faultCount: 0, whole: { events: 7 } });
});

test("a process that stops finds nothing wrong", async () => {
  await askForVerification();
  await verifyRecordIfDue(AbortSignal.abort());
  expect((await recordState()).report?.faultCount).toBe(0);
});

test("a fault is told on the record and to the log, once, and raises the alarm until it is gone", async () => {
  await owner("UPDATE audit_event SET text = replace(text, 'false', 'true') WHERE seq = 3");
  await askForVerification();
  await expect(verifyRecordIfDue(going)).rejects.toThrow("Event 3 is not as recorded");
  expect(await told()).toEqual(["Event 3 is not as recorded: changed afterwards."]);
  const alarm = await recordAlarm();
  expect(alarm).toMatchObject({ faultCount: 1 });

  await askForVerification();
  await verifyRecordIfDue(going);
  await verifyRecordIfDue(going, inHours(25));
  expect(await told()).toHaveLength(1);
  expect(await recordAlarm()).toEqual(alarm);

  await owner("DELETE FROM audit_event WHERE seq = 4");
  await askForVerification();
  await expect(verifyRecordIfDue(going)).rejects.toThrow("Event 4 is missing");
  expect((await told()).slice(1)).toEqual(["Event 4 is missing."]);
  expect((await recordState()).report?.faults).toHaveLength(2);
});

test("a record that was set back with all its statements is told by what was found before", async () => {
  await owner("DELETE FROM audit_event");
  await store.run(`ALTER TABLE audit_checkpoint DISABLE TRIGGER USER; DELETE FROM audit_checkpoint;
    ALTER TABLE audit_checkpoint ENABLE TRIGGER USER`);
  await askForVerification();
  await expect(verifyRecordIfDue(going)).rejects.toThrow("missing at the end: statement");
});

test("at the stop the last events are signed", async () => {
  await store.run(`ALTER TABLE audit_checkpoint DISABLE TRIGGER USER; DELETE FROM audit_checkpoint;
    ALTER TABLE audit_checkpoint ENABLE TRIGGER USER`);
  await happen(1);
  await closePortal();
  await openStore();
  const { head, checkpoint } = await recordState();
  expect(checkpoint?.seq).toBe(head?.seq);
});
