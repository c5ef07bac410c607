/** Finding a role and keeping it at hand: with the keyboard alone, though mistyped, and on every machine the same. */

import { setTimeout as pause } from "node:timers/promises";
import type { BrowserContext, Locator, Page } from "@playwright/test";
import { mustBeAccessible } from "./must-be-accessible";
import { expect, rolesRead, signIn, test } from "./stories";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const box = (page: Page) => page.getByRole("searchbox");
const rows = (page: Page, account: string) => page.getByRole("row", { name: new RegExp(` in ${account}$`) });
const favourites = (page: Page) => page.locator("[data-favourite] [data-row]");
const headings = (page: Page) => page.getByRole("grid").getByRole("heading");

/** The star is there for whoever points at the row. */
async function star(row: Locator): Promise<void> {
  await row.hover();
  await row.getByRole("button", { name: /^Favourite:/ }).click();
}

/** Presses Enter, and gives what the emulator's console says of itself. */
async function consoleAfter(page: Page, context: BrowserContext, act: () => Promise<void>) {
  const opening = context.waitForEvent("page");
  await act();
  const opened = await opening;
  const of = async (what: string) => await opened.locator(`[data-of=${what}]`).textContent();
  const said = {
    account: await of("account-name"),
    role: await of("role"),
    region: await of("region"),
    destination: await of("destination"),
  };
  await opened.close();
  await page.bringToFront();
  return said;
}

/** The page sends what was changed a moment later. */
async function sent(page: Page, change: () => Promise<void>): Promise<void> {
  const answer = page.waitForResponse((one) => one.url().endsWith("/api/preferences"));
  await change();
  expect((await answer).status()).toBe(204);
}

async function namesOf(page: Page): Promise<(string | null)[]> {
  return await favourites(page).evaluateAll((all) => all.map((row) => row.getAttribute("aria-label")));
}

/** What is on the page is what the next page will be made with: several changes may have been sent, and the last of them late. */
async function kept(page: Page): Promise<void> {
  const saved = () =>
    page.evaluate(async () => {
      const next = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html");
      const rows = next.querySelectorAll("[data-favourite] [data-row]");
      return Array.from(rows, (row) => row.getAttribute("aria-label"));
    });
  await expect.poll(saved).toEqual(await namesOf(page));
}

test("mistyped words and Enter open the console that was meant", async ({ page, context, world }) => {
  await signIn(page, world.portal, "administrator");
  await rolesRead(page);
  await page.keyboard.type("pymnts prod admn");
  await expect(page.getByRole("status", { name: "Shown" })).toHaveText(/^1 of /);
  await expect(rows(page, "payments-prod").locator("mark").first()).toHaveText("Administrator");
  await mustBeAccessible(page);
  const opened = await consoleAfter(page, context, () => page.keyboard.press("Enter"));
  expect(opened).toMatchObject({ account: "payments-prod" });
  expect(opened.role).toContain("AdministratorAccess");
});

test("a service and a place open that page there, and can be left out again", async ({
  page,
  context,
  world,
}) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await page.keyboard.type("payments prod cloudwatch frankfurt");
  await expect(page.getByRole("status", { name: "Enter opens" })).toHaveText(
    /opens.*CloudWatch.*in.*Frankfurt/,
  );
  await expect(rows(page, "payments-prod")).toHaveCount(2);
  await mustBeAccessible(page);
  expect(await consoleAfter(page, context, () => page.keyboard.press("Enter"))).toMatchObject({
    account: "payments-prod",
    region: "eu-central-1",
    destination: "https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1",
  });

  await page.getByRole("button", { name: "Without CloudWatch" }).click();
  await expect(box(page)).toHaveValue("payments prod frankfurt");
  await page.getByRole("button", { name: "Without Frankfurt" }).click();
  await box(page).press("Enter");
  await expect(page.getByRole("status", { name: "Enter opens" })).toHaveCount(0);
});

test("a pasted console address opens exactly that page in its account", async ({ page, context, world }) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await box(page).fill("payments-dev");
  const id = (await rows(page, "payments-dev").first().getAttribute("id"))?.match(/\d{12}/)?.[0] ?? "";
  const wanted =
    "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/a$252Fb";
  await box(page).fill(wanted.replace("https://", `https://${id}-abcd1234.`));
  await expect(page.getByRole("row", { name: / in / })).toHaveCount(4);
  const opened = await consoleAfter(page, context, () => box(page).press("Enter"));
  expect(opened).toMatchObject({ account: "payments-dev", destination: wanted });

  await box(page).fill("https://999999999999-abcd1234.us-east-1.console.aws.amazon.com/s3/home");
  await expect(page.getByText("The role of that link is not yours")).toBeVisible();
});

test("favourites are made, ordered and dropped by keyboard, and are there after a reload and elsewhere", async ({
  page,
  browser,
  world,
}) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  for (const account of ["checkout-dev", "payments-prod", "storefront-prod"]) {
    await box(page).fill(account);
    await expect(page.getByRole("row", { name: / in / }).first()).toHaveAccessibleName(new RegExp(account));
    await box(page).press("ArrowDown");
    await page.keyboard.press("Home");
    await page.keyboard.press("f");
    await page.keyboard.press("Escape");
  }
  await box(page).fill("");
  await expect(favourites(page)).toHaveCount(3);
  await kept(page);
  await expect(headings(page).first()).toHaveText("Favourites");
  const [first, second, third] = await namesOf(page);
  await mustBeAccessible(page);

  // With Alt a favourite goes along.
  await box(page).press("ArrowDown");
  await expect(favourites(page).first()).toBeFocused();
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(() => namesOf(page)).toEqual([second, first, third]);
  await expect(favourites(page).nth(1)).toBeFocused();
  await kept(page);

  // By its grip, as everything that is dragged by keyboard.
  await page.keyboard.press("ArrowLeft");
  const grip = page.getByRole("button", { name: `Move ${first}` });
  await expect(grip).toBeFocused();
  await page.keyboard.press("Space");
  await expect(page.getByText(/is picked up, at place 2 of 3/)).toBeAttached();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByText(/would be at place 3 of 3/)).toBeAttached();
  await page.keyboard.press("Space");
  await expect.poll(() => namesOf(page)).toEqual([second, third, first]);
  await mustBeAccessible(page);
  await kept(page);

  await page.reload();
  await expect.poll(() => namesOf(page)).toEqual([second, third, first]);
  const elsewhere = await browser.newContext({ baseURL: world.portal.url });
  const other = await elsewhere.newPage();
  await signIn(other, world.portal, "engineer");
  await expect.poll(() => namesOf(other)).toEqual([second, third, first]);
  await elsewhere.close();

  await rolesRead(page);
  await box(page).press("ArrowDown");
  for (let left = 3; left > 0; left -= 1) {
    await expect(favourites(page).first()).toBeFocused();
    await page.keyboard.press("f");
    await expect(favourites(page)).toHaveCount(left - 1);
  }
  await kept(page);
  await expect(headings(page).first()).not.toHaveText("Favourites");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(
    third === first ? "" : first,
  );
});

test("a favourite is dragged by mouse", async ({ page, world }) => {
  await signIn(page, world.portal, "auditor");
  await rolesRead(page);
  for (const place of [0, 3]) await star(page.locator("[data-row]").nth(place));
  await expect(favourites(page)).toHaveCount(2);
  const [first, second] = await namesOf(page);
  await favourites(page).first().hover();
  const grip = page.getByRole("button", { name: `Move ${second}` });
  await grip.hover();
  await page.mouse.down();
  const target = await favourites(page).first().boundingBox();
  await page.mouse.move(40, (target?.y ?? 0) + 4, { steps: 8 });
  await page.mouse.up();
  await expect.poll(() => namesOf(page)).toEqual([second, first]);
  await kept(page);
});

test("the menu of a favourite opens at the first key, while what moves favourites is still being fetched", async ({
  page,
  world,
}) => {
  await signIn(page, world.portal, "administrator");
  await rolesRead(page);
  for (const place of [0, 3]) await star(page.locator("[data-row]").nth(place));
  await kept(page);
  await page.route("**/_next/static/**/*.js", async (route) => {
    await pause(500);
    await route.continue();
  });
  await page.reload();
  await rolesRead(page);
  await box(page).press("ArrowDown");
  const [first = ""] = await namesOf(page);
  await expect(favourites(page).first()).toBeFocused();
  // Pressed as the rows are made anew, and while they are: the menu hangs on whichever there is.
  await page.keyboard.press("m");
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(page.getByRole("button", { name: `Move ${first}` })).toBeAttached();
  await expect(favourites(page).first().getByRole("button", { name: /^More/ })).toBeFocused();
});

test("an account is hidden, told of, and comes back", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  // Searched for: further down the list it is not in the page before somebody scrolls there.
  await box(page).fill("observability");
  await rows(page, "observability").getByRole("button", { name: /^More/ }).click();
  await sent(page, () => page.getByRole("menuitem", { name: "Hide this account" }).click());
  await expect(rows(page, "observability")).toHaveCount(0);
  await expect(page.getByText("1 hidden account matches")).toBeVisible();
  await box(page).fill("");
  await expect(page.getByText("1 hidden account", { exact: true })).toBeVisible();

  await page.reload();
  await rolesRead(page);
  await box(page).fill("observability");
  await expect(rows(page, "observability")).toHaveCount(0);
  await expect(page.getByText("1 hidden account matches")).toBeVisible();
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(rows(page, "observability")).toHaveCount(1);
  await mustBeAccessible(page);
  await rows(page, "observability").getByRole("button", { name: /^More/ }).click();
  await sent(page, () => page.getByRole("menuitem", { name: "Do not hide this account" }).click());
  await expect(page.getByText(/hidden account/)).toHaveCount(0);
});

test("what cannot be kept is said calmly, shown all the same, and tried again", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await page.route("**/api/preferences", (route) =>
    route.fulfill({ status: 503, body: "no answer of ours" }),
  );
  await star(page.locator("[data-row]").first());
  await expect(favourites(page)).toHaveCount(1);
  await expect(page.getByText(/is not kept yet/)).toBeVisible();
  await mustBeAccessible(page);
  await page.unroute("**/api/preferences");
  await sent(page, () => page.getByRole("button", { name: "Try again" }).click());
  await expect(page.getByText(/is not kept yet/)).toHaveCount(0);
});

test("the search is reached from every page, and details tell what is known", async ({ page, world }) => {
  await signIn(page, world.portal, "auditor", "/audit");
  await expect(page.getByRole("table")).toBeVisible();
  // Pressed again where the page had not yet taken over what the server showed.
  await expect(async () => {
    await page.keyboard.press("ControlOrMeta+k");
    await expect(box(page)).toBeFocused({ timeout: 2000 });
  }).toPass();
  await rolesRead(page);
  await page.keyboard.press("?");
  await expect(box(page)).toHaveValue("?");
  await page.keyboard.press("Escape");
  await box(page).press("ArrowDown");
  await page.keyboard.press("m");
  await page.getByRole("menuitem", { name: "Details" }).click();
  await expect(page.getByRole("dialog")).toContainText("Confirmed by AWS");
  await mustBeAccessible(page);
});

test("a link to a row carries its instance", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await box(page).fill("payments-dev");
  await rows(page, "payments-dev").nth(1).getByRole("button", { name: /^More/ }).click();
  const wanted = await rows(page, "payments-dev").nth(1).getAttribute("aria-label");
  await page.getByRole("menuitem", { name: "Copy link to this row" }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).searchParams.get("instance")).toBe("main");
  await page.goto(link);
  await expect(page.locator("[data-row][data-lit]")).toHaveAccessibleName(wanted ?? "");
});
