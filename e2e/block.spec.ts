/** Blocking a person, as an administrator goes about it: found, read, blocked with a reason, told what lives on, lifted. */

import type { Browser, Page } from "@playwright/test";
import { mustBeAccessible } from "./must-be-accessible";
import { expect, rolesRead, signIn, test, type World } from "./stories";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });
// A world of its own: what other stories took is alive, too, and what they set up may ask before it hands out keys.
test.use({ settings: {} });

async function somebody(browser: Browser, world: World, login: string): Promise<Page> {
  const context = await browser.newContext({
    baseURL: world.portal.url,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  await signIn(page, world.portal, login);
  return page;
}

/** The provider may still know who it is, and not ask. */
async function comeBack(page: Page, sees: RegExp): Promise<void> {
  const asked = page.getByRole("button", { name: /^engineer\b/i });
  await page.getByRole("button", { name: /sign in/i }).click();
  await expect(asked.or(page.getByText(sees)).first()).toBeVisible({ timeout: 30_000 });
  if (await asked.isVisible()) await asked.click();
}

test("somebody with keys in hand is blocked by the keyboard alone, told what lives on, and let in again", async ({
  browser,
  page,
  world,
}) => {
  test.slow();
  const engineer = await somebody(browser, world, "engineer");
  await rolesRead(engineer);
  await engineer
    .getByRole("row", { name: "Developer in payments-prod" })
    .getByRole("button", { name: /^Copy/ })
    .click();
  await expect(engineer.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);

  await signIn(page, world.portal, "administrator", "/admin/people");
  await mustBeAccessible(page);
  await page.getByRole("searchbox", { name: "Find a person" }).fill("noether");
  await page.keyboard.press("Enter");
  const found = page.getByRole("link", { name: "Emmy Noether" });
  await expect(found).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(2);
  await found.focus();
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { level: 1, name: /Emmy Noether/ })).toBeVisible();
  await expect(page.getByText("payments-prod").first()).toBeVisible();
  await mustBeAccessible(page);

  await page.getByRole("button", { name: "Block…" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Block Emmy Noether?" });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel(/^Why/).focus();
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Say why, in a few words.")).toBeVisible();
  await mustBeAccessible(page, "[role=dialog]");
  await page.keyboard.type("laptop stolen, ticket 4711");
  await page.keyboard.press("Enter");

  const notice = page.getByRole("region", { name: "The block" });
  await expect(notice).toContainText("laptop stolen, ticket 4711");
  const alive = page.getByRole("region", { name: "Still alive at AWS" });
  await expect(alive.getByRole("timer")).toHaveCount(1);
  await expect(alive.getByText(/^ASIA/)).toBeVisible();
  const stop = page.getByRole("region", { name: "Stop it at AWS" });
  await expect(stop.getByText('"identitystore:UserId"')).toBeVisible();
  await expect(stop.getByText("the management account: no such policy binds it")).toBeVisible();
  await stop.getByRole("button", { name: /^Copy: The service control policy/ }).click();
  const policy = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(policy.Statement[0]).toMatchObject({ Effect: "Deny", Action: "*", Resource: "*" });
  await mustBeAccessible(page);

  await engineer.goto("/");
  await comeBack(engineer, /closed to you/);
  await expect(engineer.getByRole("heading", { name: "Sallyport is closed to you" })).toBeVisible();
  await expect(engineer.getByText("laptop stolen")).toHaveCount(0);
  await mustBeAccessible(engineer);

  await page.goto("/admin/people?blocked=yes");
  await page.getByRole("link", { name: "Emmy Noether" }).click();
  await page.getByRole("button", { name: "Lift the block…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Lift the block" }).click();
  await expect(page.getByRole("button", { name: "Block…" })).toBeVisible();
  await comeBack(engineer, /^checked /);
  await rolesRead(engineer);
});

test("nobody blocks themselves, and to others the page does not exist", async ({ browser, page, world }) => {
  await signIn(page, world.portal, "administrator", "/admin/people");
  await page.getByRole("searchbox", { name: "Find a person" }).fill("nobody of that name");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Nobody of that name has signed in here.")).toBeVisible();
  await page.goto("/admin/people");
  await page.getByRole("link", { name: "Grace Hopper" }).click();
  await expect(page.getByText(/You cannot block yourself/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Block…" })).toHaveCount(0);

  const auditor = await somebody(browser, world, "auditor");
  await auditor.goto("/admin/people");
  await expect(auditor.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
});
