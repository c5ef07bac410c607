/** Administrators say how accounts look and which ask for their name; everybody sees it, and nothing leaves without the name. */

import { setTimeout as pause } from "node:timers/promises";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { type HttpPerson, httpSignIn } from "./http-person";
import { mustBeAccessible } from "./must-be-accessible";
import { expect, rolesRead, signIn, test, type World } from "./stories";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const blank = {
  field: "name",
  kind: "glob",
  pattern: "*",
  environment: null,
  colour: null,
  label: null,
  displayName: null,
  confirm: false,
};
const production = { ...blank, pattern: "*-prod", environment: "production", confirm: true };
const development = { ...blank, pattern: "*-dev", environment: "development" };

/** Saves over whatever is there: the version is in nobody's way here. */
async function saveRules(administrator: HttpPerson, rules: unknown[]): Promise<void> {
  for (let version = 0; version < 100; version += 1) {
    const answer = await administrator.post("/api/admin/account-rules", { version, rules });
    if (answer.status === 200) return;
    if (answer.status !== 409) throw new Error(`Rules were not saved: ${await answer.text()}`);
  }
}

/** Everybody's rules, whatever a story before has left. */
async function given({ portal }: World, rules: unknown[]): Promise<void> {
  await saveRules(await httpSignIn(portal.url, "administrator"), rules);
}

async function asPerson(browser: Browser, world: World, login: string, path: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: world.portal.url });
  const page = await context.newPage();
  await signIn(page, world.portal, login, path);
  return page;
}

function ruleAt(page: Page, number: number) {
  return page.getByRole("listitem", { name: `Rule ${number}`, exact: true });
}

/** The page has tried the rules that it shows. */
async function tried(page: Page): Promise<void> {
  await page.waitForResponse((answer) => answer.url().endsWith("/preview") && answer.ok());
}

function roleRow(page: Page, account: string) {
  return page.getByRole("row", { name: new RegExp(`^\\S+ in ${account}$`) }).first();
}

async function clipboard(page: Page): Promise<string> {
  return await page.evaluate(() => navigator.clipboard.readText());
}

const asks = (page: Page) => page.getByRole("dialog");

test("an administrator marks production by rule and sees what it touches before it is saved", async ({
  page,
  browser,
  world,
}) => {
  await given(world, []);
  const engineer = await asPerson(browser, world, "engineer", "/");
  await rolesRead(engineer);
  await engineer.context().close();

  await signIn(page, world.portal, "administrator", "/admin/accounts");
  await expect(page.getByRole("heading", { name: "No rules yet" })).toBeVisible();
  await expect(page.getByRole("status", { name: "Accounts" })).toHaveText(/^[1-9]\d* accounts$/);
  await mustBeAccessible(page);

  await page.getByRole("button", { name: "Start with these two" }).click();
  await expect(ruleAt(page, 1).getByText(/^decides [1-9]\d* accounts$/)).toBeVisible();
  await expect(page.getByText("Unsaved changes")).toBeVisible();
  const preview = page.getByRole("region", { name: "Preview" });
  await ruleAt(page, 1)
    .getByText(/^decides/)
    .click();
  await expect(preview.getByRole("listitem").filter({ hasText: "payments-prod" })).toContainText(
    "production",
  );
  await expect(preview.getByRole("listitem").filter({ hasText: "payments-staging" })).toHaveCount(0);
  await mustBeAccessible(page);

  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. Everybody sees it at their next visit.")).toBeVisible();
  await expect(page.getByText("Unsaved changes")).toHaveCount(0);

  await page.goto(`${world.portal.url}/audit?kind=account-rules.changed`);
  await expect(page.getByRole("table").getByText("account rules").first()).toBeVisible();
});

test("an engineer sees production, and copies its keys only by its name", async ({ page, world }) => {
  await given(world, [production, development]);
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await expect(page.getByText("production", { exact: true }).first()).toBeVisible();

  await page.evaluate(() => navigator.clipboard.writeText("before"));
  const row = roleRow(page, "payments-prod");
  await row.getByRole("button", { name: /^Copy/ }).click();
  await expect(asks(page)).toContainText("production");
  const field = asks(page).getByLabel("Type payments-prod to go on");
  await expect(field).toBeFocused();
  await mustBeAccessible(page, "[role=dialog]");
  await field.fill("payments-dev");
  await field.press("Enter");
  await expect(asks(page).getByRole("alert")).toHaveText("That is not its name.");
  expect(await clipboard(page)).toBe("before");
  await mustBeAccessible(page, "[role=dialog]");

  await field.fill("PAYMENTS-prod");
  await field.press("Enter");
  await expect(asks(page)).toHaveCount(0);
  await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);
  expect(await clipboard(page)).toMatch(/ASIA/);

  // Nothing remembers it.
  await row.getByRole("button", { name: /^Cop(y|ied)/ }).click();
  await expect(field).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(asks(page)).toHaveCount(0);
});

test("the console opens by the account's name alone, and other accounts without any", async ({
  page,
  context,
  world,
}) => {
  await given(world, [production, development]);
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await roleRow(page, "payments-prod").getByRole("button", { name: "Console" }).click();
  const field = asks(page).getByLabel("Type payments-prod to go on");
  await field.fill("payments-prod");
  await mustOpenConsole(context, () => field.press("Enter"));

  await mustOpenConsole(context, () =>
    roleRow(page, "payments-dev").getByRole("button", { name: "Console" }).click(),
  );
});

async function mustOpenConsole(context: BrowserContext, act: () => Promise<void>): Promise<void> {
  const opening = context.waitForEvent("page");
  await act();
  const opened = await opening;
  await expect(opened.locator("[data-of=account-id]")).toHaveText(/^\d{12}$/);
  await opened.close();
}

test("the doors insist on the name by themselves, and a refusal is on the record", async ({ world }) => {
  const administrator = await httpSignIn(world.portal.url, "administrator");
  await saveRules(administrator, [production, development]);
  const engineer = await httpSignIn(world.portal.url, "engineer");
  const grant = await grantIn(engineer, "payments-prod");

  for (const confirmation of [undefined, "", "payments", "payments-dev", grant.accountId]) {
    const answer = await engineer.post("/api/credentials", { ...grant, confirmation });
    expect(answer.status).toBe(409);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ code: "confirmation-needed" });
    expect(text).not.toContain("ASIA");
  }
  const { token } = (await (await engineer.post("/api/console/token", {})).json()) as { token: string };
  const opened = await engineer.form("/api/console", { ...grant, token, confirmation: "payments-dev" });
  expect(opened.headers.get("location") ?? "").not.toContain("SigninToken");

  const record = await administrator.get("/api/audit/csv?role=Developer");
  const lines = (await record.text()).split("\n").filter((line) => line.includes("confirmation-needed"));
  expect(lines.filter((line) => line.includes("credentials.refused")).length).toBeGreaterThanOrEqual(5);
  expect(lines.filter((line) => line.includes("console.refused")).length).toBeGreaterThanOrEqual(1);

  const named = await engineer.post("/api/credentials", { ...grant, confirmation: "payments-prod" });
  expect(named.status).toBe(200);
});

async function grantIn(person: HttpPerson, accountName: string) {
  const list = await (await person.get("/api/access")).text();
  const found = new RegExp(`"accountId":"(\\d{12})","name":"${accountName}"`).exec(list)?.[1] ?? "";
  return { instance: "main", accountId: found, role: "Developer" };
}

test("whoever is no administrator finds neither page nor door", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer");
  await expect(page.getByRole("link", { name: "Accounts" })).toHaveCount(0);
  const engineer = await httpSignIn(world.portal.url, "engineer");
  expect((await engineer.get("/admin/accounts")).status).toBe(404);
  const wanted = { version: 0, rules: [] };
  expect((await engineer.post("/api/admin/account-rules", wanted)).status).toBe(404);
  expect((await engineer.post("/api/admin/account-rules/preview", { rules: [] })).status).toBe(404);
  const auditor = await httpSignIn(world.portal.url, "auditor");
  expect((await auditor.get("/admin/accounts")).status).toBe(404);
});

test("expressions that hang other engines are tried at once, and what cannot be bounded is refused in words", async ({
  page,
  world,
}) => {
  await given(world, [production, development]);
  await signIn(page, world.portal, "administrator", "/admin/accounts");
  await page.getByRole("button", { name: "Add a rule" }).click();
  const rule = ruleAt(page, 3);
  await rule.getByLabel("Compare").selectOption("matches regex");
  await Promise.all([tried(page), rule.getByLabel(/^Pattern/).fill("(a+)+$")]);
  await expect(rule.getByText(/^decides/)).toBeVisible();

  await rule.getByLabel(/^Pattern/).fill("(?=prod)");
  await expect(rule.getByText(/Looking ahead or behind/)).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(rule.getByLabel(/^Pattern/)).toBeFocused();
  await expect(page.getByText("Unsaved changes")).toBeVisible();
  await mustBeAccessible(page);

  const administrator = await httpSignIn(world.portal.url, "administrator");
  const hostile = { ...blank, kind: "regex", pattern: "(a)\\1" };
  const refused = await administrator.post("/api/admin/account-rules", { version: 1, rules: [hostile] });
  expect(refused.status).toBe(400);
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByText("2 rules")).toBeVisible();
});

test("with the keyboard alone rules are ordered, written and saved, and a way out asks first", async ({
  page,
  world,
}) => {
  await given(world, [production, development]);
  await signIn(page, world.portal, "administrator", "/admin/accounts");
  const pattern = (number: number) => ruleAt(page, number).getByLabel(/^Pattern/);
  await expect(ruleAt(page, 1).getByText(/^decides/)).toBeVisible();
  await page.getByRole("button", { name: "Move rule 1", exact: true }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("Picked up rule 1.")).toBeAttached();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByText("In place of rule 2: rule 1.")).toBeAttached();
  await page.keyboard.press("Space");
  await expect(pattern(1)).toHaveValue("*-dev");

  await page.getByRole("button", { name: "Rule 2 up" }).press("Enter");
  await expect(pattern(1)).toHaveValue("*-prod");
  await expect(page.getByText("2 rules")).toBeVisible();
  await pattern(2).fill("*-development");

  await page.getByRole("link", { name: "Audit" }).press("Enter");
  await expect(page.getByRole("dialog", { name: "Leave without saving?" })).toBeVisible();
  await mustBeAccessible(page, "[role=dialog]");
  await page.keyboard.press("Enter");
  await expect(pattern(2)).toHaveValue("*-development");

  await page.getByRole("button", { name: "Save" }).press("Enter");
  await expect(page.getByText(/^Saved\./)).toBeVisible();
  await page.getByRole("link", { name: "Audit" }).click();
  await expect(page).toHaveURL(/\/audit$/);
});

test("whoever saves right after the last letter has saved it, however long the trial of the rules takes", async ({
  page,
  world,
}) => {
  await given(world, [production]);
  await signIn(page, world.portal, "administrator", "/admin/accounts");
  await expect(ruleAt(page, 1).getByText(/^decides/)).toBeVisible();
  // Longer than the page waits before it tries rules by itself.
  await page.route("**/api/admin/account-rules/preview", async (route) => {
    await pause(800);
    await route.continue();
  });
  await ruleAt(page, 1).getByLabel("Label").fill("money");
  await page.getByRole("button", { name: "Save" }).click();
  // And goes on writing: what was sent is saved, the rest is not.
  await ruleAt(page, 1).getByLabel("Label").fill("money and more");
  await expect(page.getByText(/^Saved\./)).toBeVisible();
  await expect(page.getByText("Unsaved changes")).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(ruleAt(page, 1).getByLabel("Label")).toHaveValue("money");
});

test("of two administrators at once the second is told, and loses nothing that is on the page", async ({
  page,
  browser,
  world,
}) => {
  await given(world, [production, development]);
  await signIn(page, world.portal, "administrator", "/admin/accounts");
  const other = await asPerson(browser, world, "administrator", "/admin/accounts");
  await ruleAt(page, 1).getByLabel("Label").fill("first");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/^Saved\./)).toBeVisible();

  await ruleAt(other, 1).getByLabel("Label").fill("second");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("Somebody else saved rules since you opened this page")).toBeVisible();
  await expect(ruleAt(other, 1).getByLabel("Label")).toHaveValue("second");
  await mustBeAccessible(other);
  await other.getByRole("button", { name: "Load the saved rules" }).click();
  await expect(ruleAt(other, 1).getByLabel("Label")).toHaveValue("first");
  await other.context().close();
});

test("a rule that is newer than the page is asked about when the server insists", async ({ page, world }) => {
  const administrator = await httpSignIn(world.portal.url, "administrator");
  await saveRules(administrator, []);
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await saveRules(administrator, [{ ...production, displayName: "The till" }]);

  await roleRow(page, "payments-prod").getByRole("button", { name: /^Copy/ }).click();
  await expect(asks(page)).toContainText("new rule");
  await asks(page).getByLabel("Type payments-prod to go on").fill("payments-prod");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);
  await saveRules(administrator, []);
});
