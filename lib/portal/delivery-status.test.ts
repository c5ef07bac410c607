/** What administrators are told of deliveries and anchors: how far, what waits, what is wrong, and no secret. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deliveryStatus } from "@/lib/portal/delivery-status";
import { cursorNamed, moveCursor, noteCursorFailure } from "@/lib/store/audit-cursors";
import { appendEvent } from "@/lib/store/audit-log";
import { applySettings, startTestStore, type TestStore } from "@/lib/store/test-database";

const set = {
  AUDIT_WEBHOOK_URL: "https://collector.example.com/in?token=canary",
  AUDIT_WEBHOOK_SECRET: "canary-canary-canary-canary-canary",
  AUDIT_SYSLOG_URL: "syslog-tls://logs.example.com",
  AUDIT_ANCHOR_FILE: "/mnt/anchor/sallyport.jsonl",
  AUDIT_ANCHOR_S3: "s3://example-anchors/sallyport",
  AUDIT_ANCHOR_S3_REGION: "eu-central-1",
};
const unset = Object.fromEntries(Object.keys(set).map((name) => [name, ""]));

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
  for (let count = 0; count < 3; count += 1) {
    await appendEvent({
      kind: "sign-in.failed",
      detail: { problem: "aws-slow" },
      correlationId: randomUUID(),
    });
  }
});
afterAll(async () => {
  applySettings(unset);
  await store.stop();
});

test("where nothing is set up there is nothing", async () => {
  applySettings(unset);
  expect(await deliveryStatus()).toEqual([]);
});

test("each that is set up says where it goes and how far it is, and no secret of its address", async () => {
  applySettings(set);
  await cursorNamed("delivery:webhook");
  await moveCursor("delivery:webhook", { from: 0, to: 3 });
  await cursorNamed("delivery:syslog");
  await moveCursor("delivery:syslog", { from: 0, to: 1 });
  for (const said of ["ECONNREFUSED", "ENOTFOUND"]) {
    await noteCursorFailure("delivery:syslog", { at: 1, problem: "delivery-unreachable", state: { said } });
  }
  const statuses = await deliveryStatus();
  expect(statuses).toMatchObject([
    {
      name: "delivery:webhook",
      destination: "collector.example.com",
      last: 3,
      waiting: { events: 0 },
      problem: null,
    },
    {
      name: "delivery:syslog",
      destination: "logs.example.com:6514",
      last: 1,
      waiting: { events: 2 },
      failures: 2,
      problem: "delivery-unreachable",
      said: "ENOTFOUND",
    },
    { name: "anchor:file", destination: "/mnt/anchor/sallyport.jsonl", last: 0, lastAt: null, problem: null },
    { name: "anchor:s3", destination: "s3://example-anchors/sallyport/", last: 0 },
  ]);
  expect(JSON.stringify(statuses)).not.toContain("canary");
});

test("a problem of another version is told as one that nobody foresaw", async () => {
  applySettings(set);
  await store.run(
    "UPDATE audit_cursor SET problem = 'of-tomorrow', failures = 1 WHERE name = 'delivery:webhook'",
  );
  expect((await deliveryStatus())[0]).toMatchObject({ problem: "unexpected", failures: 1 });
});
