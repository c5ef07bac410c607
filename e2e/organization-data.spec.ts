/** What the organization says, on people's pages: there when it was read, and text whatever stands in it. */

import type { Locator, Page } from "@playwright/test";
import { httpSignIn } from "./http-person";
import { mustBeAccessible } from "./must-be-accessible";
import { expect, rolesRead, test, type World } from "./stories";

test.use({ settings: { ORGANIZATION_DATA: "true" } });

/** The job looks for the first time a few seconds after the start: it is over when somebody's list shows all of what it reads. */
async function organizationRead({ portal }: World): Promise<void> {
  const person = await httpSignIn(portal.url, "reader");
  const isKnown = async () => {
    const list = await (await person.get("/api/access")).text();
    return list.includes('"kind":"permission-sets"') && /"path":"/.test(list) && /"tags":\{"/.test(list);
  };
  await expect.poll(isKnown, { timeout: 60_000 }).toBe(true);
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
