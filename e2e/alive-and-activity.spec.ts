/** What is alive at AWS, for auditors; and each person's own history, for nobody else. */

import { takeKeys, test } from "./audit-world";
import { httpSignIn } from "./http-person";
import { mustBeAccessible } from "./must-be-accessible";
import { adminUrl } from "./postgres";
import { expect, rolesRead, signIn } from "./stories";

test.skip(!adminUrl, "TEST_DATABASE_URL names no PostgreSQL");

test("an auditor sees who is in production right now, and how long still", async ({ page, world }) => {
  await signIn(page, world.portal, "auditor", "/audit/alive");
  const production = page.getByRole("region", { name: "In production right now" });
  await expect(production.getByText("Nobody")).toBeVisible();
  await mustBeAccessible(page);

  const [prod] = await takeKeys(world, "engineer", 1, /prod/);
  await takeKeys(world, "reader", 2);
  await page.reload();
  const account = production.getByRole("region", { name: prod?.name ?? "" });
  const keys = account.getByRole("listitem").filter({ hasText: "Emmy Noether" });
  await expect(keys.getByRole("timer", { name: "Ends in" })).toHaveText(/^\d+:\d\d(:\d\d)? left$/);
  await expect(keys).toContainText(prod?.role ?? "");
  await expect(page.getByText("stops new ones only")).toBeVisible();
  await mustBeAccessible(page);

  await test.step("by keyboard: one person's, and everybody's again", async () => {
    await page.getByRole("searchbox", { name: "Person" }).focus();
    await page.keyboard.type("lovelace");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/person=lovelace/);
    await expect(page.getByText("Emmy Noether")).toHaveCount(0);
    await expect(page.getByText("Ada Lovelace").first()).toBeVisible();
    await page.getByRole("link", { name: "Everybody" }).click();
    await expect(page.getByText("Emmy Noether").first()).toBeVisible();
  });

  await test.step("an access key id leads to its events", async () => {
    await keys.getByRole("link", { name: /^ASIA/ }).click();
    await expect(page).toHaveURL(/accessKeyId=ASIA/);
  });
});

test("what comes while somebody looks comes by itself", async ({ page, world }) => {
  await signIn(page, world.portal, "auditor", "/audit/alive");
  await expect(page.getByRole("heading", { name: "Alive now", level: 1 })).toBeVisible();
  await takeKeys(world, "administrator", 1);
  await expect(page.getByText("Grace Hopper").first()).toBeVisible({ timeout: 45_000 });
});

test("a person finds their own history in their menu, and only theirs", async ({ page, world }) => {
  const [own] = await takeKeys(world, "engineer", 1, /prod/);
  await takeKeys(world, "everything", 3);
  await signIn(page, world.portal, "engineer");
  // The page puts the cursor into its search box first.
  await rolesRead(page);
  await page.getByRole("button", { name: "You", exact: true }).click();
  await page.getByRole("menuitem", { name: "Your activity" }).click();
  await expect(page).toHaveURL(/\/activity$/);

  const alive = page.getByRole("region", { name: "Still alive" });
  await expect(
    alive
      .getByRole("listitem")
      .filter({ hasText: own?.name ?? "" })
      .first(),
  ).toContainText("left");
  const history = page.getByRole("region", { name: "History" });
  await expect(history.getByRole("listitem").first()).toBeVisible();
  await expect(history).toContainText("Sign-in");
  await mustBeAccessible(page);

  await test.step("nothing of anybody else is in it, by page or by what the browser fetches", async () => {
    const stranger = await httpSignIn(world.portal.url, "newcomer");
    for (const headers of [{}, { rsc: "1" }] as const) {
      const text = await (await stranger.get("/activity?_rsc=1", headers)).text();
      // Whole: three letters stand in every other random value of a page.
      for (const secret of [own?.name ?? "nothing taken", "Emmy Noether", "Grace Hopper", "Ada Lovelace"])
        expect(text).not.toContain(secret);
      expect(text).not.toMatch(/ASIA[A-Z0-9]{16}/);
    }
  });

  await test.step("what was not them: what to do, and it works", async () => {
    await page.getByText("Something here was not you?").click();
    await expect(page.getByRole("link", { name: "Access tokens" })).toHaveAttribute("href", "/tokens");
    await mustBeAccessible(page);
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
    await page.waitForURL((url) => !url.pathname.startsWith("/activity"));
    await page.goto(`${world.portal.url}/activity`);
    await expect(page).toHaveURL(/sign-in/);
  });
});

test("what an administrator did to a token is told, without who did it", async ({ world, postgres }) => {
  const engineer = await httpSignIn(world.portal.url, "engineer");
  const made = await engineer.post("/api/access-tokens", {
    name: "nightly",
    grants: "all",
    networks: [],
    hours: 1,
  });
  expect(made.status).toBe(200);
  const { id } = (await made.json()) as { id: string };
  const personId = postgres.sql(`SELECT person_id FROM access_token WHERE id = '${id}'`);
  const administrator = await httpSignIn(world.portal.url, "administrator");
  expect((await administrator.post("/api/admin/access-tokens/revoke", { personId, id })).status).toBe(200);

  const text = await (await engineer.get("/activity")).text();
  expect(text).toContain("An administrator revoked your access token “nightly”");
  expect(text).not.toContain("Grace");
  expect(postgres.sql("SELECT count(*) FROM audit_event WHERE kind = 'access-token.revoked'")).toBe("1");
});
