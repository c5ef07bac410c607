/** What is kept for everybody: administrators' rules, and what AWS says of the organisation. On each kind of store. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccountRule } from "@/lib/core/account-rules";
import { knownAccounts, latestAccountRules, saveAccountRules } from "./account-rules";
import { keepAccounts } from "./inventory";
import {
  keepOrganizationAccounts,
  keepPermissionSets,
  type OrganizationAccount,
  organizationAccounts,
  permissionSets,
} from "./organization";
import { newPerson } from "./person-for-tests";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

const rule = (pattern: string): AccountRule => ({
  field: "name",
  kind: "glob",
  pattern,
  environment: "production",
  colour: null,
  label: null,
  displayName: null,
  confirm: true,
});
const account = (accountId: string, name: string | null = null): OrganizationAccount => ({
  accountId,
  name,
  email: `${accountId}@example.com`,
  path: "Retail / Payments",
  tags: { owner: "ada" },
});
const [first, second, third] = ["000000000001", "000000000002", "000000000003"] as const;

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });
  beforeEach(async () => {
    await store.run(
      "DELETE FROM account_rules; DELETE FROM organization_account; DELETE FROM permission_set",
    );
    await store.run("DELETE FROM inventory_account");
  });

  describe("account rules", () => {
    const save = (version: number, ...rules: AccountRule[]) =>
      saveAccountRules({ version, rules, savedBy: "Ada" });

    test("are none before the first are saved, then the latest", async () => {
      expect(await latestAccountRules()).toEqual({ version: 0, rules: [] });
      expect(await save(0, rule("*-prod"), rule("*-dev"))).toBe(1);
      expect(await save(1, rule("*-dev"), rule("*-prod"))).toBe(2);
      expect(await latestAccountRules()).toEqual({ version: 2, rules: [rule("*-dev"), rule("*-prod")] });
    });

    test("of every version stay, with who saved them", async () => {
      await save(0, rule("a"));
      await save(1);
      const rows = await store.query(
        "SELECT version, saved_by, jsonb_array_length(rules) AS count FROM account_rules",
      );
      expect(rows).toEqual([
        { version: 1, saved_by: "Ada", count: 1 },
        { version: 2, saved_by: "Ada", count: 0 },
      ]);
    });

    test("that ten save at once are one's, and the others learn of it", async () => {
      const saved = await Promise.all(Array.from({ length: 10 }, (_, index) => save(0, rule(`${index}`))));
      expect(saved.filter((version) => version !== null)).toEqual([1]);
      const winner = saved.indexOf(1);
      expect(await latestAccountRules()).toEqual({ version: 1, rules: [rule(`${winner}`)] });
    });

    test.each([-1, 0, 1, 3, 2_000_000_000])(
      "made from version %i, where 2 is the latest, are not saved",
      async (version) => {
        await save(0);
        await save(1);
        expect(await save(version, rule("x"))).toBeNull();
        expect(await latestAccountRules()).toEqual({ version: 2, rules: [] });
      },
    );

    test("with characters that no database takes are saved with others in their place", async () => {
      expect(await saveAccountRules({ version: 0, rules: [rule("a\0b\ud83d")], savedBy: "\0" })).toBe(1);
      expect((await latestAccountRules()).rules).toEqual([rule("a\ufffdb\ufffd")]);
    });

    test("that cannot be read are a failure: nobody is let through without the question", async () => {
      await store.run(`INSERT INTO account_rules (version, rules) VALUES (1, '[{"field":"mood"}]')`);
      await expect(latestAccountRules()).rejects.toMatchObject({ code: "unexpected" });
    });
  });

  describe("the organisation's accounts", () => {
    test("are replaced as a whole, of one instance alone", async () => {
      await keepOrganizationAccounts("main", [account(first), account(second)]);
      await keepOrganizationAccounts("other", [account(first)]);
      await keepOrganizationAccounts("main", [{ ...account(second), path: null, tags: {} }, account(third)]);
      expect(await organizationAccounts("main")).toEqual(
        new Map([
          [second, { name: null, path: null, email: `${second}@example.com`, tags: {} }],
          [
            third,
            {
              name: null,
              path: "Retail / Payments",
              email: `${third}@example.com`,
              tags: { owner: "ada" },
            },
          ],
        ]),
      );
      expect([...(await organizationAccounts("other")).keys()]).toEqual([first]);
      await keepOrganizationAccounts("main", []);
      expect(await organizationAccounts("main")).toEqual(new Map());
    });

    test("that two read at once are one's, whole", async () => {
      const one = Array.from({ length: 50 }, (_, index) => account(String(index).padStart(12, "0")));
      const other = Array.from({ length: 50 }, (_, index) => account(String(index + 25).padStart(12, "0")));
      const lists = Array.from({ length: 8 }, (_, index) => (index % 2 ? one : [...other].reverse()));
      await Promise.all(lists.map((list) => keepOrganizationAccounts("main", list)));
      const kept = [...(await organizationAccounts("main")).keys()].sort();
      expect([one, other].map((list) => list.map(({ accountId }) => accountId))).toContainEqual(kept);
    });

    test("named twice, or with texts that no database takes, are kept", async () => {
      await keepOrganizationAccounts("main", [
        account(first),
        { ...account(first), path: "a\0", tags: { "k\0": "v\ud83d" } },
      ]);
      expect((await organizationAccounts("main")).get(first)).toMatchObject({
        path: "a\ufffd",
        tags: { "k\ufffd": "v\ufffd" },
      });
    });
  });

  describe("permission sets", () => {
    const set = (name: string) => ({ name, arn: `arn:${name}`, description: null, sessionSeconds: 3_600 });

    test("are replaced as a whole, of one instance alone", async () => {
      await keepPermissionSets("main", [set("Reader"), set("Admin")]);
      await keepPermissionSets("other", [set("Reader")]);
      await keepPermissionSets("main", [{ ...set("Admin"), description: "all", sessionSeconds: null }]);
      expect(await permissionSets("main")).toEqual([
        { ...set("Admin"), description: "all", sessionSeconds: null },
      ]);
      expect(await permissionSets("other")).toEqual([set("Reader")]);
    });
  });

  test("accounts that anybody has, or the organisation, are known once each, by their latest name", async () => {
    const [one, other] = [await newPerson(), await newPerson()];
    await keepAccounts(one, "main", [{ accountId: first, name: "old", email: null }]);
    await store.run("UPDATE inventory_account SET changed_at = now() - interval '1 day'");
    await keepAccounts(other, "main", [
      { accountId: first, name: "new", email: null },
      { accountId: second, name: null, email: null },
    ]);
    await keepOrganizationAccounts("main", [account(second, "told"), account(third, "unused")]);
    await keepAccounts(one, "apart", [{ accountId: first, name: "elsewhere", email: null }]);
    const path = "Retail / Payments";
    expect(await knownAccounts(100)).toEqual([
      { instance: "apart", accountId: first, name: "elsewhere", path: null },
      { instance: "main", accountId: first, name: "new", path: null },
      { instance: "main", accountId: second, name: "told", path },
      { instance: "main", accountId: third, name: "unused", path },
    ]);
    expect(await knownAccounts(2)).toHaveLength(2);
  });
});
