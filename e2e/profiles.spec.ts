/** One config for a team: made with a click, shared with a group, fetched by machines, and read by AWS's own tools. */

import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Page } from "@playwright/test";
import { type HttpPerson, httpSignIn } from "./http-person";
import { mustBeAccessible } from "./must-be-accessible";
import { scratchFolder } from "./portal-process";
import { expect, rolesRead, signIn, test, type World } from "./stories";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const filter = { environments: [], labels: [], accounts: [], roles: [], favourites: false };
const usual = {
  selection: { filter, picked: [] },
  nameTemplate: "{account_name | safe}.{role}",
  kind: "sso-session",
  chains: [],
  regions: ["eu-west-1"],
  defaults: {},
  aliasDays: 30,
};

/** Somebody whose list has been read, by the page as by everybody. */
async function reader(page: Page, world: World, login: string): Promise<HttpPerson> {
  await signIn(page, world.portal, login);
  await rolesRead(page);
  return await httpSignIn(world.portal.url, login);
}

async function made(person: HttpPerson, more: object = {}): Promise<string> {
  const answer = await person.post("/api/profiles", { title: "Team", sharedWith: [], set: usual, ...more });
  expect(answer.status).toBe(200);
  return (await answer.json()).id;
}

async function tokenOf(person: HttpPerson): Promise<string> {
  const wanted = { name: "a laptop", grants: "all", hours: 1, networks: [] };
  return (await (await person.post("/api/access-tokens", wanted)).json()).token;
}

async function fetched({ portal }: World, token: string, id: string, headers: Record<string, string> = {}) {
  return await fetch(new URL(`/api/v1/profiles/${id}`, portal.url), {
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
}

async function configOf(person: HttpPerson, id: string): Promise<string> {
  const answer = await person.post("/api/profiles/files", { id, format: "config", machine: null });
  return answer.status === 200 ? (await answer.json()).files[0].text : `status ${answer.status}`;
}

const names = (text: string) => [...text.matchAll(/^\[profile (.+)\]$/gm)].map(([, name = ""]) => name);

/** A home of its own, with the token where pairing would write it. */
function laptop(token: string) {
  const home = scratchFolder();
  mkdirSync(join(home.path, ".config/sallyport"), { recursive: true });
  writeFileSync(join(home.path, ".config/sallyport/header"), `Authorization: Bearer ${token}\n`);
  /** Not in step with this process: the sandbox, which they ask, lives in it. */
  async function run(command: string, more: Record<string, string> = {}) {
    const environment = { PATH: process.env.PATH, HOME: home.path, ...more } as unknown as NodeJS.ProcessEnv;
    const child = spawn("sh", ["-c", command], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    const [out, err, status] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((done) => child.once("close", done)),
    ]);
    return { status, out, err };
  }
  const config = join(home.path, ".aws/config");
  return { home: home.path, config, file: () => readFileSync(config, "utf8"), run, remove: home.remove };
}

test("a set is made with one click, its names are changed where they collide, and it is shared", async ({
  page,
  world,
}) => {
  await reader(page, world, "engineer");
  await page.getByRole("link", { name: "Profiles" }).click();
  await expect(page.getByText("No profile set yet")).toBeVisible();
  await mustBeAccessible(page);
  await page.getByRole("link", { name: "New set" }).click();
  await expect(page.getByRole("status", { name: "Preview" })).toHaveText(/^\d+ roles, \d+ profiles$/);
  await page.getByRole("button", { name: "Create the set" }).click();

  await expect(page.getByRole("status", { name: "Profiles" })).toHaveText(/^\d+ profiles for you$/);
  await expect(page.getByRole("region", { name: "The file config" })).toContainText(
    "[profile payments-prod.Developer]",
  );
  await mustBeAccessible(page);
  await page.getByRole("button", { name: "Copy config" }).click();
  await expect(page.getByText("Copied config.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^\[sso-session sallyport-main\]\n/,
  );
  await page.getByLabel("For", { exact: true }).selectOption({ label: "Granted" });
  await expect(page.getByRole("region", { name: /^The file/ }).first()).toContainText(
    "granted_sso_account_id",
  );

  await page.getByRole("link", { name: "Change" }).click();
  await expect(page.getByRole("heading", { name: "Change the set" })).toBeVisible();
  await page.reload();
  await page.getByRole("textbox", { name: "Template" }).fill("{rol}");
  await expect(page.getByText("{rol} is no variable.").first()).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("textbox", { name: "Template" })).toBeFocused();
  expect(page.url()).toMatch(/\/edit$/);
  await page.getByRole("textbox", { name: "Template" }).fill("{role}");
  const collisions = page.getByRole("region", { name: "Names that collide" });
  await expect(collisions).toContainText("wanted by several roles");
  await expect(collisions.getByText(/^Developer-\d{12}$/).first()).toBeVisible();
  await mustBeAccessible(page);
  await page.getByLabel(/^Shared with groups/).fill("platform");
  await page.getByLabel(/^Shared with groups/).press("Enter");
  await page.getByRole("button", { name: "Save" }).click();

  await expect(page.getByRole("region", { name: "The file config" })).toContainText(
    /\[profile Developer-\d{12}\]/,
  );
  // What stands in people's scripts goes on.
  await expect(page.getByRole("region", { name: "The file config" })).toContainText(
    "[profile payments-prod.Developer]",
  );
  await expect(page.getByRole("region", { name: "Shared with" })).toContainText("platform");
  await expect(page.getByRole("region", { name: "Versions" })).toContainText("2: names, groups");
});

test("a second person has their own roles under the same names, and nothing of the owner's", async ({
  page,
  browser,
  world,
}) => {
  const owner = await reader(page, world, "engineer");
  const id = await made(owner, { sharedWith: ["platform"] });
  const ownNames = names(await configOf(owner, id));
  const context = await browser.newContext({ baseURL: world.portal.url });
  const other = await context.newPage();
  const administrator = await reader(other, world, "administrator");
  const theirs = await configOf(administrator, id);
  const common = names(theirs).filter((name) => ownNames.includes(name));
  expect(common.length).toBeGreaterThan(0);
  const block = (text: string, name: string) =>
    text.split("\n\n").find((part) => part.startsWith(`[profile ${name}]`));
  for (const name of common)
    expect(block(theirs, name)?.trim()).toBe(block(await configOf(owner, id), name)?.trim());

  await other.goto(`/profiles/${id}`);
  await expect(other.getByRole("status", { name: "Profiles" })).toHaveText(/profiles? for you$/);
  await expect(other.getByRole("link", { name: "Change" })).toHaveCount(0);
  await expect(other.getByRole("region", { name: "Versions" })).toHaveCount(0);
  await mustBeAccessible(other);
  await context.close();

  // Somebody of no such group sees what they would see of a set that does not exist.
  const stranger = await httpSignIn(world.portal.url, "auditor");
  for (const named of [id, "no-such-set"]) {
    expect(await configOf(stranger, named)).toBe("status 404");
    expect((await stranger.get(`/profiles/${named}`)).status).toBe(404);
    expect((await stranger.get(`/profiles/${named}/edit`)).status).toBe(404);
    expect((await stranger.post("/api/profiles/delete", { id: named })).status).toBe(404);
    const change = { id: named, version: 1, title: "x", sharedWith: [], set: usual };
    expect((await stranger.post("/api/profiles/change", change)).status).toBe(404);
  }
  expect((await administrator.get(`/profiles/${id}/edit`)).status).toBe(404);
  await owner.post("/api/profiles/change", {
    id,
    version: 1,
    title: "Team",
    sharedWith: ["risk"],
    set: usual,
  });
  expect(await configOf(stranger, id)).not.toContain("status");
});

test("doors take nothing from elsewhere, and nothing that could be no set", async ({ page, world }) => {
  const owner = await reader(page, world, "engineer");
  const id = await made(owner);
  const draft = { title: "Team", sharedWith: [], set: usual };
  for (const [path, body] of [
    ["/api/profiles", draft],
    ["/api/profiles/change", { id, version: 1, ...draft }],
    ["/api/profiles/delete", { id }],
    ["/api/profiles/preview", { id: null, draft }],
    ["/api/profiles/files", { id, format: "config", machine: null }],
  ] as const) {
    const foreign = await owner.post(path, body, {
      origin: "https://evil.example",
      "sec-fetch-site": "cross-site",
    });
    expect([path, foreign.status, (await foreign.json()).code]).toEqual([path, 403, "foreign-origin"]);
  }
  const long = "x".repeat(3000);
  for (const [set, says] of [
    [{ ...usual, nameTemplate: "{nope}" }, "{nope} is no variable"],
    [{ ...usual, nameTemplate: "{region}", regions: [] }, '"", is empty.'],
    [{ ...usual, defaults: { ca_bundle: long } }, "The value of ca_bundle is longer than 1000 characters."],
    [{ ...usual, nameTemplate: long }, "A template has 1 to 300 characters."],
  ] as const) {
    const preview = await (
      await owner.post("/api/profiles/preview", { id, draft: { ...draft, set } })
    ).json();
    expect(preview.faults).toHaveLength(1);
    expect(preview.faults[0].message).toContain(says);
    const saved = await owner.post("/api/profiles/change", { id, version: 1, ...draft, set });
    expect([saved.status, (await saved.json()).code]).toEqual([422, "profile-set-faulty"]);
  }
  expect(
    await (await owner.post("/api/profiles/change", { id, version: 1, ...draft, title: "Two" })).json(),
  ).toEqual({
    id,
    version: 2,
  });
  expect(
    (await owner.post("/api/profiles/change", { id, version: 1, ...draft, title: "Three" })).status,
  ).toBe(409);
});

test("a machine keeps a set in its config file, and AWS's own tools read it", async ({ page, world }) => {
  const owner = await reader(page, world, "engineer");
  const id = await made(owner);
  const token = await tokenOf(owner);
  const answer = await fetched(world, token, id);
  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  const fresh = await answer.text();
  expect(fresh).toBe(await configOf(owner, id));
  const etag = answer.headers.get("etag") ?? "";
  const again = await fetched(world, token, id, { "if-none-match": etag });
  expect([again.status, await again.text()]).toEqual([304, ""]);

  const machine = laptop(token);
  const subscribe = `curl -fsS ${world.portal.url}/profiles.sh | sh -s -- ${id}`;
  mkdirSync(join(machine.home, ".aws"));
  writeFileSync(machine.config, "[profile mine]\nregion = eu-north-1\n");
  expect(await machine.run(subscribe)).toMatchObject({ status: 0, out: "" });
  expect(machine.file()).toContain("[profile mine]\nregion = eu-north-1\n# BEGIN SALLYPORT sessions\n");
  expect(await machine.run(subscribe)).toEqual({ status: 0, out: "", err: "" });
  const get = async (key: string, profile: string) =>
    (await machine.run(`aws configure get ${key} --profile ${profile}`)).out.trim();
  expect(await get("sso_role_name", "payments-prod.Developer")).toBe("Developer");
  expect(await get("region", "mine")).toBe("eu-north-1");
  const boto = (
    await machine.run('python3 -c "import boto3; print(sorted(boto3.Session().available_profiles))"')
  ).out;
  for (const name of ["mine", ...names(fresh)]) expect(boto).toContain(`'${name}'`);

  // Another template: the new names, and the old ones beside them. Another selection: what is out of it goes.
  const roles = [{ kind: "glob", pattern: "Developer" }];
  const next = {
    ...usual,
    nameTemplate: "{account_name}-{role}",
    selection: { filter: { ...filter, roles }, picked: [] },
  };
  await owner.post("/api/profiles/change", { id, version: 1, title: "Team", sharedWith: [], set: next });
  const changed = await machine.run(subscribe);
  expect(changed.err).toContain("+ payments-prod-Developer\n");
  expect(changed.err).toMatch(/ {2}- \S+\.ReadOnly\S*\n/);
  expect(names(machine.file())).toContain("payments-prod.Developer");
  await page.goto(`${world.portal.url}/profiles/${id}`);
  await expect(page.getByRole("region", { name: "Machines that fetch it" })).toContainText("a laptop");
  await expect(page.getByRole("region", { name: "Machines that fetch it" })).toContainText("version 2");

  expect(await machine.run(subscribe.replace("-- ", "-- --remove "))).toMatchObject({ status: 0 });
  expect(machine.file()).toBe("[profile mine]\nregion = eu-north-1\n");
  machine.remove();
});

test("a profile that fetches its keys by itself is somebody at AWS", async ({ page, world }) => {
  const owner = await reader(page, world, "engineer");
  const roles = [{ kind: "glob", pattern: "Developer" }];
  const set = {
    ...usual,
    kind: "credential-process",
    selection: { filter: { ...filter, roles }, picked: [] },
  };
  const id = await made(owner, { set });
  const machine = laptop(await tokenOf(owner));
  expect(await machine.run(`curl -fsS ${world.portal.url}/profiles.sh | sh -s -- ${id}`)).toMatchObject({
    status: 0,
  });
  const [name = ""] = names(machine.file());
  const { AWS_ENDPOINT_URL_STS = "" } = world.sandbox.environment;
  const identity = `aws sts get-caller-identity --output json --profile ${name}`;
  const ask = () => machine.run(identity, { AWS_ENDPOINT_URL_STS });
  // A machine with too much to do may take too long for AWS's own patience.
  await expect.poll(async () => (await ask()).err, { timeout: 60_000 }).toBe("");
  expect(JSON.parse((await ask()).out).Arn).toMatch(/AWSReservedSSO_Developer_/);
  machine.remove();
});
