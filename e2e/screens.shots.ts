/** Pictures of every screen in both themes and three widths, in `test-results/screens`; and the README's. */

import type { Page } from "@playwright/test";
import { shoot } from "./shoot";
import { expect, signIn, test } from "./stories";

async function everythingRead(page: Page): Promise<void> {
  const settled = page.getByText(/^checked /).or(page.getByText("is not verified"));
  await expect(settled.first()).toBeVisible({ timeout: 30_000 });
}

test("sign-in", async ({ page, world }) => {
  await page.goto(world.portal.url);
  await shoot(page, "sign-in");
  await page.goto(`${world.portal.url}/sign-in?problem=provider-unavailable`);
  await shoot(page, "sign-in-problem");
});

for (const login of ["engineer", "newcomer", "hostile", "everything", "unverified"]) {
  test(`access of ${login}`, async ({ page, world }) => {
    await signIn(page, world.portal, login);
    await everythingRead(page);
    await shoot(page, `access-${login}`);
  });
}

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("a search, and keys taken", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer");
  await everythingRead(page);
  await page.getByRole("button", { name: /copy/i }).first().click();
  await page.getByRole("searchbox").or(page.getByRole("combobox")).first().fill("prod");
  await shoot(page, "access-search");
});

test("keys in hand: copied, their formats, and one that asks", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer");
  await everythingRead(page);
  const row = page.getByRole("row", { name: "Developer in payments-prod" });
  await row.getByRole("button", { name: /^Copy/ }).click();
  await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);
  await shoot(page, "keys");
  await page.getByRole("button", { name: "Another format" }).click();
  await page.getByRole("menu").waitFor();
  await shoot(page, "keys-formats");
  await page.getByRole("menuitem", { name: "EKS kubeconfig" }).click();
  await page.getByLabel("Cluster").fill("payments");
  await shoot(page, "keys-kubeconfig");
});

test("a role in tools", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer");
  await everythingRead(page);
  const row = page.getByRole("row", { name: "Developer in payments-prod" }).first();
  await row.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menu").waitFor();
  await shoot(page, "row-menu");
  await page.getByRole("menuitem", { name: "Use it in a tool…" }).click();
  await page.getByRole("heading", { name: "Your tool" }).waitFor();
  await page.getByLabel("Home folder, as a whole path").fill("/home/ada");
  await shoot(page, "use");
  await page.getByRole("tab", { name: "Kubernetes" }).click();
  await page.getByRole("heading", { name: "In pods" }).scrollIntoViewIfNeeded();
  await shoot(page, "use-kubernetes");
});

test("audit, filled and empty", async ({ page, world }) => {
  await signIn(page, world.portal, "administrator", "/audit");
  await shoot(page, "audit");
  await page.goto(`${world.portal.url}/audit?person=nobody-of-that-name`);
  await shoot(page, "audit-empty");
});

test("accounts: without rules, with them, and asked for a name", async ({ page, browser, world }) => {
  const context = await browser.newContext({ baseURL: world.portal.url });
  const engineer = await context.newPage();
  await signIn(engineer, world.portal, "engineer");
  await everythingRead(engineer);

  await signIn(page, world.portal, "administrator", "/admin/accounts");
  await page.getByText(/^All accounts/).waitFor({ state: "attached" });
  await shoot(page, "accounts-empty");
  await page.getByRole("button", { name: "Start with these two" }).click();
  const rule = (number: number) => page.getByRole("listitem", { name: `Rule ${number}`, exact: true });
  for (const [number, pattern] of [
    [3, "^(.*)-staging$"],
    [4, "(?=sandbox)"],
  ] as const) {
    await page.getByRole("button", { name: "Add a rule" }).click();
    await rule(number).getByLabel("Compare").selectOption("matches regex");
    await rule(number)
      .getByLabel(/^Pattern/)
      .fill(pattern);
  }
  await rule(3).getByLabel("Environment").selectOption("staging");
  await rule(3).getByLabel("Colour").selectOption("violet");
  await rule(3).getByLabel("Label").fill("Platform");
  await rule(3).getByLabel("Shown as").fill("$1, staging");
  await page.getByText(/Looking ahead/).waitFor();
  await shoot(page, "accounts");

  await page.getByRole("button", { name: "Remove rule 4" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/^Saved\./).waitFor();
  await engineer.reload();
  await everythingRead(engineer);
  await shoot(engineer, "access-rules");
  const row = engineer.getByRole("row", { name: "Developer in payments-prod" });
  await row.getByRole("button", { name: /^Copy/ }).click();
  await engineer.getByRole("dialog").waitFor();
  await shoot(engineer, "access-confirm");
  await context.close();
});

test("pairing: the code, the decision, and what came of it", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer");
  await everythingRead(page);
  const machine = async (name: string) => {
    const fields = new URLSearchParams({ machine: name, scope: "payments-prod/Developer" });
    const begun = await fetch(`${world.portal.url}/api/v1/pairing`, { method: "POST", body: fields });
    await page.goto(`${world.portal.url}/device`);
    await page.getByRole("textbox").fill((await begun.json()).user_code);
  };
  await machine("laptop-7");
  await shoot(page, "pairing-code");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Choose it" }).click();
  await shoot(page, "pairing-decision");
  await page.getByRole("button", { name: "Allow this machine" }).click();
  await page.getByText("Allowed").waitFor();
  await shoot(page, "pairing-allowed");
});

test("profiles: none, a new set, its faults and collisions, a set", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer");
  await everythingRead(page);
  await page.goto(`${world.portal.url}/profiles`);
  await shoot(page, "profiles-empty");
  await page.goto(`${world.portal.url}/profiles/new`);
  await expect(page.getByRole("status", { name: "Preview" })).toHaveText(/roles/);
  await page.getByText("Names and what they stand for").click();
  await shoot(page, "profiles-new");
  await page.getByRole("textbox", { name: "Template" }).fill("{role}");
  await page.getByRole("button", { name: "Account pattern" }).click();
  await page.getByLabel("Account pattern 1", { exact: true }).fill("pay*");
  await page.getByRole("button", { name: "Assumed role" }).click();
  await page.getByRole("button", { name: "Setting" }).click();
  await page.getByRole("button", { name: "Pick by hand" }).click();
  await page.getByRole("button", { name: "+ payments" }).click();
  await expect(page.getByRole("alert", { name: "To be mended" })).toBeVisible();
  await shoot(page, "profiles-edit");
  await page.getByRole("button", { name: "Remove assumed role 1" }).click();
  await expect(page.getByRole("region", { name: "Names that collide" })).toBeVisible();
  await shoot(page, "profiles-collide");
  await page.getByRole("button", { name: "Create the set" }).click();
  await expect(page.getByRole("status", { name: "Profiles" })).toHaveText(/for you/);
  await shoot(page, "profiles-set");
  await page.goto(`${world.portal.url}/profiles`);
  await shoot(page, "profiles-list");
});

test("nothing here", async ({ page, world }) => {
  await page.goto(`${world.portal.url}/no-such-page`);
  await shoot(page, "not-found");
  await page.goto(
    `${world.portal.url}/problem/aws-unavailable?reference=5c6d9b52-7f6c-4a86-9d3a-2f7a1c7d7f10`,
  );
  await shoot(page, "problem");
});

test("the README's picture", async ({ page, world }) => {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.setViewportSize({ width: 1280, height: 760 });
  await signIn(page, world.portal, "engineer");
  await everythingRead(page);
  const row = page.getByRole("row", { name: "Developer in payments-prod" });
  await row.getByRole("button", { name: /^Copy/ }).click();
  await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);
  await page.getByRole("searchbox").fill("pay");
  await page.screenshot({ path: "docs/screenshot.png" });
});
