/** Rules count for everybody as soon as they are on the record, and an account that asks for its name gives nothing without it. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccountRule } from "@/lib/core/account-rules";
import type { Person } from "@/lib/core/person";
import { accountLooks, forgetLooks } from "@/lib/portal/account-looks";
import { accountRules, changeAccountRules, previewAccountRules } from "@/lib/portal/account-rules";
import { issueCredentials } from "@/lib/portal/issue-credentials";
import { openConsole } from "@/lib/portal/open-console";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { keepAccounts } from "@/lib/store/inventory";

let portal: TestPortal;
let person: Person;

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
  person = (await portal.signIn("engineer")).person;
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await portal.reset();
  await portal.store.run("DELETE FROM account_rules; DELETE FROM inventory_account");
  forgetLooks();
});

const blank: AccountRule = {
  field: "name",
  kind: "glob",
  pattern: "*",
  environment: null,
  colour: null,
  label: null,
  displayName: null,
  confirm: false,
};

const production: AccountRule = { ...blank, pattern: "*-prod", environment: "production", confirm: true };
const development: AccountRule = { ...blank, pattern: "*-dev", environment: "development" };

async function save(rules: AccountRule[], version = 0, facts = newFacts()): Promise<number> {
  return await changeAccountRules(person, facts, { version, rules });
}

async function lookOf(name: string | null) {
  return (await accountLooks())({ accountId: "123456789012", name, path: null });
}

async function kindsOf(facts: { correlationId: string }): Promise<string[]> {
  return (await portal.events(facts)).map(({ kind }) => kind);
}

describe("saving", () => {
  test("saved rules count at once, and the record has who, which version and what changed", async () => {
    const facts = newFacts();
    expect(await lookOf("payments-prod")).toMatchObject({ confirm: false });
    expect(await save([production], 0, facts)).toBe(1);
    expect(await lookOf("payments-prod")).toMatchObject({ environment: "production", confirm: true });
    expect(await portal.events(facts)).toMatchObject([
      {
        kind: "account-rules.changed",
        person: { id: person.id },
        detail: {
          version: 1,
          rules: 1,
          confirming: 1,
          changes: "added name glob *-prod (production, asks for its name)",
        },
      },
    ]);
  });

  test("of two who save at once the second is told, nothing of theirs counts, and the record says so", async () => {
    const facts = [newFacts(), newFacts()];
    const outcomes = await Promise.allSettled(
      [production, development].map((rule, index) => save([rule], 0, facts[index])),
    );
    const lost = outcomes.findIndex(({ status }) => status === "rejected");
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes[lost]).toMatchObject({ reason: { code: "page-outdated" } });
    expect(await accountRules()).toEqual({ version: 1, rules: [[production, development][1 - lost]] });
    const kinds = await kindsOf(facts[lost] ?? newFacts());
    expect(kinds.filter((kind) => kind === "account-rules.changed").length).toBe(
      kinds.filter((kind) => kind === "account-rules.failed").length,
    );
  });

  test("whoever comes late with an old version is told before anything is claimed", async () => {
    await save([production]);
    const facts = newFacts();
    await expect(save([development], 0, facts)).rejects.toMatchObject({ code: "page-outdated" });
    await expect(save([development], 7, facts)).rejects.toMatchObject({ code: "page-outdated" });
    expect(await kindsOf(facts)).toEqual([]);
    expect((await accountRules()).rules).toEqual([production]);
  });

  test("what cannot be recorded is not saved", async () => {
    await portal.unrecordable("account-rules.changed", async () => {
      await expect(save([production])).rejects.toMatchObject({ code: "not-recorded" });
    });
    expect(await accountRules()).toEqual({ version: 0, rules: [] });
  });

  test("what was recorded and then not saved is recorded as failed", async () => {
    const facts = newFacts();
    await portal.store.run("ALTER TABLE account_rules ADD CONSTRAINT spoiled CHECK (false) NOT VALID");
    await expect(save([production], 0, facts)).rejects.toMatchObject({ code: "store-unavailable" });
    await portal.store.run("ALTER TABLE account_rules DROP CONSTRAINT spoiled");
    const [changed, failed] = await portal.events(facts);
    expect(changed?.kind).toBe("account-rules.changed");
    expect(failed).toMatchObject({
      kind: "account-rules.failed",
      requestId: (changed as { id?: string } | undefined)?.id,
      detail: { problem: "store-unavailable", version: 1 },
    });
    expect(await lookOf("payments-prod")).toMatchObject({ confirm: false });
  });

  test("rules that cannot be read are not saved", async () => {
    const facts = newFacts();
    const hostile: AccountRule = { ...blank, kind: "regex", pattern: "(?=x)" };
    await expect(save([production, hostile], 0, facts)).rejects.toMatchObject({ code: "invalid-input" });
    expect(await kindsOf(facts)).toEqual([]);
  });

  test("saving what is saved already is no event and no version", async () => {
    await save([production, development]);
    const facts = newFacts();
    expect(await save([production, development], 1, facts)).toBe(1);
    expect(await kindsOf(facts)).toEqual([]);
  });

  test("a version that another replica saved is seen without a start", async () => {
    await save([production]);
    expect(await lookOf("payments-dev")).toBeNull();
    const rules = JSON.stringify([development]).replaceAll("'", "''");
    await portal.store.run(`INSERT INTO account_rules (version, rules) VALUES (2, '${rules}'::jsonb)`);
    await expect
      .poll(() => lookOf("payments-dev"), { timeout: 5000 })
      .toMatchObject({ environment: "development" });
    expect(await lookOf("payments-prod")).toBeNull();
  });
});

describe("before the first rule", () => {
  test.each([
    ["payments-prod", "production"],
    ["Production Billing", "production"],
    ["checkout-preprod", "staging"],
    ["checkout-pre-prod-eu", "staging"],
    ["search_staging", "staging"],
    ["data-lake-sandbox", "development"],
    ["products", null],
    ["devices", null],
    ["log-archive", null],
    [null, null],
  ])("%s is taken for %s", async (name, environment) => {
    expect((await lookOf(name))?.environment ?? null).toBe(environment);
  });

  test("names speak for themselves, until rules are saved that do not say so", async () => {
    expect(await lookOf("payments-prod")).toMatchObject({ environment: "production" });
    await save([development]);
    expect(await lookOf("payments-prod")).toBeNull();
  });
});

describe("rules of a newer version", () => {
  beforeEach(async () => {
    await portal.store.run(
      `INSERT INTO account_rules (version, rules) VALUES (1, '[{"field":"phase of the moon"}]')`,
    );
    forgetLooks();
  });

  test("break nobody's list, and are not edited", async () => {
    expect(await lookOf("payments-prod")).toBeNull();
    await expect(accountRules()).rejects.toMatchObject({ code: "unexpected" });
    await expect(save([], 1)).rejects.toMatchObject({ code: "unexpected" });
  });

  test("let nothing out that they might have asked a name for", async () => {
    await keepAccounts(person.id, "main", [
      { accountId: "111111111111", name: "payments-prod", email: null },
    ]);
    const grant = { instance: "main", accountId: "111111111111", role: "Nobodys" };
    const asked = issueCredentials(person, newFacts(), { grant });
    await expect(asked).rejects.toMatchObject({ code: "confirmation-needed" });
    const named = issueCredentials(person, newFacts(), { grant, confirmation: "payments-prod" });
    await expect(named).rejects.toMatchObject({ code: "role-not-granted" });
  });
});

describe("a preview", () => {
  beforeEach(async () => {
    await keepAccounts(person.id, "main", [
      { accountId: "111111111111", name: "payments-prod", email: null },
      { accountId: "222222222222", name: "payments-dev", email: null },
      { accountId: "333333333333", name: null, email: null },
    ]);
  });

  const preview = (rules: unknown[], signal = new AbortController().signal) =>
    previewAccountRules(rules, signal);

  test("says of each known account which rule decides and how it looks, and saves nothing", async () => {
    const { accounts, faults, whole } = await preview([development, production]);
    expect(accounts.map(({ accountId, rule }) => [accountId, rule])).toEqual([
      ["111111111111", 1],
      ["222222222222", 0],
      ["333333333333", null],
    ]);
    expect(accounts[0]).toMatchObject({ instance: "main", look: { environment: "production" } });
    expect({ faults, whole }).toEqual({ faults: [], whole: true });
    expect(await accountRules()).toEqual({ version: 0, rules: [] });
  });

  test("names the field of each fault, keeps the places of the others, and goes on", async () => {
    const { accounts, faults } = await preview([
      { ...blank, pattern: "" },
      { ...blank, kind: "regex", pattern: "(" },
      production,
      { ...blank, label: "x".repeat(41), displayName: "\u0000" },
      "no rule at all",
    ]);
    expect(accounts.map(({ rule }) => rule)).toEqual([2, null, null]);
    expect(faults.map(({ rule, field }) => [rule, field])).toEqual([
      [0, "pattern"],
      [3, "label"],
      [3, "displayName"],
      [4, "pattern"],
      [1, "pattern"],
    ]);
  });

  test("stops when nobody waits for it any more", async () => {
    const { accounts, whole } = await preview([production], AbortSignal.abort());
    expect({ accounts, whole }).toEqual({ accounts: [], whole: false });
  });
});

describe("an account that asks for its name", () => {
  const accountId = "111111111111";
  const grant = { instance: "main", accountId, role: "Nobodys" };

  beforeEach(async () => {
    await keepAccounts(person.id, "main", [
      { accountId, name: "payments-prod", email: null },
      { accountId: "222222222222", name: "payments-dev", email: null },
    ]);
    await save([production]);
  });

  const doors = [
    [
      "credentials",
      (facts: ReturnType<typeof newFacts>, wanted: { grant: typeof grant; confirmation?: string }) =>
        issueCredentials(person, facts, wanted),
    ],
    [
      "console",
      (facts: ReturnType<typeof newFacts>, wanted: { grant: typeof grant; confirmation?: string }) =>
        openConsole(person, facts, wanted),
    ],
  ] as const;

  describe.each(doors)("at the door of %s", (of, door) => {
    test.each([undefined, "", "payments", "payments-dev", accountId, "*-prod"])(
      "with %j gives nothing: AWS is not asked, and it is on the record",
      async (confirmation) => {
        const facts = newFacts();
        const wanted = { grant, ...(confirmation === undefined ? {} : { confirmation }) };
        await expect(door(facts, wanted)).rejects.toMatchObject({ code: "confirmation-needed" });
        expect(await portal.control.calls("GetRoleCredentials")).toBe(0);
        const [requested, refused] = await portal.events(facts);
        expect(requested?.kind).toBe(`${of}.requested`);
        expect(refused).toMatchObject({
          kind: `${of}.refused`,
          requestId: (requested as { id?: string } | undefined)?.id,
          detail: { problem: "confirmation-needed" },
        });
      },
    );

    test("lets whoever names it go on to AWS, which decides", async () => {
      const named = door(newFacts(), { grant, confirmation: " Payments-PROD " });
      await expect(named).rejects.toMatchObject({ code: "role-not-granted" });
      expect(await portal.control.calls("GetRoleCredentials")).toBeGreaterThan(0);
    });

    test("leaves accounts of other rules alone", async () => {
      const other = { ...grant, accountId: "222222222222" };
      await expect(door(newFacts(), { grant: other })).rejects.toMatchObject({ code: "role-not-granted" });
    });

    test("wants the id of an account that is not on the person's list", async () => {
      const strange = { ...grant, accountId: "999999999999" };
      await expect(door(newFacts(), { grant: strange })).rejects.toMatchObject({
        code: "confirmation-needed",
      });
      const named = door(newFacts(), { grant: strange, confirmation: "999999999999" });
      await expect(named).rejects.toMatchObject({ code: "role-not-granted" });
    });
  });

  test("what somebody typed is nowhere on the record", async () => {
    const facts = newFacts();
    const typed = "hunter2-typed-into-the-wrong-field";
    await issueCredentials(person, facts, { grant, confirmation: typed }).catch(() => null);
    expect(await portal.store.dump()).not.toContain(typed);
  });

  test("is called by its display name too, once rules give it one", async () => {
    await save([{ ...production, displayName: "The till" }], 1);
    const named = issueCredentials(person, newFacts(), { grant, confirmation: "the till" });
    await expect(named).rejects.toMatchObject({ code: "role-not-granted" });
    const byAws = issueCredentials(person, newFacts(), { grant, confirmation: "payments-prod" });
    await expect(byAws).rejects.toMatchObject({ code: "role-not-granted" });
  });

  test("and no longer asks once no rule says so", async () => {
    await save([{ ...production, confirm: false }], 1);
    const free = issueCredentials(person, newFacts(), { grant });
    await expect(free).rejects.toMatchObject({ code: "role-not-granted" });
  });
});
