/** A set is put into somebody's own config file, in their browser: seen first, theirs kept, and sent nowhere. */

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { botocoreReads, hasBotocore } from "./config-files";
import { mustBeAccessible } from "./must-be-accessible";
import { expect, rolesRead, signIn, test, type World } from "./stories";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const own = "[default]\r\nregion = eu-west-1\r\n\r\n# Mine.\r\n[profile mine]\r\nregion = eu-west-3";
const filter = { environments: [], labels: [], accounts: [], roles: [], favourites: false };
const set = {
  selection: { filter, picked: [] },
  nameTemplate: "{account_name | safe}.{role}",
  kind: "sso-session",
  chains: [],
  regions: ["eu-central-1"],
  defaults: {},
  aliasDays: 30,
};

/** Opens the set's page, at the part that puts it into a file. */
async function openSet(page: Page, world: World): Promise<void> {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  const id = await page.evaluate(
    async (draft) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch("/api/profiles", { method: "POST", headers, body: JSON.stringify(draft) });
      return ((await answer.json()) as { id: string }).id;
    },
    { title: "Everything", sharedWith: [], set },
  );
  await page.goto(`${world.portal.url}/profiles/${id}`);
  await page.getByRole("button", { name: "Put it into my config" }).click();
  await expect(part(page)).toBeVisible();
}

const part = (page: Page) => page.getByRole("region", { name: "Put Everything into your config" });
const changes = (page: Page) => part(page).getByRole("list", { name: "Changes" });

async function choose(page: Page, content: string): Promise<void> {
  const file = { name: "config", mimeType: "", buffer: Buffer.from(content) };
  await part(page).getByLabel("Choose ~/.aws/config").setInputFiles(file);
}

async function downloaded(page: Page): Promise<string> {
  const coming = page.waitForEvent("download");
  await part(page).getByRole("button", { name: "Download the file" }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe("config");
  return readFileSync(await download.path(), "utf8");
}

test("what changes is seen first, what is somebody's own stays, and it can be taken out again", async ({
  page,
  world,
}) => {
  await openSet(page, world);
  await mustBeAccessible(page);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.url()} ${request.postData() ?? ""}`));
  await choose(page, own);
  await expect(changes(page)).toHaveText(/^\d+ added$/);
  await expect(part(page).getByRole("region", { name: "Line by line" })).toContainText("sso_account_id");
  await mustBeAccessible(page);

  const merged = await downloaded(page);
  expect(merged.startsWith(own)).toBe(true);
  await part(page).getByRole("button", { name: "Copy all of it" }).click();
  await expect(page.getByText("Copied the whole file")).toBeVisible();
  if (hasBotocore) {
    const read = botocoreReads(merged);
    expect(read).toMatchObject({
      profiles: { mine: { region: "eu-west-3" }, default: { region: "eu-west-1" } },
    });
    const names = read === "refused" ? [] : Object.keys(read.profiles);
    // Without the two of their own, with the sign-in.
    await expect(changes(page)).toHaveText(`${names.length - 2 + 1} added`);
  }

  await part(page).getByRole("button", { name: "Another file" }).click();
  await choose(page, merged);
  await expect(part(page).getByText("Nothing to change")).toBeVisible();
  await part(page).getByRole("button", { name: "Take it out again" }).click();
  await expect(changes(page)).toHaveText(/^\d+ removed$/);
  expect(await downloaded(page)).toBe(own);
  for (const hint of ["[profile", "Mine.", "BEGIN"]) expect(asked.join("\n")).not.toContain(hint);
});

test("a profile that somebody has already is in the way until it is left out, and theirs stays", async ({
  page,
  world,
}) => {
  await openSet(page, world);
  await choose(page, "[default]\nregion = eu-west-1\n");
  const name = /\[profile (\S+)\]/.exec(await downloaded(page))?.[1] ?? "";
  await part(page).getByRole("button", { name: "Another file" }).click();
  await choose(page, `# first\n[profile ${name}]\nregion = us-east-1\n`);
  const refused = part(page).getByRole("alert");
  await expect(refused).toContainText("Nothing would be written");
  await expect(refused).toContainText(`Line 2: [profile ${name}]`);
  await mustBeAccessible(page);
  await refused.getByRole("button", { name: `Keep mine, leave ${name} out` }).press("Enter");
  await expect(part(page)).toContainText("Left out, because you have your own");
  const merged = await downloaded(page);
  expect(merged.split(`[profile ${name}]`)).toHaveLength(2);
  expect(merged).toContain(`[profile ${name}]\nregion = us-east-1\n`);
});

test("a file that was picked is saved into, and never over what another program wrote meanwhile", async ({
  page,
  world,
}) => {
  // The browser's dialog cannot be clicked here; what it hands over is a file of the browser's own, as real as any.
  await page.addInitScript(() => {
    Reflect.set(window, "showOpenFilePicker", async () => {
      const root = await navigator.storage.getDirectory();
      return [await root.getFileHandle("config", { create: true })];
    });
  });
  const write = (text: string) =>
    page.evaluate(async (it) => {
      const root = await navigator.storage.getDirectory();
      const writing = await (await root.getFileHandle("config", { create: true })).createWritable();
      await writing.write(it);
      await writing.close();
    }, text);
  const read = () =>
    page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      return await (await (await root.getFileHandle("config")).getFile()).text();
    });

  await openSet(page, world);
  await write(own);
  await part(page).getByRole("button", { name: "Choose the file" }).click();
  await expect(changes(page)).toHaveText(/^\d+ added$/);
  expect(await read()).toBe(own);

  const theirs = own.replace("eu-west-3", "eu-north-1");
  await write(theirs);
  await part(page).getByRole("button", { name: "Save into the file" }).click();
  await expect(part(page).getByText("The file has changed since you gave it")).toBeVisible();
  expect(await read()).toBe(theirs);

  await part(page).getByRole("button", { name: "Save into the file" }).click();
  await expect(page.getByText("Saved into your file")).toBeVisible();
  expect((await read()).startsWith(theirs)).toBe(true);
  await expect(part(page).getByText("Nothing to change")).toBeVisible();
});

test("without a config yet, the set makes one", async ({ page, world }) => {
  await openSet(page, world);
  await part(page).getByRole("button", { name: "I have no config yet" }).click();
  const made = await downloaded(page);
  expect(made).toContain("[sso-session ");
  if (hasBotocore) expect(botocoreReads(made)).not.toBe("refused");
});
