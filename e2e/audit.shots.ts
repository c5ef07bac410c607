/** Pictures of the record's charts, of what is alive and of a person's own history, in both themes and three widths. */

import { addCounts, takeKeys, test } from "./audit-world";
import { shoot } from "./shoot";
import { signIn } from "./stories";

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
