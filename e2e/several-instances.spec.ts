/** Two Identity Center instances in one list: each says how it is, and one that is down hides nothing of the other. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { startSandbox } from "@/sandbox/start-sandbox";
import { mustBeAccessible } from "./must-be-accessible";
import { freePort, scratchFolder, startPortal } from "./portal-process";
import { control, expect, rolesRead, secretForTests, signIn, test as story, type World } from "./stories";

async function startBoth(
  partners: "trusted-issuer" | "device-code",
): Promise<World & { end(): Promise<void> }> {
  const port = await freePort();
  const portalUrl = `http://localhost:${port}`;
  const sandbox = await startSandbox({ port: 0, portalUrl });
  const data = scratchFolder();
  const file = join(data.path, "instances.yaml");
  writeFileSync(file, sandbox.instancesYaml({ partners }));
  const portal = await startPortal(port, {
    ...sandbox.instancesEnvironment(file),
    PORTAL_URL: portalUrl,
    PORTAL_SECRET: secretForTests,
    DATA_DIR: join(data.path, "store"),
  });
  async function end(): Promise<void> {
    await portal.end();
    await sandbox.close();
    data.remove();
  }
  return { portal, sandbox, end };
}

const test = story.extend<Record<never, never>, { world: World }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from here.
    async ({}, use) => {
      const both = await startBoth("trusted-issuer");
      await use(both);
      await both.end();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

const row = (page: Page, name: string) => page.getByRole("row", { name }).first();

test("one that is down says so and hides nothing of the other, and comes back by itself", async ({
  page,
  world,
}) => {
  await control(world.sandbox, "faults", {
    operation: "ListAccounts",
    answer: "error",
    times: 10_000,
    instance: "partners",
  });
  await signIn(page, world.portal, "engineer");
  await expect(row(page, "Developer in payments-prod")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Partners: AWS did not answer")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("link", { name: /AWS’s own portal/ }).first()).toBeVisible();
  // Searched for: further down the list it is not in the page before somebody scrolls there.
  await page.getByRole("searchbox").fill("edi-gateway-dev");
  await expect(page.getByText(/^Nothing (found so far|matches)$/)).toBeVisible();

  await control(world.sandbox, "reset", {});
  await expect(row(page, "AdministratorAccess in edi-gateway-dev")).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText("Partners: AWS did not answer")).toHaveCount(0);
  await page.getByRole("searchbox").fill("");
  await expect(row(page, "Developer in payments-prod")).toBeVisible();
});

test("the same account of two instances stands there twice, and each row says whose it is", async ({
  page,
  world,
}) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await page.getByRole("searchbox").fill("payments-prod");
  await expect(page.getByRole("rowheader", { name: /payments-prod/ })).toHaveCount(2);
  await expect(page.getByRole("rowheader", { name: /payments-prod.*Acme/ })).toBeVisible();
  await expect(page.getByRole("rowheader", { name: /payments-prod.*Partners/ })).toBeVisible();
});

test("one that wants an approval of its own says so, and leads to where it is given", async ({ page }) => {
  test.setTimeout(120_000);
  const both = await startBoth("device-code");
  await signIn(page, both.portal, "engineer");
  await expect(row(page, "Developer in payments-prod")).toBeVisible({ timeout: 30_000 });
  const notice = page.getByRole("region", { name: "Connect Partners" });
  await expect(notice).toContainText("Partners is not connected");
  await mustBeAccessible(page, "[aria-label='Connect Partners']");
  await notice.getByRole("link", { name: "Connect" }).click();
  await expect(page).toHaveURL(/\/connect\/partners\?next=%2F$/);
  // A portal that stops lets open pages finish.
  await page.goto("about:blank");
  await both.end();
});
