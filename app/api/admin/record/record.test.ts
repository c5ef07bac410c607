/** The doors of the page about the record: for auditors and administrators, and what a probe is told. */

import { createPublicKey } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { GET as publicKey } from "@/app/api/admin/record/public-key/route";
import { POST as verification } from "@/app/api/admin/record/verification/route";
import { GET as readyz } from "@/app/readyz/route";
import { portalUrl, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { recordState } from "@/lib/portal/record-state";
import { verifyRecordIfDue } from "@/lib/portal/verify-record";
import { hookHeader, hookValue } from "@/lib/web/request-hook";
import type { Handler } from "@/lib/web/route";

let portal: TestPortal;
const people = new Map<string, string>();

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  for (const name of ["engineer", "auditor", "administrator"] as const) {
    people.set(name, (await portal.signIn(name)).cookie);
  }
}, 120_000);

afterAll(async () => {
  await portal.stop();
});

beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

async function knock(door: Handler, who: string, method: "GET" | "POST"): Promise<Response> {
  const path = "/api/admin/record";
  const headers = {
    cookie: people.get(who) ?? "",
    origin: portalUrl,
    "sec-fetch-site": "same-origin",
    "content-type": "application/json",
    [hookHeader]: hookValue("10.0.0.7", path),
  };
  return await door(
    new Request(`${portalUrl}${path}`, { method, headers, ...(method === "POST" ? { body: "{}" } : {}) }),
  );
}

test.each(["auditor", "administrator"])(
  "an %s gets the public key and may ask for a verification",
  async (who) => {
    const key = await knock(publicKey, who, "GET");
    expect(key.status).toBe(200);
    expect(createPublicKey(await key.text()).asymmetricKeyType).toBe("ed25519");
    expect((await knock(verification, who, "POST")).status).toBe(202);
    expect((await recordState()).wanted).not.toBeNull();
  },
);

test("to anybody else there is neither", async () => {
  expect((await knock(publicKey, "engineer", "GET")).status).toBe(404);
  expect((await knock(verification, "engineer", "POST")).status).toBe(404);
});

test("a probe is told that the record is faulty, and stays green", async () => {
  const body = async () => {
    const answer = await knock(readyz, "nobody", "GET");
    return { status: answer.status, text: await answer.text() };
  };
  const going = new AbortController().signal;
  await knock(verification, "auditor", "POST");
  await verifyRecordIfDue(going);
  expect(await body()).toEqual({ status: 200, text: "ready\n" });
  await portal.store.run(`ALTER TABLE audit_event DISABLE TRIGGER USER;
    UPDATE audit_event SET text = text || ' ' WHERE seq = 1; ALTER TABLE audit_event ENABLE TRIGGER USER`);
  await knock(verification, "auditor", "POST");
  await expect(verifyRecordIfDue(going)).rejects.toThrow("Event 1 is not as recorded");
  expect(await body()).toEqual({ status: 200, text: "ready: the audit record is not intact\n" });
});
