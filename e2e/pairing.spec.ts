/** Pairing a machine, as people do it, and as those would who want somebody else's access. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { httpSignIn, stranger } from "./http-person";
import { mustBeAccessible } from "./must-be-accessible";
import { newMachine } from "./paired-machine";
import { expect, rolesRead, signIn, test, type World } from "./stories";

test.use({
  settings: { TRUSTED_PROXIES: "127.0.0.1,::1" },
  permissions: ["clipboard-read", "clipboard-write"],
});

const grantType = "urn:ietf:params:oauth:grant-type:device_code";
const form = { "content-type": "application/x-www-form-urlencoded" };

let machine: ReturnType<typeof newMachine>;
test.beforeEach(({ world }) => {
  machine = newMachine(world.portal.url);
});
test.afterEach(() => machine.remove());

async function post(world: World, path: string, fields: Record<string, string>, headers = {}) {
  const answer = await fetch(`${world.portal.url}${path}`, {
    method: "POST",
    headers: { ...form, ...headers },
    body: new URLSearchParams(fields).toString(),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

const begin = async (world: World, fields: Record<string, string> = { machine: "laptop-7" }, headers = {}) =>
  (await post(world, "/api/v1/pairing", fields, headers)).body as Record<string, string>;
const poll = (world: World, deviceCode = "") =>
  post(world, "/api/v1/pairing/token", { grant_type: grantType, device_code: deviceCode });

/** Somebody signed in whose list of roles has been read. */
async function withList(page: Page, world: World, login = "engineer"): Promise<void> {
  await signIn(page, world.portal, login);
  await rolesRead(page);
}

async function enter(page: Page, world: World, code: string): Promise<void> {
  await page.goto(`${world.portal.url}/device`);
  await expect(page.getByLabel("Enter the code that the machine shows")).toBeFocused();
  await page.keyboard.type(code);
  await page.keyboard.press("Enter");
}

const asked = (page: Page) => page.getByRole("heading", { name: "Is this your machine?" });
const roles = (page: Page) => page.getByRole("group", { name: "Your roles" });
const allow = (page: Page) => page.getByRole("button", { name: "Allow this machine" }).click();
const outcome = (page: Page) => page.getByRole("status", { name: "Pairing" });

test("the command, the code, one role and a click: the machine has a token, and gives it back", async ({
  page,
  world,
}) => {
  await withList(page, world);
  const run = machine.run("dash", "--grant", "payments-prod/Developer", "--name", "laptop-7");
  const code = await run.code;
  await enter(page, world, code.toLowerCase().replace("-", ""));
  await expect(asked(page)).toBeFocused();
  await expect(page.getByText("laptop-7", { exact: true })).toBeVisible();
  await expect(page.getByText(/^curl\//)).toBeVisible();
  await expect(page.getByRole("timer")).toHaveText(/^(5:00|4:\d\d) left$/);
  await mustBeAccessible(page);

  // Nothing is chosen beforehand, neither what it asks for nor everything.
  await expect(page.getByRole("radio", { name: "Only these roles" })).toBeChecked();
  await expect(roles(page).getByRole("checkbox", { checked: true })).toHaveCount(0);
  await allow(page);
  await expect(page.getByText("Choose at least one role.")).toBeVisible();
  await page.getByRole("button", { name: "Choose it" }).click();
  await expect(roles(page).getByRole("checkbox", { checked: true })).toHaveCount(1);
  await expect(roles(page).getByRole("checkbox").first()).toBeChecked();
  await allow(page);
  await expect(outcome(page)).toContainText("Allowed");
  await expect(outcome(page)).toBeFocused();
  await mustBeAccessible(page);

  const { status, out, said } = await run.end;
  expect(said).toContain("Paired, for emmy.noether@example.com.");
  expect(status).toBe(0);
  const token = machine.read("token");
  expect(token).toMatch(/^spt_[0-9A-Za-z]{49}$/);
  expect(machine.read("header")).toBe(`Authorization: ${token}\n`);
  expect([".", "token", "header"].map(machine.mode)).toEqual(["700", "600", "600"]);
  expect(out).toMatch(
    /AWS_CONTAINER_CREDENTIALS_FULL_URI='http:\S+\/api\/v1\/container\/main\/\d{12}\/Developer'/,
  );
  // What it printed is what AWS's programs use.
  const address = /CREDENTIALS_FULL_URI='([^']+)'/.exec(out)?.[1] ?? "";
  const keys = await fetch(address, { headers: { authorization: token } });
  expect(await keys.json()).toHaveProperty("AccessKeyId");
  const process = /credential_process = (.+)/.exec(out)?.[1] ?? "false";
  const { stdout } = await promisify(execFile)("sh", ["-c", process]);
  expect(JSON.parse(stdout)).toMatchObject({ Version: 1, AccessKeyId: expect.stringMatching(/^ASIA/) });

  // In no command line, neither then nor ever. The one that looks for the code has a pattern where the code would stand.
  expect(run.commandLines.size).toBeGreaterThan(0);
  expect([...run.commandLines].filter((line) => /spt_|device_code=(?!\\1)/.test(line))).toEqual([]);

  const revoke = () =>
    fetch(`${world.portal.url}/api/v1/access-token/revoke`, {
      method: "POST",
      headers: { authorization: token, "content-type": "application/json" },
      body: "{}",
    });
  const removal = machine.run("sh", "--remove");
  const removed = await removal.end;
  expect(removed.said).toContain("The token is revoked");
  expect(removed.status).toBe(0);
  expect(existsSync(machine.folder)).toBe(false);
  expect([...removal.commandLines].filter((line) => line.includes("spt_"))).toEqual([]);
  expect((await revoke()).status).toBe(401);
});

test("what the page says of the script is so, to the byte", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer", "/device");
  const script = Buffer.from(await (await fetch(`${world.portal.url}/pair`)).arrayBuffer());
  await expect(page.getByText(createHash("sha256").update(script).digest("hex"))).toBeVisible();
  await page.getByRole("button", { name: "Copy the command" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `curl -fsS ${world.portal.url}/pair | sh`,
  );
  await mustBeAccessible(page);

  const link = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "a short script" }).click();
  await expect((await link).getByText("Pairs this machine with Sallyport").first()).toBeVisible();
});

test("a code that was entered is nobody else's, and looks to others as if there were none", async ({
  page,
  browser,
  world,
}) => {
  const { user_code = "", device_code } = await begin(world);
  await withList(page, world);
  await enter(page, world, user_code);
  await expect(asked(page)).toBeVisible();

  const context = await browser.newContext({ baseURL: world.portal.url });
  const other = await context.newPage();
  await signIn(other, world.portal, "reader");
  await enter(other, world, user_code);
  await expect(other.getByText(/^No machine waits with this code/)).toBeVisible();
  await mustBeAccessible(other);
  await other.keyboard.type("BCDFGHJK");
  await other.keyboard.press("Enter");
  await expect(other.getByText(/^No machine waits with this code/)).toBeVisible();
  await context.close();

  // The first one's page is as good as before, also after a reload.
  await page.reload();
  await expect(asked(page)).toBeVisible();
  await page.getByRole("radio", { name: /^All my roles/ }).check();
  await allow(page);
  await expect(outcome(page)).toContainText("Allowed");
  const answer = await poll(world, device_code);
  expect(answer.body).toMatchObject({ token_type: "Bearer", more: 0 });
  expect(answer.body).not.toHaveProperty("scope");
});

test("what is not a code never leaves the page", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer");
  await enter(page, world, "hello");
  await expect(page.getByText(/^A code is 8 letters/)).toBeVisible();
  await expect(page.getByLabel("Enter the code that the machine shows")).toBeFocused();
});

test("refused on the page is refused to the machine", async ({ page, world }) => {
  await withList(page, world);
  const run = machine.run("bash");
  await enter(page, world, await run.code);
  await page.getByRole("button", { name: "Refuse" }).click();
  await expect(outcome(page)).toContainText("Refused");
  const { status, said } = await run.end;
  expect(said).toContain("It was not allowed");
  expect(status).toBe(1);
  expect(existsSync(join(machine.folder, "token"))).toBe(false);
});

test("whoever is signed out before the machine comes for its token gives it none", async ({
  page,
  world,
}) => {
  await withList(page, world);
  const { user_code = "", device_code } = await begin(world);
  await enter(page, world, user_code);
  await page.getByRole("radio", { name: /^All my roles/ }).check();
  await allow(page);
  await expect(outcome(page)).toContainText("Allowed");
  await page.evaluate(() =>
    fetch("/api/sign-out", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }),
  );
  expect(await poll(world, device_code)).toMatchObject({ status: 400, body: { error: "access_denied" } });
});

test("a machine somewhere else is said to be so, and can be kept to where it is", async ({ page, world }) => {
  await withList(page, world);
  writeFileSync(join(machine.home, ".curlrc"), 'header = "X-Forwarded-For: 203.0.113.9"\n');
  const run = machine.run("zsh", "--name", "build\u202eserver");
  await enter(page, world, await run.code);
  await expect(page.getByText("This machine is somewhere else than you")).toBeVisible();
  await expect(page.getByText("buildserver", { exact: true })).toBeVisible();
  await mustBeAccessible(page);
  await page.getByRole("searchbox", { name: "Search your roles" }).fill("payments developer");
  await roles(page).getByRole("checkbox").first().check();
  await page.getByRole("checkbox", { name: /^Only from 203\.0\.113\.9/ }).check();
  await allow(page);
  await expect(outcome(page)).toContainText("Allowed");
  expect((await run.end).status).toBe(0);

  const authorization = machine.read("token");
  const from = (address: string) =>
    fetch(`${world.portal.url}/api/v1/access-token/revoke`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json", "x-forwarded-for": address },
      body: "{}",
    });
  expect((await from("203.0.113.10")).status).toBe(401);
  expect((await from("203.0.113.9")).status).toBe(204);
});

test("decided in another tab, it is over in this one", async ({ page, context, world }) => {
  await withList(page, world);
  const { user_code = "" } = await begin(world);
  await enter(page, world, user_code);
  const second = await context.newPage();
  await second.goto(`${world.portal.url}/device`);
  await second.getByRole("button", { name: "Refuse" }).click();
  await expect(outcome(second)).toContainText("Refused");
  await page.getByRole("radio", { name: /^All my roles/ }).check();
  await allow(page);
  await expect(page.getByRole("heading", { name: "This pairing is over" })).toBeVisible();
  await page.getByRole("button", { name: "Enter another code" }).click();
  await expect(page.getByLabel("Enter the code that the machine shows")).toBeFocused();
});

test("the machine's doors speak RFC 8628, and to no browser", async ({ world }) => {
  const path = "/api/v1/pairing";
  const begun = await post(world, path, {
    client_id: "x",
    machine: "laptop-7",
    scope: "111122223333/Developer",
  });
  expect(begun.status).toBe(200);
  expect(begun.headers.get("cache-control")).toContain("no-store");
  expect(begun.headers.get("set-cookie")).toBeNull();
  expect(begun.body).toEqual({
    device_code: expect.stringMatching(/^[\w-]{43}$/),
    user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
    verification_uri: `${world.portal.url}/device`,
    expires_in: 300,
    interval: 5,
  });
  const { device_code } = begun.body;
  // Of two at once one hears how it stands; whoever does not wait has to wait longer.
  const both = await Promise.all([poll(world, device_code), poll(world, device_code)]);
  expect(both.map(({ body }) => body.error).sort()).toEqual(["authorization_pending", "slow_down"]);
  expect(await poll(world, device_code)).toMatchObject({ status: 400, body: { error: "slow_down" } });
  expect(await poll(world, "x")).toMatchObject({ status: 400, body: { error: "expired_token" } });

  const wrong = (fields: Record<string, string>, headers = {}) =>
    post(world, `${path}/token`, fields, headers);
  expect((await wrong({ grant_type: "password" })).body).toEqual({ error: "unsupported_grant_type" });
  expect((await wrong({})).body).toMatchObject({ error: "invalid_request" });
  expect((await wrong({}, { "content-type": "application/json" })).body).toMatchObject({
    error: "invalid_request",
  });
  expect((await post(world, path, { scope: "' OR 1=1" })).body).toMatchObject({ error: "invalid_request" });
  expect((await post(world, path, { machine: "x".repeat(600) })).body).toMatchObject({
    error: "invalid_request",
  });
  expect((await post(world, path, { machine: "x".repeat(20_000) })).body).toMatchObject({
    error: "invalid_request",
  });
  for (const browser of [{ origin: world.portal.url }, { "sec-fetch-site": "same-origin" }]) {
    expect((await post(world, path, { machine: "x" }, browser)).body).toMatchObject({
      error: "access_denied",
    });
    expect((await wrong({ grant_type: grantType, device_code }, browser)).body).toMatchObject({
      error: "access_denied",
    });
  }
});

test("a person's own doors open from our pages alone, and to nobody who is not signed in", async ({
  world,
}) => {
  const engineer = await httpSignIn(world.portal.url, "engineer");
  const { user_code } = await begin(world);
  const inputs: [string, object][] = [
    ["enter", { code: user_code }],
    ["allow", { id: crypto.randomUUID(), wanted: { name: "x", grants: "all", hours: 1, networks: [] } }],
    ["refuse", { id: crypto.randomUUID() }],
  ];
  for (const [door, input] of inputs) {
    const path = `/api/pairing/${door}`;
    expect((await stranger(world.portal.url).post(path, input)).status).toBe(401);
    expect((await engineer.post(path, input, { origin: "https://evil.example" })).status).toBe(403);
    expect((await engineer.post(path, input, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await engineer.form(path, { code: "x" })).status).toBe(415);
  }
  expect((await engineer.post("/api/pairing/allow", inputs[1]?.[1])).status).toBe(409);
  // None of these has claimed it.
  expect((await engineer.post("/api/pairing/enter", { code: user_code })).status).toBe(200);
});
