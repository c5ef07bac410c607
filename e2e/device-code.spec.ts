/** Connecting by a code, as people and as those who would misuse them go about it. */

import type { Page } from "@playwright/test";
import { mustBeAccessible } from "./must-be-accessible";
import { control, expect, rolesRead, signIn, test, type World } from "./stories";

test.use({
  settings: { IDENTITY_CENTER_CONNECT: "device-code", IDENTITY_CENTER_APPLICATION_ARN: "" },
  permissions: ["clipboard-read", "clipboard-write"],
});

test.beforeEach(async ({ world }) => {
  await control(world.sandbox, "reset", {});
});

async function calls({ sandbox }: World, operation: string): Promise<number> {
  const all = (await control(sandbox, "calls")) as Record<string, number>;
  return all[operation] ?? 0;
}

const status = (page: Page) => page.getByRole("status", { name: "Connection" });

/** The code as the page shows it, once it does. */
async function codeOn(page: Page): Promise<string> {
  await expect(page.getByRole("heading", { name: "Approve this code at AWS" })).toBeVisible();
  return ((await page.locator("code").first().textContent()) ?? "").trim();
}

/** On AWS's page that the portal opens: the same code, and somebody's decision. */
async function decide(page: Page, button: RegExp): Promise<void> {
  const opening = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "Open AWS" }).click();
  const aws = await opening;
  await expect(aws.getByText(await codeOn(page), { exact: true })).toBeVisible();
  await aws.getByRole("button", { name: button }).click();
  await expect(aws.getByRole("heading", { name: /^Request (approved|denied)$/ })).toBeVisible();
  await aws.close();
}

const asEngineer = /^Approve as engineer\b/;

/** Somebody signed in who is on the page with a code. */
async function begun(page: Page, world: World, login = "engineer", next = "/"): Promise<string> {
  await signIn(page, world.portal, login, `/connect/main?next=${encodeURIComponent(next)}`);
  await page.getByRole("button", { name: /^Connect/ }).click();
  return await codeOn(page);
}

async function connected(page: Page, world: World, next = "/"): Promise<void> {
  await begun(page, world, "engineer", next);
  await decide(page, asEngineer);
  await page.waitForURL(`${world.portal.url}${next}`);
}

/** What the record says of connections, in order. */
async function recorded(page: Page, world: World): Promise<string> {
  const context = await page.context().browser()?.newContext({ baseURL: world.portal.url });
  if (!context) throw new Error("There is no browser.");
  await signIn(await context.newPage(), world.portal, "auditor");
  const record = await (await context.request.get("/api/audit/csv")).text();
  await context.close();
  return record;
}

test("from the access page: one click, one code, one approval, and the accounts are there", async ({
  page,
  world,
}) => {
  await signIn(page, world.portal, "engineer");
  await page.getByRole("link", { name: "Connect", exact: true }).click();
  // Coming here begins nothing.
  await expect(page.getByRole("button", { name: "Connect" })).toBeFocused();
  expect(await calls(world, "StartDeviceAuthorization")).toBe(0);
  await mustBeAccessible(page);

  await page.keyboard.press("Enter");
  const code = await codeOn(page);
  await expect(status(page)).toContainText(`Your code is ${code.replace("-", "").split("").join(" ")}`);
  await expect(page.getByRole("link", { name: "Open AWS" })).toBeFocused();
  await expect(page.getByRole("timer")).toHaveText(/^(10:00|9:\d\d) left$/);
  await page.getByRole("button", { name: "Copy" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
  await mustBeAccessible(page);

  await decide(page, asEngineer);
  await page.waitForURL(`${world.portal.url}/`);
  await rolesRead(page);
  await expect(page.getByRole("row", { name: / in / }).first()).toBeVisible();
});

test("a code is there again after a reload, and no secret is on the page", async ({ page, world }) => {
  const code = await begun(page, world);
  const began = await calls(world, "StartDeviceAuthorization");
  await page.reload();
  expect(await codeOn(page)).toBe(code);
  expect(await calls(world, "StartDeviceAuthorization")).toBe(began);
  expect(await page.content()).not.toMatch(/deviceCode|clientSecret|accessToken/);
});

test("a denied code says so, and the next one is a click away", async ({ page, world }) => {
  const first = await begun(page, world);
  await decide(page, /^Deny$/);
  await expect(page.getByRole("heading", { name: "The approval was denied at AWS" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Get a new code" })).toBeFocused();
  await mustBeAccessible(page);
  await page.keyboard.press("Enter");
  expect(await codeOn(page)).not.toBe(first);
});

test("a code that nobody approves in time says so, and the next one works", async ({ page, world }) => {
  await begun(page, world);
  await control(world.sandbox, "clock", { advanceSeconds: 601 });
  await expect(page.getByRole("heading", { name: "This code is no longer good" })).toBeVisible();
  await page.getByRole("button", { name: "Get a new code" }).click();
  await codeOn(page);
  await decide(page, asEngineer);
  await page.waitForURL(`${world.portal.url}/`);
});

test("whoever has somebody else approve their code gets nothing of theirs", async ({ page, world }) => {
  // Begun by one, approved by the other: that is the whole attack.
  await begun(page, world, "reader");
  const listed = await calls(world, "ListAccountRoles");
  await decide(page, /^Approve as administrator\b/);
  await expect(page.getByRole("heading", { name: "AWS thinks that you are somebody else" })).toBeVisible();
  await expect(status(page)).toContainText("Nothing was handed out");
  // One account was looked into, to find out whose it is; its token is dead.
  expect((await calls(world, "ListAccountRoles")) - listed).toBe(1);
  expect(await calls(world, "Logout")).toBe(1);

  await page.goto(world.portal.url);
  await expect(page.getByRole("link", { name: "Connect", exact: true }).first()).toBeVisible();
  await expect(page.getByRole("row", { name: / in / })).toHaveCount(0);
  expect(await recorded(page, world)).toMatch(/connection\.refused.*identity-mismatch/);
});

test("another browser of the same person, and another person, cannot ask for a code", async ({
  page,
  browser,
  world,
}) => {
  const code = await begun(page, world, "nogroups");
  const asked = await calls(world, "CreateToken");
  for (const login of ["nogroups", "newcomer"]) {
    const context = await browser.newContext({ baseURL: world.portal.url });
    const other = await context.newPage();
    await signIn(other, world.portal, login, "/connect/main");
    await expect(other.getByText(code)).toHaveCount(0);
    const poll = () =>
      fetch("/api/connections/poll", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{"instance":"main"}',
      }).then((answer) => answer.json());
    expect(await other.evaluate(poll)).toMatchObject({ code: "aws-approval-expired" });
    await context.close();
  }
  // What was asked meanwhile, the page with the code asked: its own code is as good as before.
  expect(await calls(world, "CreateToken")).toBeGreaterThanOrEqual(asked);
  await decide(page, /^Approve as nogroups\b/);
  await page.waitForURL(`${world.portal.url}/`);
});

test("two tabs ask AWS no oftener than one, and both go on", async ({ page, context, world }) => {
  await begun(page, world);
  const other = await context.newPage();
  const since = Date.now();
  const before = await calls(world, "CreateToken");
  await other.goto(`${world.portal.url}/connect/main?next=/`);
  await codeOn(other);
  const polls = (of: Page) => of.waitForResponse(/\/api\/connections\/poll$/);
  for (let round = 0; round < 3; round += 1) await Promise.all([polls(page), polls(other)]);
  // An interval of three seconds allows so many, and the tabs have asked six times at least.
  const allowed = Math.floor((Date.now() - since) / 3000) + 1;
  expect((await calls(world, "CreateToken")) - before).toBeLessThanOrEqual(allowed);

  await decide(page, asEngineer);
  await Promise.all([page, other].map((tab) => tab.waitForURL(`${world.portal.url}/`)));
});

test("a tab that is out of sight for long asks no more, and asks at once when it is back", async ({
  page,
  world,
}) => {
  await page.clock.install();
  await begun(page, world);
  const show = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  const answer = () => page.waitForResponse(/\/api\/connections\/poll$/);
  let asked = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/api/connections/poll")) asked += 1;
  });

  await show(true);
  // Somebody who signs in at AWS meanwhile is waited for; an hour later nobody is.
  await Promise.all([answer(), page.clock.fastForward("02:00")]);
  await Promise.all([answer(), page.clock.fastForward("02:00")]);
  const before = asked;
  await page.clock.fastForward("01:00:00");
  expect(asked).toBe(before);
  await Promise.all([answer(), show(false)]);
});

test("a link to the page begins nothing, and leads nowhere but here", async ({ page, world }) => {
  await signIn(page, world.portal, "everything", "/connect/main?next=https://evil.example/");
  await expect(page.getByRole("button", { name: /^Connect/ })).toBeVisible();
  await expect(page.getByRole("link", { name: "Not now" })).toHaveAttribute("href", "/");
  expect(await calls(world, "StartDeviceAuthorization")).toBe(0);
  await page.goto(`${world.portal.url}/connect/elsewhere`);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
});

test("an hour later keys come without a click: AWS renews what was approved", async ({ page, world }) => {
  await connected(page, world);
  await rolesRead(page);
  await control(world.sandbox, "clock", { advanceSeconds: 3700 });
  const began = await calls(world, "StartDeviceAuthorization");
  await page.getByRole("button", { name: /^Copy/ }).first().click();
  await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);
  expect(await calls(world, "StartDeviceAuthorization")).toBe(began);
});

test("when AWS's session has ended it is one click to mend, and back to the same place", async ({
  page,
  world,
}) => {
  await connected(page, world, "/?q=payments");
  await rolesRead(page);
  await control(world.sandbox, "clock", { advanceSeconds: 9 * 3600 });
  await page.getByRole("button", { name: /^Copy/ }).first().click();
  const keys = page.getByRole("region", { name: "Keys" });
  await expect(keys.getByText("You are not connected to AWS here")).toBeVisible();

  await keys.getByRole("link", { name: "Connect" }).click();
  await page.getByRole("button", { name: "Connect" }).click();
  await codeOn(page);
  await decide(page, asEngineer);
  await page.waitForURL(`${world.portal.url}/?q=payments`);
  await page.getByRole("button", { name: /^Copy/ }).first().click();
  await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);
});
