/** The documented database role of the portal: enough for all that it does, too little to change what happened. */

import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noPreferences } from "@/lib/core/preferences";
import { saveAccountRules } from "./account-rules";
import { appendEvent } from "./audit-log";
import { slowDown, takeTurn } from "./aws-pace";
import { leaseConnection, saveConnection } from "./connections";
import { deployMigrations } from "./deploy-migrations";
import { forgetDeviceClients, keepDeviceClient } from "./device-clients";
import { beginDeviceSignIn, forgetDeviceSignIns } from "./device-sign-ins";
import { noteGrantUse, recentGrants } from "./grant-uses";
import { keepUserId } from "./identity-center-users";
import { keepAccounts, keepRoles } from "./inventory";
import { forgetChanges } from "./inventory-changes";
import { wantEverythingAgain } from "./inventory-due";
import { leaseRefresh } from "./inventory-refresh";
import { seedAssignments } from "./inventory-seeds";
import { leaseJob } from "./job-leases";
import { keepRecord, maintainRecord } from "./maintain-record";
import { closeStore, openStore, storeIsReady } from "./open-store";
import { keepOrganizationAccounts, keepPermissionSets } from "./organization";
import { savePerson } from "./people";
import { newSession } from "./person-for-tests";
import { withMigrationConnection } from "./postgresql";
import { savePreferences } from "./preferences";
import { createSession, deleteSessionsOf } from "./sessions";
import { forgetSpentTokens, spendToken } from "./spent-tokens";
import { applySettings, startTestStore, storeKinds, type TestStore } from "./test-database";
import { verifyStore } from "./verify-store";

const documented = [...readFileSync("docs/data-model.md", "utf8").matchAll(/```sql\n([\s\S]*?)```/g)]
  .map(([, sql]) => sql)
  .join("\n");

function append() {
  return appendEvent({ kind: "sign-out", detail: { everywhere: false }, correlationId: randomUUID() });
}

const deviceSignIn = {
  instance: "main",
  deviceCode: "a",
  clientId: "a",
  userCode: "a",
  verificationUri: "https://example.com",
  verificationUriComplete: "https://example.com",
  intervalSeconds: 5,
  expiresAt: new Date(0),
};

describe.runIf(storeKinds().includes("postgresql"))("the portal's own role", () => {
  const role = `sallyport_${randomBytes(4).toString("hex")}`;
  const password = randomBytes(12).toString("hex");
  let store: TestStore;
  let applied: Record<string, string> = {};
  beforeAll(async () => {
    store = await startTestStore("postgresql");
    await store.run(documented.replaceAll("sallyport", role).replace("choose one", password));
    const owner = store.settings.DATABASE_URL ?? "";
    const own = Object.assign(new URL(owner), { username: role, password }).href;
    await closeStore();
    applied = { DATABASE_URL: own, DATABASE_MIGRATION_URL: owner };
    applySettings(applied);
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
    const connection = {
      accessToken: "a",
      refreshToken: null,
      clientId: null,
      expiresAt: new Date(),
      arn: null,
    };
    expect(lease && (await saveConnection(lease, connection))).toBe(true);
    expect(await spendToken("token", new Date(0))).toBe(true);
    expect(await forgetSpentTokens(new Date())).toBe(1);
    expect(await leaseJob("job", 30)).toBe(true);
    expect(await leaseRefresh(id, "main", 30)).not.toBeNull();
    const account = { accountId: "000000000001", name: null, email: null };
    await seedAssignments(id, "main", [{ ...account, roles: ["Admin"], groups: {} }]);
    await keepAccounts(id, "main", [account]);
    await keepRoles(id, "main", account.accountId, ["Admin"]);
    await wantEverythingAgain(id, "main");
    expect(await keepAccounts(id, "main", [])).toEqual({ gone: [account.accountId] });
    expect(await forgetChanges(new Date("2100-01-01"))).toBe(1);
    await savePreferences(id, noPreferences);
    await keepUserId(id, "main", "one");
    await keepUserId(id, "main", "another");
    for (let count = 0; count <= 100; count += 1) {
      await noteGrantUse(id, { instance: "main", accountId: account.accountId, role: `role-${count}` });
    }
    expect(await recentGrants(id, 1_000)).toHaveLength(100);
    expect(await saveAccountRules({ version: 0, rules: [], savedBy: null })).toBe(1);
    await keepOrganizationAccounts("main", [{ ...account, path: null, tags: {} }]);
    await keepPermissionSets("main", []);
    await keepDeviceClient({ instance: "main", clientId: "a", clientSecret: "b", expiresAt: new Date(0) });
    expect(await forgetDeviceClients(new Date())).toBe(1);
    await beginDeviceSignIn({ ...deviceSignIn, sessionId: await newSession(id), personId: id });
    expect(await forgetDeviceSignIns(new Date())).toBe(1);
    expect(await takeTurn("main", { perSecond: 12, reserve: 0.25, priority: "mint" })).toMatchObject({
      waitMs: 0,
    });
    await slowDown("main");
    await append();
    expect(await verifyStore()).toMatchObject({ faults: [], head: { seq: 1 } });
  });

  test("reads the record and adds to it, by the whole and by no part, however and whenever the part was made", async () => {
    const owner = applied.DATABASE_MIGRATION_URL ?? "";
    // As set-up has it: every table that the owner will ever make is the portal's to change.
    await withMigrationConnection(owner, (transact) =>
      transact((sql) =>
        sql.run(
          `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role}`,
        ),
      ),
    );
    expect((await maintainRecord(owner, { months: 2 })).made).toHaveLength(2);
    // Somebody gave too much by hand, and a new release came.
    await withMigrationConnection(owner, (transact) =>
      transact((sql) =>
        sql.run(`GRANT ALL ON audit_event, audit_event_first, audit_event_rest, audit_checkpoint TO ${role}`),
      ),
    );
    await deployMigrations(owner);

    const rights = await store.query<{ name: string; rights: string }>(
      `SELECT relid::regclass::text AS name, concat_ws(' ', VARIADIC array(
         SELECT kind FROM unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS kind
         WHERE has_table_privilege(current_user, relid, kind))) AS rights
       FROM (SELECT relid FROM pg_partition_tree('audit_event') UNION ALL SELECT 'audit_checkpoint'::regclass) AS tables`,
    );
    expect(rights).toHaveLength(6);
    for (const { name, rights: found } of rights) {
      const isWhole = name === "audit_event" || name === "audit_checkpoint";
      expect([name, found]).toEqual([name, isWhole ? "SELECT INSERT" : ""]);
    }
    const { seq } = await append();
    expect(await verifyStore()).toMatchObject({ faults: [], head: { seq } });
  });

  test("makes no tables by itself: it does not own them", async () => {
    expect(await keepRecord()).toEqual({ made: [], removed: [] });
  });

  test.each([
    "UPDATE audit_event SET role = 'x'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "DROP TABLE audit_event",
    "DELETE FROM audit_event_first",
    "SELECT FROM audit_event_first",
    "INSERT INTO audit_event_rest SELECT FROM audit_event",
    "ALTER TABLE audit_event DETACH PARTITION audit_event_first",
    "SELECT close_record()",
    "UPDATE audit_checkpoint SET seq = 0",
    "DELETE FROM _prisma_migrations",
    "CREATE TABLE another (id int)",
  ])("may not %s", async (statement) => {
    await expect(store.run(statement)).rejects.toThrow(/permission denied|must be owner/);
  });
});
