/** Somebody's config file is checked and mended in their browser, and nowhere else. */

import { readFileSync, writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { botocoreReads, hasBotocore, hostile, largeConfig, secrets, twice, withKeys } from "./config-files";
import { mustBeAccessible } from "./must-be-accessible";
import { expect, signIn, test, type World } from "./stories";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const path = "/profiles/check";
const findings = (page: Page) => page.getByRole("region", { name: "Findings" });
const finding = (page: Page, name: string | RegExp) => page.getByRole("article", { name });
const safeFixes = (page: Page) => page.getByRole("button", { name: /^Apply .* safe fix/ });

async function open(page: Page, world: World): Promise<void> {
  await signIn(page, world.portal, "engineer", path);
  await expect(page.getByRole("heading", { name: "Check my config" })).toBeVisible();
}

async function choose(page: Page, content: Buffer | string): Promise<void> {
  // From the disk, as people do: large ones come slowly by way of the test's own wire.
  const path = test.info().outputPath("config");
  writeFileSync(path, content);
  await page.getByLabel("Choose ~/.aws/config", { exact: true }).setInputFiles(path);
}

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((it) => navigator.clipboard.writeText(it), text);
  await page.getByLabel("Or paste the text of ~/.aws/config").focus();
  await page.keyboard.press("ControlOrMeta+V");
}

async function downloaded(page: Page): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test("a section that stands twice is told with its reason, and one click makes the file readable again", async ({
  page,
  world,
}) => {
  await open(page, world);
  await choose(page, twice);
  const card = finding(page, "[profile dev] stands here a second time.");
  await expect(card).toContainText("config, line 5");
  await expect(card).toContainText("refuse the whole file");
  await card.getByRole("button", { name: "Remove this repetition" }).click();
  await expect(card).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Changes" })).toContainText("[profile dev]");

  const { name, bytes } = await downloaded(page);
  expect(name).toBe("config");
  expect(bytes.toString()).toBe(twice.slice(0, twice.lastIndexOf("[profile dev]")));
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(page.getByText("Copied config")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(bytes.toString());

  await page.getByRole("button", { name: "Undo the last" }).click();
  await expect(card).toBeVisible();
  await expect(page.getByRole("region", { name: "Changes" })).toHaveCount(0);
});

test.describe("with botocore", () => {
  test.skip(!hasBotocore, "python3 has no botocore here");

  test("safe fixes change nothing that botocore reads", async ({ page, world }) => {
    const odd =
      "[default]\r\nRegion: eu-west-1\r\n[profile a]\r\nOUTPUT = json\r\n  more\r\ns3 =\r\n  Path = x\r\n";
    await open(page, world);
    await choose(page, odd);
    await safeFixes(page).click();
    await expect(safeFixes(page)).toHaveCount(0);
    const { bytes } = await downloaded(page);
    expect(bytes.toString()).not.toBe(odd);
    expect(botocoreReads(bytes)).toEqual(botocoreReads(odd));
    expect(bytes.toString().replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("a file with a mark at its beginning is refused by botocore, and read after the click", async ({
    page,
    world,
  }) => {
    const marked = `\ufeff${twice}`;
    expect(botocoreReads(marked)).toBe("refused");
    await open(page, world);
    await choose(page, marked);
    await expect(finding(page, "The file begins with a byte order mark.")).toBeVisible();
    await safeFixes(page).click();
    await expect(findings(page)).not.toContainText("byte order mark");
    const { bytes } = await downloaded(page);
    expect(botocoreReads(bytes)).toEqual({
      profiles: { dev: { region: "eu-central-1" }, other: { region: "eu-west-1" } },
      sessions: {},
    });
  });

  test("whatever is wrong with a file, after its fixes botocore reads what is in it", async ({
    page,
    world,
  }) => {
    expect(botocoreReads(hostile)).toBe("refused");
    await open(page, world);
    await choose(page, hostile);
    await safeFixes(page).click();
    await expect(safeFixes(page)).toHaveCount(0);
    await finding(page, "sso_account_id has not twelve digits.")
      .getByRole("button", { name: "Write 012345678901" })
      .click();
    await expect(finding(page, "sso_account_id has not twelve digits.")).toHaveCount(0);
    const { bytes } = await downloaded(page);
    expect(bytes.toString()).toContain("# this line is nothing\r\n");
    expect(botocoreReads(bytes)).toMatchObject({
      profiles: {
        default: { region: "eu-west-1" },
        dev: { sso_account_id: "012345678901", region: "eu-central-1" },
      },
      sessions: { corp: { sso_region: "eu-central-1" } },
    });
  });
});

test("keys are found, and no part of a secret is ever on the page", async ({ page, world }) => {
  await open(page, world);
  await paste(page, withKeys);
  const card = finding(page, /A long-lived access key, ending in MPLE/);
  await expect(card).toBeVisible();
  await expect(page.getByText("how to be rid of it")).toBeVisible();
  await mustHideSecrets(page);
  await mustBeAccessible(page);

  await card.getByRole("button", { name: "Remove the key from this file" }).click();
  await expect(card).toHaveCount(0);
  await mustHideSecrets(page);
  const { bytes } = await downloaded(page);
  expect(bytes.toString()).not.toContain(secrets.id);
});

async function mustHideSecrets(page: Page): Promise<void> {
  const html = (await page.content()).toLowerCase();
  for (const secret of [secrets.id, secrets.key.slice(0, 20), secrets.key.slice(20), secrets.token])
    expect(html).not.toContain(secret.toLowerCase());
}

test("nothing of a file leaves the page, and nothing of it is kept in the browser", async ({
  page,
  world,
}) => {
  await open(page, world);
  await expect(page.getByRole("button", { name: "Choose the file" })).toBeVisible();
  const asked: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith("blob:"))
      asked.push(`${request.method()} ${request.url()} ${request.postData() ?? ""}`);
  });
  page.on("websocket", (socket) => asked.push(socket.url()));

  await choose(page, withKeys);
  await expect(finding(page, /A long-lived access key/)).toBeVisible();
  await choose2(page, `[ci]\naws_access_key_id = ${secrets.id}\naws_secret_access_key = ${secrets.key}\n`);
  await expect(page.getByText("credentials, line 2").first()).toBeVisible();
  await safeFixes(page).click();
  await downloaded(page);
  await page.getByRole("button", { name: "Undo the last" }).click();

  const hints = ["AKIA", "aws_", "profile ci", secrets.key.slice(0, 12), secrets.token.slice(0, 12)];
  for (const hint of hints) expect(asked.join("\n")).not.toContain(hint);
  expect(asked.filter((line) => !line.startsWith("GET "))).toEqual([]);

  const kept = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const caches = await globalThis.caches?.keys();
    const root = await navigator.storage.getDirectory();
    const files: string[] = [];
    for await (const name of root.keys()) files.push(name);
    const storage = [localStorage, sessionStorage].map((one) => JSON.stringify({ ...one }));
    return JSON.stringify({
      databases,
      caches,
      files,
      storage,
      address: location.href,
      state: history.state,
    });
  });
  for (const hint of hints) expect(kept).not.toContain(hint);

  await page.reload();
  await expect(page.getByRole("button", { name: "Choose the file" })).toBeVisible();
  await expect(page.getByLabel("Or paste the text of ~/.aws/config")).toHaveValue("");
});

async function choose2(page: Page, content: string): Promise<void> {
  await page.getByText("Add ~/.aws/credentials").click();
  const file = { name: "credentials", mimeType: "", buffer: Buffer.from(content) };
  await page.getByLabel("Choose ~/.aws/credentials").setInputFiles(file);
}

test("what is no config file is told by what it is", async ({ page, world }) => {
  await open(page, world);
  const alert = page.getByRole("main").getByRole("alert");
  for (const [content, title] of [
    [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 255]), "This is not a text file"],
    [Buffer.alloc(5 * 1024 * 1024 + 1, "#"), "This file is larger than 5 MB"],
    [Buffer.from("\ufeff[default]\n", "utf16le"), "This file is UTF-16"],
    [Buffer.from("[default]\n# caf\u00e9\n", "latin1"), "Line 2 is not UTF-8"],
  ] as const) {
    await choose(page, content);
    await expect(alert).toContainText(title);
  }
  await mustBeAccessible(page);
  await choose(page, "[default]\nregion = eu-west-1\n");
  await expect(page.getByText("Nothing to find fault with")).toBeVisible();
  await expect(alert).toHaveCount(0);
  await mustBeAccessible(page);
  await page.getByRole("button", { name: "Check another" }).click();
  await choose(page, "");
  await expect(page.getByText("There is nothing in it")).toBeVisible();
});

test("files that are dropped anywhere are taken, each for what it is called", async ({ page, world }) => {
  await open(page, world);
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["[profile x]\nRegion = eu-west-1\n"], "config"));
    data.items.add(new File(["[profile y]\naws_access_key_id = x\n"], "credentials"));
    return data;
  });
  await page.dispatchEvent("body", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  await expect(finding(page, "Region has capitals.")).toBeVisible();
  await expect(finding(page, /profile y/)).toContainText("credentials, line 1");
});

test("the organization's own sign-in is known, wherever it lives", async ({ page, world }) => {
  const own = new URL(world.sandbox.environment.IDENTITY_CENTER_START_URL ?? "");
  await open(page, world);
  await paste(
    page,
    `[sso-session corp]\nsso_start_url = ${own.href}\nsso_region = ap-south-2\nsso_registration_scopes = sso:account:access\n`,
  );
  const region = world.sandbox.environment.IDENTITY_CENTER_REGION ?? "";
  await page.getByRole("button", { name: `Write ${region}` }).click();
  await expect(page.getByRole("button", { name: `Write ${region}` })).toHaveCount(0);
});

test("with the keyboard alone a file is pasted, mended and copied", async ({ page, world }) => {
  await open(page, world);
  await paste(page, "[default]\nRegion = eu-west-1\nOUTPUT = json\n");
  const first = page.getByRole("button", { name: "Write region" });
  await expect(first).toBeVisible();
  const fixes = page.getByRole("button", { name: /^Write / });
  for (let at = 0; at < 30 && !(await first.evaluate((it) => it === document.activeElement)); at++)
    await page.keyboard.press("Tab");
  await expect(first).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(fixes).toHaveCount(1);
  // The next fix stands where the keyboard already is.
  await expect(page.getByRole("button", { name: "Write output" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Nothing to find fault with")).toBeVisible();
  await page.getByRole("button", { name: "Copy", exact: true }).press("Enter");
  await expect(page.getByText("Copied config")).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toBe("[default]\nregion = eu-west-1\noutput = json\n");
});

test("five thousand profiles are checked and mended, and only what is seen is in the page", async ({
  page,
  world,
}) => {
  await open(page, world);
  await choose(page, largeConfig(5000));
  await expect(page.getByRole("button", { name: "50 warnings" })).toBeVisible();
  expect(await page.getByRole("article").count()).toBeLessThan(40);
  await page.getByRole("button", { name: "Fix all 50 like this" }).first().click();
  await expect(page.getByText("Nothing to find fault with")).toBeVisible();
  const { bytes } = await downloaded(page);
  expect(bytes.toString()).toBe(largeConfig(5000).replaceAll("Region", "region"));
});
