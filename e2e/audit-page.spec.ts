/** The audit page: who took keys is found by clicking, what is new arrives, and every view can be sent to somebody. */

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import type { AccessLine } from "@/lib/core/access";
import { type HttpPerson, httpSignIn } from "./http-person";
import { mustBeAccessible } from "./must-be-accessible";
import { expect, signIn, test, type World } from "./stories";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

type Told = { instance: string; accountId: string; roles: readonly string[] | null };
type Grant = { instance: string; accountId: string; role: string };

/** The first role that somebody has in the account of that name; in any account where none is named. */
async function grantIn(person: HttpPerson, name: string | null): Promise<Grant> {
  const lines = (await (await person.get("/api/access")).text()).trim().split("\n");
  const told = lines.map((line): AccessLine => JSON.parse(line));
  const named = told.flatMap((line) =>
    line.kind === "kept" || line.kind === "accounts" ? line.accounts : [],
  );
  const known = named.find((account) => account.name === name);
  const roles = told.flatMap((line): Told[] => {
    if (line.kind === "roles") return [line];
    return line.kind === "kept" ? line.accounts.map((one) => ({ ...one, instance: line.instance })) : [];
  });
  const found = roles.find(
    (one) => one.roles?.length && (name === null || one.accountId === known?.accountId),
  );
  const role = found?.roles?.[0];
  if (!found || !role) throw new Error(`There is no role in ${name}.`);
  return { instance: found.instance, accountId: found.accountId, role };
}

async function takeKeys(world: World, login: string, name: string | null): Promise<string> {
  const person = await httpSignIn(world.portal.url, login);
  const answer = await person.post("/api/credentials", await grantIn(person, name));
  expect(answer.status).toBe(200);
  const { credentials } = (await answer.json()) as { credentials: { accessKeyId: string } };
  return credentials.accessKeyId;
}

const rows = (page: Page) => page.getByRole("table").getByRole("row");
const drawer = (page: Page) => page.getByRole("dialog");
const openers = (page: Page) => page.getByRole("button", { name: /^Open event / });

test("who took keys for payments-prod is found by clicking alone, with what to ask CloudTrail", async ({
  page,
  world,
}) => {
  const accessKeyId = await takeKeys(world, "engineer", "payments-prod");
  await signIn(page, world.portal, "auditor", "/audit");
  await rows(page).getByRole("link", { name: "payments-prod" }).first().click();
  await expect(page.getByRole("list", { name: "Narrowed to" })).toContainText("payments-prod");
  await page.getByLabel("What", { exact: true }).selectOption("Keys issued");
  await expect(page).toHaveURL(/kind=credentials\.issued/);
  // Others may have taken keys there before.
  await expect(page.getByText(/^\d+ events?$/)).toBeVisible();

  await openers(page).first().click();
  await expect(drawer(page)).toContainText("Emmy Noether");
  await expect(drawer(page)).toContainText("Keys requested");
  await expect(drawer(page)).toContainText(/Still alive for (\d+ h )?\d+ m/);
  await expect(drawer(page)).toContainText(`useridentity.accesskeyid = '${accessKeyId}'`);
  await drawer(page).getByRole("tab", { name: "Event history" }).first().click();
  await drawer(page)
    .getByRole("button", { name: /^Copy: With keys of the account/ })
    .click();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  expect(command).toMatch(
    new RegExp(
      `^aws cloudtrail lookup-events --lookup-attributes AttributeKey=AccessKeyId,AttributeValue=${accessKeyId} `,
    ),
  );
  await drawer(page).getByRole("link", { name: accessKeyId }).click();
  await expect(page).toHaveURL(new RegExp(`accessKeyId=${accessKeyId}$`));
  await expect(drawer(page)).toHaveCount(0);
  await expect(page.getByText("1 event", { exact: true })).toBeVisible();
});

test("what is new arrives by itself at the top, and waits where somebody points or reads", async ({
  page,
  world,
}) => {
  await signIn(page, world.portal, "auditor", "/audit?kind=sign-in.succeeded");
  await page.mouse.move(5, 5);
  await page.evaluate(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement.blur() : null,
  );
  const before = await rows(page).count();
  await httpSignIn(world.portal.url, "reader");
  await expect(rows(page)).toHaveCount(before + 1);
  await expect(rows(page).nth(1)).toContainText("Ada Lovelace");

  await rows(page).nth(1).hover();
  const first = await rows(page).nth(1).boundingBox();
  await httpSignIn(world.portal.url, "newcomer");
  await httpSignIn(world.portal.url, "newcomer");
  const pill = page.getByRole("button", { name: "2 new events" });
  await expect(pill).toBeVisible();
  await expect(rows(page)).toHaveCount(before + 1);
  expect(await rows(page).nth(1).boundingBox()).toEqual(first);
  await pill.click();
  await expect(rows(page)).toHaveCount(before + 3);
  await expect(rows(page).nth(1)).toContainText("Alan Turing");
});

test("a page whose portal is gone says so and keeps its rows, and one whose session ended leads back", async ({
  page,
  world,
}) => {
  await signIn(page, world.portal, "auditor", "/audit");
  const before = await rows(page).count();
  expect(before).toBeGreaterThan(1);
  await page.route("**/api/audit/events**", (route) => route.fulfill({ status: 502, body: "" }));
  await expect(page.getByText("Not live: Sallyport did not answer. What is here stays.")).toBeVisible();
  expect(await rows(page).count()).toBe(before);
  await page.unroute("**/api/audit/events**");
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();

  await page.context().clearCookies();
  await expect(page.getByText(/^Not live: You are not signed in/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign in again" })).toBeVisible();
  expect(await rows(page).count()).toBeGreaterThanOrEqual(before);
});

test("filters and the open event are in the address: reload keeps them, Back takes them away again", async ({
  page,
  world,
}) => {
  await takeKeys(world, "reader", null);
  await signIn(page, world.portal, "auditor", "/audit");
  await page.getByLabel("What", { exact: true }).selectOption("Keys: all");
  await expect(page).toHaveURL(/\?kind=keys$/);
  await rows(page).getByRole("link", { name: "Ada Lovelace" }).first().click();
  await expect(page).toHaveURL(/personId=/);
  const chips = page.getByRole("list", { name: "Narrowed to" });
  await expect(chips).toContainText("Ada Lovelace");
  await page.reload();
  await expect(chips).toContainText("Ada Lovelace");
  await expect(chips).toContainText("Keys");

  await openers(page).first().click();
  await expect(drawer(page)).toBeVisible();
  const link = page.url();
  expect(link).toMatch(/event=\d+/);
  await page.goBack();
  await expect(drawer(page)).toHaveCount(0);
  await page.goto(link);
  await expect(drawer(page)).toContainText("Ada Lovelace");
  await drawer(page).getByRole("button", { name: "Close" }).click();
  await expect(page).not.toHaveURL(/event=/);

  await chips.getByRole("link", { name: "Any person" }).click();
  await expect(page).toHaveURL(/\?kind=keys$/);
  await page.goBack();
  await expect(chips).toContainText("Ada Lovelace");
});

test("with the keyboard alone: search, rows, the open event, and back to where it was", async ({
  page,
  world,
}) => {
  await signIn(page, world.portal, "auditor", "/audit");
  const box = page.getByRole("combobox", { name: "Search the record" });
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(box).toBeFocused({ timeout: 2_000 });
  }).toPass();
  await page.keyboard.type("katherine");
  await expect(page.getByRole("option").first()).toContainText("Person");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/person=katherine/);
  await expect(rows(page).nth(1)).toContainText("Katherine Johnson");

  await page.evaluate(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement.blur() : null,
  );
  await page.keyboard.press("j");
  await expect(openers(page).first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(drawer(page)).toContainText("Katherine Johnson");
  await page.keyboard.press("Escape");
  await expect(drawer(page)).toHaveCount(0);
  await expect(openers(page).first()).toBeFocused();
});

test("names made to break pages stand in rows, chips and the open event as what they are", async ({
  page,
  world,
}) => {
  await takeKeys(world, "hostile", null);
  await signIn(page, world.portal, "auditor", "/audit?kind=credentials.issued");
  const mallory = rows(page).getByRole("link", { name: /Mallory "><img src=x onerror=alert\(1\)>/ });
  await expect(mallory.first()).toBeVisible();
  await expect(page.getByRole("table").locator("img")).toHaveCount(0);
  await mallory.first().click();
  await openers(page).first().click();
  await expect(drawer(page)).toContainText("m+a=l,l.o@r-y");
  await expect(drawer(page).locator("img")).toHaveCount(0);
  await page.keyboard.press("Escape");

  const typed = `<script>alert(1)</script>'; DROP TABLE audit_event; --`;
  await page.goto(`/audit?${new URLSearchParams({ text: typed, role: "\u202egnihton" })}`);
  await expect(page.getByRole("list", { name: "Narrowed to" })).toContainText(typed);
  await expect(page.getByText("No event matches")).toBeVisible();
  await expect(page.getByText(/^Searched back to /)).toBeVisible();

  await page.goto("/audit?kind=toString&personId=1&from=yesterday&before=x&event=-1&kind2=x");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("There is no such kind of event.");
  await page.goto("/audit?event=999999999");
  await expect(drawer(page).getByRole("alert")).toContainText("There is nothing here");
});

test("rows and the open event are accessible in both themes, on a phone too", async ({ page, world }) => {
  await takeKeys(world, "reader", null);
  await signIn(page, world.portal, "auditor", "/audit?kind=keys");
  await expect(page.getByText(/^\d+ events?$/)).toBeVisible();
  await mustBeAccessible(page);
  await page.getByRole("combobox", { name: "Search the record" }).fill("payments");
  await expect(page.getByRole("option")).toHaveCount(4);
  await mustBeAccessible(page, "[role=listbox]");
  await page.keyboard.press("Escape");
  await openers(page).first().click();
  await expect(drawer(page)).toContainText("Digest");
  await mustBeAccessible(page, "[role=dialog]");

  await page.setViewportSize({ width: 390, height: 844 });
  await mustBeAccessible(page, "[role=dialog]");
  const box = await drawer(page).boundingBox();
  // All of it, but for the place of a scrollbar, which a phone does not have.
  expect(box?.width).toBeGreaterThan(390 - 20);
  await drawer(page).getByRole("button", { name: "Close" }).click();
  await expect(drawer(page)).toHaveCount(0);
  await mustBeAccessible(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
});

test("an auditor reads the record and nothing else of administration; an engineer not even that", async ({
  world,
}) => {
  const server = join(process.cwd(), ".next/standalone/.next/server");
  const manifest = JSON.parse(readFileSync(join(server, "app-paths-manifest.json"), "utf8"));
  const built = Object.keys(manifest).filter(
    (name) => !name.startsWith("/_") && !name.endsWith("/icon.svg/route"),
  );
  const args = ["e2e/built-doors.mjs", server, JSON.stringify(built)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const doors: Record<string, string[]> = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  const forAdministrators = built.filter((name) => doors[name]?.includes("administrator"));
  expect(forAdministrators.length).toBeGreaterThan(3);

  const auditor = await httpSignIn(world.portal.url, "auditor");
  const engineer = await httpSignIn(world.portal.url, "engineer");
  for (const name of forAdministrators) {
    const path = name
      .replace(/\/(page|route)$/, "")
      .replace(/\/\([^)]+\)/g, "")
      .replace(/\[[^\]]+\]/g, "x");
    const isPage = name.endsWith("/page");
    const status = isPage ? (await auditor.get(path)).status : (await auditor.post(path, {})).status;
    expect([path, status === 405 ? (await auditor.get(path)).status : status]).toEqual([path, 404]);
  }
  expect((await auditor.get("/audit")).status).toBe(200);
  for (const path of ["/audit", "/api/audit/events", "/api/audit/count", "/api/audit/story?seq=1"]) {
    expect([path, (await engineer.get(path)).status]).toEqual([path, 404]);
  }
});
