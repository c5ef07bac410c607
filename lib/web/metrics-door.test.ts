/** /metrics: closed without the token of the settings, and then numbers that a scraper can read, with nobody's data in them. */

import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { GET } from "@/app/metrics/route";
import { metricsText } from "@/lib/core/metrics-text";
import { cursorNamed, noteCursorFailure } from "@/lib/store/audit-cursors";
import { appendEvent } from "@/lib/store/audit-log";
import { applySettings, startTestStore, type TestStore } from "@/lib/store/test-database";
import { hookHeader, hookValue } from "@/lib/web/request-hook";

const token = "a token that is long enough for metrics";
const bearer = `Bearer ${token.replaceAll(" ", "-")}`;

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
  await appendEvent({
    kind: "sign-in.failed",
    detail: { problem: "aws-slow" },
    correlationId: randomUUID(),
    person: {
      id: randomUUID(),
      issuer: "https://id.example.com",
      subject: "canary",
      name: "canary",
      email: "canary@example.com",
    },
    source: { address: "192.0.2.99", peer: "192.0.2.99", userAgent: "canary" },
  });
});
afterAll(async () => {
  applySettings({ METRICS_TOKEN: "", AUDIT_FILE: "", AUDIT_ANCHOR_FILE: "" });
  await store.stop();
});
beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  applySettings({
    METRICS_TOKEN: token.replaceAll(" ", "-"),
    AUDIT_FILE: "/tmp/sallyport-audit.jsonl",
    AUDIT_ANCHOR_FILE: "/tmp/sallyport-anchor.jsonl",
  });
});
afterEach(() => void vi.restoreAllMocks());

async function ask(headers: Record<string, string> = {}) {
  const hook = { [hookHeader]: hookValue("198.51.100.7", "/metrics") };
  return await GET(new Request("http://localhost:3000/metrics", { headers: { ...hook, ...headers } }));
}

test.each([
  {},
  { authorization: "" },
  { authorization: "Bearer" },
  { authorization: "Bearer " },
  { authorization: `Bearer ${token.replaceAll(" ", "-")}x` },
  { authorization: `Basic ${Buffer.from(`a:${token}`).toString("base64")}` },
])("without the token there is nothing here: %j", async (headers) => {
  expect((await ask(headers as Record<string, string>)).status).toBe(404);
});

test("where no token is set, none opens, not even an empty one", async () => {
  applySettings({ METRICS_TOKEN: "" });
  for (const authorization of [bearer, "Bearer ", "Bearer undefined"]) {
    expect((await ask({ authorization })).status).toBe(404);
  }
});

test("a browser is no scraper", async () => {
  expect((await ask({ authorization: bearer, "sec-fetch-site": "none" })).status).toBe(403);
});

test("strangers who knock put nothing on the record", async () => {
  const count = async () => (await store.query("SELECT count(*) FROM audit_event"))[0];
  const before = await count();
  for (let knock = 0; knock < 5; knock += 1) await ask();
  expect(await count()).toEqual(before);
});

test("with the token it says how far the record is and what waits, and nothing of anybody", async () => {
  await cursorNamed("delivery:file");
  await noteCursorFailure("delivery:file", { at: 0, problem: "delivery-unwritable" });
  const answer = await ask({ authorization: bearer });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^application\/openmetrics-text; version=1\.0\.0/);
  const text = await answer.text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1] ?? Number.NaN);
  const [{ seq } = { seq: 0 }] = await store.query<{ seq: number }>(
    "SELECT max(seq)::int AS seq FROM audit_event",
  );
  expect(value("sallyport_audit_head_seq")).toBe(seq);
  expect(value('sallyport_audit_delivery_waiting_events\\{receiver="delivery:file"\\}')).toBe(seq);
  expect(value('sallyport_audit_anchor_waiting_statements\\{receiver="anchor:file"\\}')).toBe(0);
  expect(value('sallyport_audit_receiver_lag_seconds\\{receiver="delivery:file"\\}')).toBeGreaterThanOrEqual(
    0,
  );
  expect(value('sallyport_audit_receiver_failures\\{receiver="delivery:file"\\}')).toBe(1);
  const buckets = [...text.matchAll(/^sallyport_audit_append_seconds_bucket\{le="[^"]+"\} (\d+)$/gm)].map(
    ([, count]) => Number(count),
  );
  expect(buckets).toHaveLength(10);
  expect(buckets).toEqual([...buckets].sort((one, other) => one - other));
  expect(buckets.at(-1)).toBe(value("sallyport_audit_append_seconds_count"));
  expect(buckets.at(-1)).toBeGreaterThanOrEqual(1);
  expect(value("sallyport_audit_not_recorded_total")).toBe(0);
  expect(text.endsWith("# EOF\n")).toBe(true);
  expect(text).not.toMatch(/canary|192\.0\.2|\/tmp/);
});

test("a label's value cannot end it, and every line is a comment or a sample", () => {
  const text = metricsText([
    {
      name: "a_count",
      type: "gauge",
      help: 'Says "this"\nand that.',
      samples: [{ labels: { of: '"\\\n} 1' }, value: 2 }],
    },
    { name: "empty", type: "gauge", help: "Nothing.", samples: [] },
  ]);
  expect(text).toBe(
    '# TYPE a_count gauge\n# HELP a_count Says \\"this\\"\\nand that.\na_count{of="\\"\\\\\\n} 1"} 2\n# EOF\n',
  );
});
