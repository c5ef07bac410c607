/** The documented database role of the portal: enough for all that it does, too little to change what happened. */

import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appendEvent } from "./audit-log";
import { slowDown, takeTurn } from "./aws-pace";
import { leaseConnection, saveConnection } from "./connections";
import { leaseJob } from "./job-leases";
import { closeStore, openStore, storeIsReady } from "./open-store";
import { savePerson } from "./people";
import { createSession, deleteSessionsOf } from "./sessions";
import { forgetSpentTokens, spendToken } from "./spent-tokens";
import { applySettings, startTestStore, storeKinds, type TestStore } from "./test-database";
import { verifyChain } from "./verify-chain";

const documented = [...readFileSync("docs/data-model.md", "utf8").matchAll(/```sql\n([\s\S]*?)```/g)]
  .map(([, sql]) => sql)
  .join("\n");

describe.runIf(storeKinds().includes("postgresql"))("the portal's own role", () => {
  const role = `sallyport_${randomBytes(4).toString("hex")}`;
  const password = randomBytes(12).toString("hex");
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore("postgresql");
    await store.run(documented.replaceAll("sallyport", role).replace("choose one", password));
    const owner = store.settings.DATABASE_URL ?? "";
    const own = Object.assign(new URL(owner), { username: role, password }).href;
    await closeStore();
    applySettings({ DATABASE_URL: own, DATABASE_MIGRATION_URL: owner });
    await openStore();
  });
  afterAll(async () => {
    await closeStore();
    applySettings({ DATABASE_URL: store.settings.DATABASE_URL ?? "", DATABASE_MIGRATION_URL: "" });
    await openStore();
    await store.run(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    await store.stop();
  });

  test("does all that the portal does", async () => {
    expect(await storeIsReady()).toBe(true);
    const { id } = await savePerson({
      issuer: "https://id.example.com",
      subject: "ada",
      name: null,
      email: null,
      emailVerified: true,
      userName: null,
      groups: null,
    });
    await createSession({ id: "a", personId: id, expiresAt: new Date() });
    await deleteSessionsOf(id);
    const lease = await leaseConnection(id, "main", 30);
    const connection = { accessToken: "a", refreshToken: null, expiresAt: new Date(), arn: null };
    expect(lease && (await saveConnection(lease, connection))).toBe(true);
    expect(await spendToken("token", new Date(0))).toBe(true);
    expect(await forgetSpentTokens(new Date())).toBe(1);
    expect(await leaseJob("job", 30)).toBe(true);
    expect(await takeTurn("main", { perSecond: 12, reserve: 0.25, priority: "mint" })).toEqual({ waitMs: 0 });
    await slowDown("main");
    await appendEvent({ kind: "sign-out", detail: { everywhere: false }, correlationId: randomUUID() });
    expect(await verifyChain()).toMatchObject({ ok: true, seq: 1 });
  });

  test.each([
    "UPDATE audit_event SET role = 'x'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "DROP TABLE audit_event",
    "DELETE FROM _prisma_migrations",
    "CREATE TABLE another (id int)",
  ])("may not %s", async (statement) => {
    await expect(store.run(statement)).rejects.toThrow(/permission denied|must be owner/);
  });
});
