/** What the organization says, on people's pages: there when it was read, and text whatever stands in it. */

import type { Locator, Page } from "@playwright/test";
import { mustBeAccessible } from "./must-be-accessible";
import { control, expect, rolesRead, test, type World } from "./stories";

test.use({ settings: { ORGANIZATION_DATA: "true" } });

/** The job looks for the first time a few seconds after the start; a group is nearly the last that it asks for. */
async function organizationRead({ sandbox }: World): Promise<void> {
  const calls = async () => {
    const { DescribeGroup = 0 } = (await control(sandbox, "calls")) as Record<string, number>;
    return DescribeGroup;
  };
  await expect.poll(calls, { timeout: 45_000 }).toBeGreaterThan(0);
}

async function detailsOf(page: Page, account: string, role: string): Promise<Locator> {
  await page.getByRole("searchbox").fill(`${account} ${role}`);
  await page
    .getByRole("button", { name: `More for ${role}`, exact: true })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "Details" }).click();
  return page.getByRole("dialog");
}

test("a role says what it is for, how long it lasts, who gives it, and where its account stands", async ({
  page,
  signInAs,
  world,
}) => {
  await organizationRead(world);
  await signInAs("engineer");
  await rolesRead(page);
  const details = await detailsOf(page, "payments-prod", "Developer");
  for (const fact of [
    "Deploys and debugs services of the team. Cannot read customers' data in production.",
    "up to 4 h",
    "aws-payments",
    "Retail / Payments / Production",
    "retail-platform@example.com",
    "cardholder",
  ]) {
    await expect(details.getByText(fact)).toBeVisible();
  }
  await mustBeAccessible(page, "[role=dialog]");
});

test("markup in a description, a group, a unit or a tag is text", async ({ page, signInAs, world }) => {
  await organizationRead(world);
  page.on("dialog", (dialog) => {
    throw new Error(`A script ran: ${dialog.message()}`);
  });
  await signInAs("hostile");
  await rolesRead(page);
  const details = await detailsOf(page, "rm -rf", "constructor");
  for (const fact of [
    "Role <b>constructor</b><img src=x onerror=alert(1)> second line",
    '<i>group</i> & "sons"',
    '<b onclick="alert(1)">Hostile</b> & / sons / ..',
  ]) {
    await expect(details.getByText(fact)).toBeVisible();
  }
  await expect(details.locator("b, i, img")).toHaveCount(0);
});
