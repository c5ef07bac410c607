/** What is alive, as auditors see it: by account, production first. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aliveAtAws } from "@/lib/portal/alive-at-aws";
import { record } from "@/lib/portal/record";
import { startTestStore, type TestStore } from "@/lib/store/test-database";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterAll(async () => {
  await store.stop();
});

const person = {
  id: randomUUID(),
  issuer: "https://id.example.com",
  subject: "ada",
  name: "Ada",
  email: null,
  emailVerified: true,
  userName: null,
  groups: [],
};

async function take(accountId: string, accountName: string | undefined, instance = "main"): Promise<void> {
  const facts = { correlationId: randomUUID(), address: "192.0.2.7", peer: "192.0.2.7", userAgent: "" };
  await record(person, facts, {
    kind: "credentials.issued",
    grant: { instance, accountId, role: "Reader" } as never,
    ...(accountName ? { accountName } : {}),
    detail: { format: "bash", expiresAt: new Date(Date.now() + 60_000).toISOString() },
  });
}

test("nothing alive is nothing, and whole", async () => {
  expect(await aliveAtAws()).toMatchObject({ accounts: [], whole: true });
});

test("production comes first, then what has no environment, then development; within them by name", async () => {
  await take("000000000001", "sandbox-dev");
  await take("000000000002", "zeta-prod");
  await take("000000000003", "payments-prod");
  await take("000000000004", "shared");
  await take("000000000003", "payments-prod");
  await take("000000000005", undefined, "an-instance-that-is-gone");
  const { accounts, whole } = await aliveAtAws();
  expect(accounts.map(({ title, keys, look }) => [title, look?.environment ?? null, keys.length])).toEqual([
    ["payments-prod", "production", 2],
    ["zeta-prod", "production", 1],
    ["000000000005", null, 1],
    ["shared", null, 1],
    ["sandbox-dev", "development", 1],
  ]);
  expect(whole).toBe(true);
  expect((await aliveAtAws({ personId: randomUUID() })).accounts).toEqual([]);
});
