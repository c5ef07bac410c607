/** Every screen in both themes: no axe violation, no report against the content security policy. */

import { mustBeAccessible } from "./must-be-accessible";
import { expect, rolesRead, signIn, test } from "./stories";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

for (const path of [
  "/sign-in",
  "/sign-in?problem=session-ended&returnTo=%2Faudit",
  "/signed-out",
  "/no-such-page",
  "/problem/aws-unavailable",
]) {
  test(`${path} is accessible`, async ({ page, world }) => {
    await page.goto(`${world.portal.url}${path}`);
    await mustBeAccessible(page);
  });
}

for (const login of ["engineer", "newcomer", "hostile", "unverified", "everything"]) {
  test(`the access page of ${login} is accessible`, async ({ page, world }) => {
    await signIn(page, world.portal, login);
    const settled = page.getByText(/^checked /).or(page.getByText("is not verified"));
    await expect(settled.first()).toBeVisible({ timeout: 30_000 });
    await mustBeAccessible(page);
  });
}

test("keys in hand, the row menu, the list of keys and a search without result are accessible", async ({
  page,
  world,
}) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await page.getByRole("button", { name: /^Copy/ }).first().click();
  await expect(page.getByRole("status", { name: "Keys" })).toHaveText(/Copied for/);
  await mustBeAccessible(page);

  await page
    .getByRole("button", { name: /^More for/ })
    .first()
    .click();
  await expect(page.getByRole("menu")).toBeVisible();
  await mustBeAccessible(page);
  await page.keyboard.press("Escape");

  await page.getByRole("searchbox").fill("no account is called so");
  await mustBeAccessible(page);
});

test("the audit page is accessible, with rows and without", async ({ page, world }) => {
  await signIn(page, world.portal, "administrator", "/audit");
  await expect(page.getByRole("table")).toBeVisible();
  await mustBeAccessible(page);
  await page.goto(`${world.portal.url}/audit?person=nobody-of-this-name`);
  await mustBeAccessible(page);
});

test("the API's page tells every door, and its document is there for programs", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer", "/reference");
  await expect(page.getByRole("heading", { name: "Keys for AWS's SDKs and CLI" })).toBeVisible();
  await mustBeAccessible(page);
  const document = await (await fetch(`${world.portal.url}/api/v1/openapi.json`)).json();
  expect(document.servers).toEqual([{ url: world.portal.url }]);
  expect(document.paths).toHaveProperty(["/api/v1/process/{instance}/{accountId}/{role}", "get"]);
});
