/** Keys that are here: written for every tool, saved, undone, and renewed before they end. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { formatGroups, formatIds, formats } from "@/lib/credentials/formats";
import { mustBeAccessible } from "./must-be-accessible";
import { control, expect, rolesRead, signIn, test, type World } from "./stories";

test.use({ permissions: ["clipboard-read", "clipboard-write", "notifications"] });

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
const panelOf = (page: Page) => page.getByRole("region", { name: "Keys" });
const statusOf = (page: Page) => page.getByRole("status", { name: "Keys" });

async function withKeys(page: Page, world: World): Promise<void> {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await page.getByRole("button", { name: /^Copy/ }).first().click();
  await expect(statusOf(page)).toHaveText(/Copied for/);
}

async function choose(page: Page, label: string): Promise<void> {
  await page.getByRole("button", { name: "Another format" }).click();
  await page.getByRole("menuitem", { name: label }).click();
}

async function callsForKeys(world: World): Promise<unknown> {
  const calls = await control(world.sandbox, "calls");
  return calls && typeof calls === "object" && "GetRoleCredentials" in calls ? calls.GetRoleCredentials : 0;
}

test("every format is offered in its group, copied from memory, and remembered for the next keys", async ({
  page,
  world,
}) => {
  await withKeys(page, world);
  const before = await callsForKeys(world);
  await page.getByRole("button", { name: "Another format" }).click();
  const menu = page.getByRole("menu");
  for (const { title } of formatGroups) await expect(menu.getByText(title, { exact: true })).toBeVisible();
  await expect(menu.getByRole("menuitem")).toHaveCount(formatIds.length);
  await mustBeAccessible(page);
  await page.keyboard.press("Escape");

  for (const id of formatIds.filter((one) => formats[one].fields.length === 0)) {
    await choose(page, formats[id].label);
    await expect(statusOf(page)).toContainText(`Copied for ${formats[id].label}`);
    await expect(panelOf(page)).toContainText(formats[id].whenToUse);
    expect(await clipboard(page)).toContain("ASIA");
  }
  expect(await callsForKeys(world)).toBe(before);

  await choose(page, "tcsh");
  await page.reload();
  await rolesRead(page);
  await page.getByRole("button", { name: /^Copy/ }).first().click();
  await expect(statusOf(page)).toHaveText(/Copied for tcsh/);
});

test("with the keyboard alone another format is found by the beginning of its name", async ({
  page,
  world,
}) => {
  await withKeys(page, world);
  await page.getByRole("button", { name: "Another format" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.type("terr");
  await page.keyboard.press("Enter");
  await expect(statusOf(page)).toContainText("Copied for Terraform provider");
  await expect(page.getByRole("button", { name: "Another format" })).toBeFocused();
  expect(await clipboard(page)).toContain('provider "aws" {');
});

test("what undoes it is there with the keys, and empties a shell that had them", async ({ page, world }) => {
  await withKeys(page, world);
  await choose(page, "bash / zsh");
  const keys = await clipboard(page);
  await panelOf(page).getByRole("button", { name: "Copy what undoes it" }).click();
  await expect(page.getByRole("status", { name: "Notice" })).toContainText("What undoes it copied");
  const printed = execFileSync("bash", ["--norc", "-c", `${keys}\n${await clipboard(page)}\nenv`], {
    encoding: "utf8",
    env: { NODE_ENV: "test", PATH: process.env.PATH ?? "" },
  });
  expect(printed).not.toContain("AWS_");
});

test("a download is the text of the format under its own name, and asks AWS nothing", async ({
  page,
  world,
}) => {
  await withKeys(page, world);
  await choose(page, "Terraform provider");
  const before = await callsForKeys(world);
  const downloading = page.waitForEvent("download");
  await panelOf(page).getByRole("button", { name: "Download" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("aws_keys_override.tf");
  expect(readFileSync(await download.path(), "utf8")).toBe(await clipboard(page));
  expect(await callsForKeys(world)).toBe(before);
});

test("a kubeconfig asks for its cluster, says what is wrong, and holds no key", async ({ page, world }) => {
  await withKeys(page, world);
  await choose(page, "EKS kubeconfig");
  const cluster = panelOf(page).getByLabel("Cluster");
  await cluster.fill("no such name!");
  await expect(panelOf(page).getByRole("alert")).toContainText("A cluster is named by");
  await expect(panelOf(page).getByRole("button", { name: "Copy for EKS kubeconfig" })).toBeDisabled();
  await mustBeAccessible(page);
  await cluster.fill("payments");
  await panelOf(page).getByRole("button", { name: "Copy for EKS kubeconfig" }).click();
  await expect(statusOf(page)).toContainText("Copied for EKS kubeconfig");
  const text = await clipboard(page);
  expect(text).toContain('- "payments"');
  expect(text).not.toContain("ASIA");
  // It is no answer to who asks for keys the next time.
  await page
    .getByRole("button", { name: /^Copy keys/ })
    .nth(1)
    .click();
  await expect(statusOf(page)).toHaveText(/Copied for bash/);
});

test.describe("on a clock that goes", () => {
  test("the title counts down, the browser tells 15 and 5 minutes before, and one click renews and copies again", async ({
    page,
    world,
  }) => {
    await page.addInitScript(() => {
      const told: string[] = [];
      class Told {
        static permission = "default";
        static requestPermission = async () => {
          Told.permission = "granted";
          return "granted";
        };
        constructor(title: string) {
          told.push(title);
        }
        close() {}
      }
      Object.assign(window, { told, Notification: Told });
    });
    const told = () => page.evaluate(() => ("told" in window ? window.told : null));

    await signIn(page, world.portal, "engineer");
    await rolesRead(page);
    await page.clock.install();
    await page.getByRole("button", { name: /^Copy/ }).first().click();
    await expect(statusOf(page)).toHaveText(/Copied for/);
    const first = await clipboard(page);
    await expect(page).toHaveTitle(/^(\d+:)?\d+:\d\d · Your access/);
    // Nobody is asked before they press the button.
    expect(await told()).toEqual([]);
    await page.getByRole("button", { name: "Tell me before they end" }).click();
    await expect(page.getByRole("button", { name: "You are told before they end" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );

    const [hours = 0, minutes = 0] = await leftOf(page);
    const left = hours * 60 + minutes;
    await page.clock.fastForward((left - 14) * 60_000);
    await expect.poll(told).toEqual([expect.stringMatching(/^Keys for .+ end in 1[45] minutes$/)]);
    await expect(page).toHaveTitle(/^1[34]:\d\d · /);
    await page.clock.fastForward(10 * 60_000);
    await expect.poll(told).toHaveLength(2);

    await page.getByRole("button", { name: /^Renew the keys for/ }).click();
    await expect(statusOf(page)).toHaveText(/Copied for/);
    expect(await clipboard(page)).not.toBe(first);
    expect(await clipboard(page)).toContain("AWS_SESSION_TOKEN");
  });
});

/** Hours and minutes that the panel shows as left. */
async function leftOf(page: Page): Promise<number[]> {
  const text = (await panelOf(page).getByRole("timer").textContent()) ?? "";
  const parts = text.split(":").map(Number);
  return parts.length === 3 ? parts : [0, ...parts];
}
