/** "Use it in…": from a role to a tool that gets its keys by itself, and the tool does. */

import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { isHere } from "@/lib/credentials/inputs-for-tests";
import { mustBeAccessible } from "./must-be-accessible";
import { newMachine } from "./paired-machine";
import { expect, rolesRead, signIn, test, type World } from "./stories";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

/** Copies the snippet with this title, of the tab that is shown. */
async function copied(page: Page, title: RegExp): Promise<string> {
  await page.getByRole("button", { name: title }).first().click();
  await expect(page.getByRole("status", { name: "Notice" })).toContainText("Copied");
  return await clipboard(page);
}

/** By the menu of the row, as people come there. */
async function openFor(page: Page, world: World): Promise<void> {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  const row = page.getByRole("row", { name: "Developer in payments-prod" }).first();
  await row.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: "Use it in a tool…" }).click();
  await expect(page.getByRole("heading", { name: "Use it in a tool of yours" })).toBeVisible();
}

test("a machine is paired from the page, its profile and its variables are pasted, and AWS's own CLI is the role that was expected", async ({
  page,
  world,
}) => {
  test.skip(!isHere("aws"), "there is no `aws` on PATH");
  const machine = newMachine(world.portal.url);
  try {
    await openFor(page, world);
    const way = new URL(page.url()).pathname;
    const [, , , accountId = "", role] = way.split("/");
    expect(role).toBe("Developer");
    await page.getByRole("button", { name: "Linux" }).click();
    await page.getByLabel("Home folder, as a whole path").fill(machine.home);
    const pair = await copied(page, /^Copy: Pair this machine/);
    expect(pair).toBe(`curl -fsS ${world.portal.url}/pair | sh -s -- --grant ${accountId}/Developer\n`);
    const profile = await copied(page, /^Copy: Put this into/);
    const variables = await copied(page, /^Copy: Paste this into the terminal/);
    const test = await copied(page, /^Copy: Test it/);
    const expected = await page.getByRole("tabpanel").locator("code").first().textContent();
    for (const text of [pair, profile, variables, test, await page.content()])
      expect(text).not.toMatch(/spt_\w/);

    const run = machine.run("sh", "--grant", `${accountId}/Developer`);
    await page.goto(`${world.portal.url}/device`);
    await page.keyboard.type(await run.code);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Choose it" }).click();
    await page.getByRole("button", { name: "Allow this machine" }).click();
    expect((await run.end).said).toMatch(/^Paired\b/m);

    mkdirSync(join(machine.home, ".aws"));
    writeFileSync(join(machine.home, ".aws", "config"), profile);
    const env = {
      PATH: process.env.PATH ?? "",
      HOME: machine.home,
      AWS_ENDPOINT_URL_STS: world.sandbox.environment.AWS_ENDPOINT_URL_STS ?? "",
      AWS_EC2_METADATA_DISABLED: "true",
      ...(process.env.PYENV_ROOT ? { PYENV_ROOT: process.env.PYENV_ROOT } : {}),
    };
    const start = (expected ?? "").split("…")[0] ?? "";
    for (const script of [test, `${variables}aws sts get-caller-identity\n`]) {
      // Not the synchronous kind: the sandbox that must answer lives in this very process.
      const { stdout } = await promisify(execFile)("sh", ["-c", script], {
        env: { ...env, NODE_ENV: "test" },
      });
      expect(JSON.parse(stdout).Arn).toContain(start);
      expect(JSON.parse(stdout).Arn).toMatch(/\/e\.noether$/);
    }
  } finally {
    machine.remove();
  }
});

test("the page remembers the machine and the tool, says what a path must be, and is accessible in every tab", async ({
  page,
  world,
}) => {
  await openFor(page, world);
  await page.getByRole("button", { name: "macOS" }).click();
  await page.getByLabel("Home folder, as a whole path").fill("~/ada");
  await expect(
    page.getByRole("alert").filter({ hasText: "Write the whole path, as in /Users/you" }),
  ).toBeVisible();
  await page.getByLabel("Home folder, as a whole path").fill("/Users/ada");
  await page.getByRole("tab", { name: "Kubernetes" }).click();
  await page.reload();
  await expect(page.getByRole("tab", { name: "Kubernetes" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("tabpanel")).toContainText("/Users/ada/.config/sallyport/header");

  await page.getByLabel("Region").fill("nowhere");
  await expect(page.getByRole("alert").filter({ hasText: "A region is written like" })).toBeVisible();
  await mustBeAccessible(page);
  await page.getByLabel("Region").fill("us-gov-west-1");
  await expect(page.getByRole("tabpanel")).toContainText("arn:aws-us-gov:sts::");
  await page.getByRole("tab", { name: "Docker" }).click();
  await mustBeAccessible(page);

  // The arrow keys go from tool to tool.
  await page.getByRole("tab", { name: "Docker" }).press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Kubernetes" })).toBeFocused();

  await page.getByRole("button", { name: "Windows" }).click();
  await page.getByRole("tab", { name: "AWS CLI" }).click();
  await expect(page.getByRole("tabpanel")).toContainText("curl.exe");
  await expect(page.getByRole("button", { name: "Copy: Pair this machine" })).toHaveCount(0);
});

test("a role that is not in the list is said to be none, and what is no role has no page", async ({
  page,
  world,
}) => {
  await openFor(page, world);
  const address = new URL(page.url());
  const other = address.pathname.replace("/Developer", "/Nobody+a=b,c.d@e");
  await page.goto(`${world.portal.url}${other}`);
  await expect(page.getByText("This role is not in your list")).toBeVisible();
  await expect(page.getByText("Nobody+a=b,c.d@e", { exact: true })).toBeVisible();
  for (const path of [
    "/use/main/123/Developer",
    "/use/nowhere/123456789012/Developer",
    "/use/main/123456789012/%3Cb%3E",
  ]) {
    const answer = await page.goto(`${world.portal.url}${path}`);
    expect(answer?.status()).toBe(404);
  }
});

test("from keys in hand it is one click", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await page.getByRole("button", { name: /^Copy/ }).first().click();
  await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);
  await page.getByRole("region", { name: "Keys" }).getByRole("link", { name: "Use it in…" }).click();
  await expect(page.getByRole("heading", { name: "Use it in a tool of yours" })).toBeVisible();
  await expect(page).toHaveTitle("Use it in… · Sallyport");
});
