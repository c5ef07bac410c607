/** Access tokens, as people and their machines go about them: made, seen once, used, told of, revoked. */

import type { Browser, Page } from "@playwright/test";
import { mustBeAccessible } from "./must-be-accessible";
import { expect, rolesRead, signIn, test, type World } from "./stories";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

/** As any program would ask with it. */
async function used({ portal }: World, token: string, headers: Record<string, string> = {}): Promise<number> {
  const answer = await fetch(new URL("/api/v1/access-token", portal.url), {
    headers: { authorization: `Bearer ${token}`, "user-agent": "aws-cli/2.22.35 md/e2e", ...headers },
  });
  await answer.arrayBuffer();
  return answer.status;
}

async function somebody(browser: Browser, world: World, login: string, path: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: world.portal.url });
  const page = await context.newPage();
  await signIn(page, world.portal, login, path);
  return page;
}

const form = (page: Page) => page.getByRole("form", { name: "A new access token" });
const mine = (page: Page) => page.getByRole("list", { name: "Your access tokens" });
const row = (page: Page, name: string) => mine(page).getByRole("listitem", { name, exact: true });
const news = (page: Page) => page.getByRole("region", { name: "New access tokens" });

/** Makes one for all roles, and answers what the page showed. */
async function make(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: "Make a token" }).click();
  await form(page).getByLabel(/^Name/).fill(name);
  await form(page)
    .getByLabel(/^All my roles/)
    .check();
  await form(page).getByRole("button", { name: "Make the token" }).click();
  const token = await page.getByText(/^spt_/).textContent();
  return (token ?? "").trim();
}

async function revoke(page: Page, button: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test("a token for one role: chosen, shown once, copied, used, and dead when it is revoked", async ({
  page,
  world,
}) => {
  test.slow();
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await page.getByRole("link", { name: "Tokens" }).click();
  await page.getByRole("button", { name: "Make a token" }).click();
  await form(page).getByRole("button", { name: "Make the token" }).click();
  await expect(form(page).getByText("Choose at least one role.")).toBeVisible();
  await expect(form(page).getByText("Give it a name that you will know again.")).toBeVisible();
  await expect(form(page).getByText(/gave offline access/)).toBeVisible();

  await form(page).getByLabel(/^Name/).fill("build server");
  await form(page)
    .getByLabel(/^Only from/)
    .fill("127.0.0.0/8, ::1, somewhere");
  await expect(form(page).getByText("“somewhere” is no address or network.")).toBeVisible();
  await form(page)
    .getByLabel(/^Only from/)
    .fill("127.0.0.0/8, ::1");
  await form(page).getByLabel("Search your roles").fill("payments-prod developer");
  await form(page).getByRole("checkbox").first().check();
  await mustBeAccessible(page);
  await form(page).getByRole("button", { name: "Make the token" }).click();

  await expect(page.getByRole("heading", { name: "build server is made" })).toBeFocused();
  const token = ((await page.getByText(/^spt_/).textContent()) ?? "").trim();
  expect(token).toMatch(/^spt_[0-9A-Za-z]{49}$/);
  // The list comes anew behind it: what is looked at must have come to rest.
  await expect(row(page, "build server")).toBeVisible();
  await expect(news(page)).toContainText("build server");
  await mustBeAccessible(page);
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);

  expect(await used(world, token)).toBe(200);
  expect(await used(world, token, { origin: world.portal.url })).toBe(403);
  expect(await page.evaluate(() => fetch("/api/v1/access-token").then(({ status }) => status))).toBe(403);

  await page.reload();
  await expect(row(page, "build server")).toContainText("aws-cli/2.22.35");
  await expect(row(page, "build server")).toContainText("127.0.0.0/8");
  expect(await page.content()).not.toContain(token.slice(4, 20));
  expect(page.url()).not.toContain("spt_");

  await row(page, "build server").getByText("1 role").click();
  await expect(row(page, "build server")).toContainText("Developer in payments-prod");
  await revoke(page, "Revoke build server");
  await expect(page.getByText("No machine acts for you")).toBeVisible();
  expect(await used(world, token)).toBe(401);
  await page.getByText("1 that has ended").click();
  await expect(page.getByText(/You revoked it/)).toBeVisible();
  await mustBeAccessible(page);
});

test("its person is told of a new token until they say that they know it", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer", "/tokens");
  await make(page, "new laptop");
  await page.goto("/");
  await expect(news(page)).toContainText("New access token new laptop, made just now from");
  await rolesRead(page);
  await mustBeAccessible(page);
  await news(page).getByRole("button", { name: "It was me" }).click();
  await expect(news(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("searchbox")).toBeVisible();
  await expect(news(page)).toHaveCount(0);
});

test("from the keyboard alone: made, and given up again", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer", "/tokens");
  await page.getByRole("button", { name: "Make a token" }).focus();
  await page.keyboard.press("Enter");
  await expect(form(page).getByRole("heading")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.type("by keys");
  const all = form(page).getByLabel(/^All my roles/);
  for (let presses = 0; presses < 10; presses += 1) {
    if (
      await form(page)
        .getByLabel("Only these roles")
        .evaluate((one) => one === document.activeElement)
    )
      break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("ArrowDown");
  await expect(all).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "by keys is made" })).toBeFocused();
  await page.getByRole("button", { name: "Revoke by keys", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Revoke by keys", exact: true })).toBeFocused();
});

test("an administrator finds anybody's token and ends it; nobody else has that page", async ({
  page,
  browser,
  world,
}) => {
  await signIn(page, world.portal, "engineer", "/tokens");
  const token = await make(page, "forgotten");
  await page.goto("/admin/tokens");
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();

  const admin = await somebody(browser, world, "administrator", "/tokens");
  await admin.getByRole("link", { name: "Everybody’s access tokens" }).click();
  await admin.getByRole("searchbox", { name: "Whose" }).fill("noether");
  await admin.keyboard.press("Enter");
  await admin.waitForURL(/person=noether/);
  await mustBeAccessible(admin);
  expect(await used(world, token)).toBe(200);
  await revoke(admin, "Revoke forgotten of Emmy Noether");
  await expect(admin.getByRole("listitem", { name: "forgotten", exact: true })).toHaveCount(0);
  expect(await used(world, token)).toBe(401);
  await admin.context().close();
});

test("signing out leaves machines at work; signing out everywhere ends them and other browsers", async ({
  page,
  browser,
  world,
}) => {
  await signIn(page, world.portal, "engineer", "/tokens");
  const token = await make(page, "at work");
  await page.getByRole("button", { name: "You", exact: true }).click();
  await page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await page.waitForURL(/signed-out|sign-in/);
  expect(await used(world, token)).toBe(200);

  const other = await somebody(browser, world, "engineer", "/tokens");
  const here = await somebody(browser, world, "engineer", "/tokens");
  await here.getByRole("button", { name: "You", exact: true }).click();
  await here.getByRole("menuitem", { name: "Sign out everywhere…" }).click();
  await expect(here.getByRole("dialog", { name: "Sign out everywhere?" })).toBeVisible();
  await mustBeAccessible(here, "[role=dialog]");
  await here.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await here.waitForURL(/signed-out/);
  expect(await used(world, token)).toBe(401);
  await other.goto("/tokens");
  await other.waitForURL(/sign-in/);
  await here.context().close();
  await other.context().close();
});
