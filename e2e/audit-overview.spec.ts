/** The record as charts: what they say, where they lead, and that nobody else sees them. */

import { addCounts, takeKeys, test } from "./audit-world";
import { httpSignIn } from "./http-person";
import { mustBeAccessible } from "./must-be-accessible";
import { adminUrl } from "./postgres";
import { expect, signIn } from "./stories";

test.skip(!adminUrl, "TEST_DATABASE_URL names no PostgreSQL");

test("a new portal says that nothing has happened, in charts that are empty and accessible", async ({
  page,
  world,
}) => {
  await signIn(page, world.portal, "auditor", "/audit/overview");
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  await mustBeAccessible(page);
});

test("an auditor sees the shape of the record, and follows it to its events", async ({
  page,
  world,
  postgres,
}) => {
  await takeKeys(world, "engineer", 4);
  addCounts(postgres, 120);
  await signIn(page, world.portal, "auditor", "/audit/overview");

  const total = Number(
    postgres.sql(
      `SELECT coalesce(sum(count), 0) FROM audit_tally WHERE subject = 'all' AND what = 'consoles'
         AND hour >= date_trunc('day', now()) - interval '29 days'`,
    ),
  );
  const totals = page.getByRole("term").filter({ hasText: "Consoles" });
  await expect(totals).toBeVisible();
  await expect(
    page.getByRole("link", { name: total.toLocaleString("en"), exact: true }).first(),
  ).toBeVisible();
  await mustBeAccessible(page);

  await test.step("the range and the zone are in the address", async () => {
    await page.getByRole("link", { name: "90 days" }).click();
    await expect(page).toHaveURL(/days=90/);
    await page.goto(`${world.portal.url}/audit/overview?days=90&zone=Asia%2FKathmandu`);
    await expect(page.getByText("Days and hours of Asia/Kathmandu.")).toBeVisible();
    await page.goto(`${world.portal.url}/audit/overview?from=2026-11-30&until=2026-11-01`);
    await expect(
      page.getByRole("alert").filter({ hasText: "The first day comes after the last." }),
    ).toBeVisible();
  });

  await test.step("by keyboard alone, a day's number in the table leads to that day's events", async () => {
    await page.goto(`${world.portal.url}/audit/overview`);
    const access = page.getByRole("region", { name: "Access taken", exact: true });
    await access.getByText("As a table").focus();
    await page.keyboard.press("Enter");
    await expect(access.getByRole("table")).toBeVisible();
    await mustBeAccessible(page);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/audit\?from=.+&until=/);
  });

  await test.step("a bar leads to the events that it counts", async () => {
    await page.goto(`${world.portal.url}/audit/overview`);
    const bar = page
      .getByRole("region", { name: "Access taken", exact: true })
      .locator("svg a[href*=console]")
      .last();
    await bar.click();
    await expect(page).toHaveURL(/kind=console.opened/);
  });

  await test.step("a person leads to what they took", async () => {
    await page.goto(`${world.portal.url}/audit/overview`);
    await page.getByRole("region", { name: "People" }).getByRole("link", { name: "Emmy Noether" }).click();
    await expect(page).toHaveURL(/personId=/);
    await expect(page.getByRole("table").getByText("Emmy Noether").first()).toBeVisible();
  });
});

test("to anybody else there is no such page", async ({ world }) => {
  const engineer = await httpSignIn(world.portal.url, "engineer");
  for (const path of ["/audit/overview", "/audit/alive"]) {
    expect((await engineer.get(path)).status).toBe(404);
    expect(await (await engineer.get(`${path}?_rsc=1`, { rsc: "1" })).text()).not.toContain("Access taken");
  }
});
