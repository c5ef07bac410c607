/** The whole path, as an engineer and an administrator walk it. */

import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Page } from "@playwright/test";
import { expect, rolesRead, signIn, test } from "./stories";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

/** The variables that a shell really has after it ran what was copied. */
function shellAfter(script: string): Record<string, string> {
  const printed = execFileSync("bash", ["--noprofile", "--norc", "-c", `${script}\nenv -0`], {
    encoding: "utf8",
    env: { NODE_ENV: "test", PATH: process.env.PATH ?? "" },
  });
  return Object.fromEntries(
    printed.split("\0").map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
}

async function clipboard(page: Page): Promise<string> {
  return await page.evaluate(() => navigator.clipboard.readText());
}

/** Without printing either where it does. */
async function mustNotShow(page: Page, secrets: readonly (string | undefined)[]): Promise<void> {
  const html = await page.content();
  for (const secret of secrets) {
    expect(secret?.length).toBeGreaterThan(20);
    expect(html.includes(secret ?? "")).toBe(false);
  }
}

test("an engineer copies keys that AWS's own SDK accepts, opens the console as the same role, and an administrator finds both", async ({
  page,
  context,
  browser,
  world,
}) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);

  const row = page.getByRole("row", { name: /^\S+ in payments-prod$/ }).first();
  const role = (await row.getAttribute("aria-label"))?.split(" in ")[0] ?? "";
  await row.getByRole("button", { name: /^Copy/ }).click();
  await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for .*alive until/);

  const variables = shellAfter(await clipboard(page));
  const sts = new STSClient({
    endpoint: world.sandbox.environment.AWS_ENDPOINT_URL_STS ?? "",
    region: variables.AWS_REGION ?? "",
    credentials: {
      accessKeyId: variables.AWS_ACCESS_KEY_ID ?? "",
      secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? "",
      sessionToken: variables.AWS_SESSION_TOKEN ?? "",
    },
  });
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  expect(identity.Arn).toContain(`:assumed-role/AWSReservedSSO_${role}_`);
  expect(identity.Arn).toMatch(/\/e\.noether$/);

  const opening = context.waitForEvent("page");
  await row.getByRole("button", { name: "Console" }).click();
  const consolePage = await opening;
  await expect(consolePage.locator("[data-of=account-id]")).toHaveText(identity.Account ?? "");
  await expect(consolePage.locator("[data-of=role]")).toContainText(role);
  await expect(consolePage.locator("[data-of=session-name]")).toHaveText("e.noether");
  expect(consolePage.url()).not.toContain("SigninToken");

  expect((await page.request.get("/audit")).status()).toBe(404);

  const theirs = await browser.newContext({ baseURL: world.portal.url });
  const administrator = await theirs.newPage();
  await signIn(
    administrator,
    world.portal,
    "administrator",
    `/audit?accessKeyId=${variables.AWS_ACCESS_KEY_ID}`,
  );
  const table = administrator.getByRole("table");
  await expect(table.getByText(role).first()).toBeVisible();
  await administrator.goto(`${world.portal.url}/audit?accountId=${identity.Account}`);
  await expect(table.getByText(/console/i).first()).toBeVisible();
  await expect(table.getByText(/keys/i).first()).toBeVisible();
  await theirs.close();
});

test("the AWS command line names the account and role of copied keys", async ({ page, world }) => {
  const has = () => {
    try {
      return execFileSync("aws", ["--version"], { encoding: "utf8" }).startsWith("aws-cli/");
    } catch {
      return false;
    }
  };
  test.skip(!has(), "there is no `aws` on PATH");
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await page.getByRole("button", { name: /^Copy/ }).first().click();
  await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);

  const variables = shellAfter(await clipboard(page));
  // Not the synchronous kind: the sandbox that must answer lives in this very process.
  const { stdout: said } = await promisify(execFile)(
    "aws",
    ["sts", "get-caller-identity", "--output", "json"],
    {
      timeout: 30_000,
      env: {
        ...process.env,
        ...variables,
        AWS_ENDPOINT_URL_STS: world.sandbox.environment.AWS_ENDPOINT_URL_STS ?? "",
      },
    },
  );
  expect(JSON.parse(said).Arn).toMatch(/assumed-role\/AWSReservedSSO_.+\/e\.noether$/);
});

test("with the keyboard alone: search, arrow, copy, console", async ({ page, context, world }) => {
  await page.goto(world.portal.url);
  await expect(page.getByRole("button", { name: /sign in/i })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^engineer\b/ }).focus();
  await page.keyboard.press("Enter");
  await rolesRead(page);

  await page.keyboard.type("payments prod");
  const rows = page.getByRole("row", { name: / in payments-prod$/ });
  await expect(rows.first()).toBeVisible();
  await expect(page.getByRole("row", { name: / in checkout/ })).toHaveCount(0);

  const opening = context.waitForEvent("page");
  await page.keyboard.press("Enter");
  await expect((await opening).locator("[data-of=account-name]")).toHaveText("payments-prod");

  await page.bringToFront();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("c");
  await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);
  expect(await clipboard(page)).toContain("AWS_SESSION_TOKEN");
});

test("switching the format asks AWS nothing and records nothing", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await page.getByRole("button", { name: /^Copy/ }).first().click();
  await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);
  const calls = async () =>
    (await (await fetch(new URL("calls", world.sandbox.controlUrl))).json()).GetRoleCredentials;
  const before = await calls();
  await page.getByRole("button", { name: "Another format" }).click();
  await page.getByRole("menuitem", { name: "fish" }).click();
  await expect.poll(() => clipboard(page)).toContain("set -gx AWS_ACCESS_KEY_ID");
  expect(await calls()).toBe(before);
});

test("a page shows no secret unless it is asked to, and not after sign-out and Back", async ({
  page,
  world,
}) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await page.getByRole("button", { name: /^Copy/ }).first().click();
  await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);
  const variables = shellAfter(await clipboard(page));
  const secrets = [variables.AWS_SECRET_ACCESS_KEY, variables.AWS_SESSION_TOKEN];
  await mustNotShow(page, secrets);

  await page.getByRole("button", { name: "You" }).click();
  await page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await page.waitForURL(/signed-out/);
  await page.goBack();
  await expect(page.getByRole("row", { name: / in / })).toHaveCount(0);
  await mustNotShow(page, secrets);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  for (const secret of secrets) expect(kept.includes(secret ?? "nothing was copied")).toBe(false);
});

test("people come back to the page that they wanted", async ({ page, world }) => {
  await signIn(page, world.portal, "auditor", "/audit?kind=sign-in.succeeded");
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe("/audit?kind=sign-in.succeeded");
});

test("somebody without any account is told whom to ask", async ({ page, world }) => {
  await signIn(page, world.portal, "newcomer");
  await expect(page.getByText(/ask/i).first()).toBeVisible();
  await expect(page.getByRole("link", { name: /AWS/ }).first()).toHaveAttribute("href", /\/start/);
});

test("an unverified e-mail address is explained, and nothing is exchanged for it", async ({
  page,
  world,
}) => {
  const exchanged = async () =>
    (await (await fetch(new URL("calls", world.sandbox.controlUrl))).json()).CreateTokenWithIAM ?? 0;
  const before = await exchanged();
  await signIn(page, world.portal, "unverified");
  await expect(page.getByText("Your e-mail address is not verified")).toBeVisible();
  expect(await exchanged()).toBe(before);
});

test("hostile names break neither the page nor the clipboard", async ({ page, world }) => {
  await signIn(page, world.portal, "hostile");
  await rolesRead(page);
  expect(await page.evaluate(() => "pwned" in window)).toBe(false);
  // All of them, whatever one says that was pressed before.
  const copies = page.getByRole("button", { name: /^Cop(y|ied)/ });
  for (let index = 0; index < Math.min(await copies.count(), 6); index += 1) {
    await copies.nth(index).click();
    await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);
    expect(shellAfter(await clipboard(page)).AWS_ACCESS_KEY_ID).toMatch(/^ASIA/);
  }
});

test("without groups from the provider people work as usual, are told what stays closed, and the record says so", async ({
  page,
  browser,
  world,
}) => {
  await signIn(page, world.portal, "nogroups");
  await rolesRead(page);
  await expect(page.getByText(/sent no groups for you/)).toBeVisible();
  await page.getByRole("button", { name: /^Copy/ }).first().click();
  await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);

  const theirs = await browser.newContext({ baseURL: world.portal.url });
  const auditor = await theirs.newPage();
  await signIn(auditor, world.portal, "auditor");
  const record = await theirs.request.get("/api/audit/csv?kind=sign-in.succeeded");
  expect(await record.text()).toContain('""groups"":null');
  await theirs.close();
});
