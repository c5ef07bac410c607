/** Pictures of the record's charts, of what is alive and of a person's own history, in both themes and three widths. */

import { addCounts, takeKeys, test } from "./audit-world";
import { shoot } from "./shoot";
import { expect, signIn } from "./stories";

test("charts, what is alive, own history", async ({ page, world, postgres }) => {
  await signIn(page, world.portal, "auditor", "/audit/overview");
  await shoot(page, "overview-new");
  await page.goto(`${world.portal.url}/audit/alive`);
  await shoot(page, "alive-empty");
  await takeKeys(world, "engineer", 5, /prod/);
  await takeKeys(world, "reader", 3);
  await takeKeys(world, "everything", 12);
  addCounts(postgres, 400);
  for (const [name, query] of [
    ["overview", ""],
    ["overview-90", "?days=90&zone=Europe%2FBerlin"],
    ["overview-365", "?days=365"],
  ] as const) {
    await page.goto(`${world.portal.url}/audit/overview${query}`);
    await shoot(page, name);
  }
  await page.goto(`${world.portal.url}/audit/alive`);
  await shoot(page, "alive");
  await page.context().clearCookies();
  await signIn(page, world.portal, "engineer", "/activity");
  await page.getByText("Something here was not you?").click();
  await shoot(page, "activity");
});

test("the record: its events, one of them, its ways out, its state", async ({ page, world }) => {
  await takeKeys(world, "engineer", 5, /prod/);
  await takeKeys(world, "reader", 3);
  await signIn(page, world.portal, "administrator", "/audit");
  await shoot(page, "audit");
  await page.getByRole("button", { name: /^Export/ }).click();
  await shoot(page, "audit-export");
  await page.keyboard.press("Escape");
  await page.goto(`${world.portal.url}/audit?kind=credentials.issued`);
  await page.locator("[data-opens]").first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "audit-event");
  await page.goto(`${world.portal.url}/audit?q=zzz`);
  await shoot(page, "audit-none");
  await page.goto(`${world.portal.url}/admin/record`);
  await shoot(page, "record");
});

test("people, one of them, and the block", async ({ page, world }) => {
  await takeKeys(world, "engineer", 2, /prod/);
  await signIn(page, world.portal, "administrator", "/admin/people");
  await shoot(page, "people");
  await page.getByRole("link", { name: "Emmy Noether" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Emmy Noether/ })).toBeVisible();
  await shoot(page, "person");
  await page.getByRole("button", { name: "Block…" }).click();
  await shoot(page, "person-block");
  await page.getByRole("dialog").getByLabel(/^Why/).fill("laptop stolen, ticket 4711");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Block/ })
    .click();
  await expect(page.getByRole("region", { name: "Stop it at AWS" })).toBeVisible();
  await shoot(page, "person-blocked");
  await page.getByRole("region", { name: "Stop it at AWS" }).scrollIntoViewIfNeeded();
  await shoot(page, "person-blocked-further");
});
