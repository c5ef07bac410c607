/** What every story has: a sandbox, a portal on a store of its own, and a way to be somebody. */

import { expect, type Page } from "@playwright/test";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { lookAtExports } from "./exports";
import { freePort, type PortalProcess, scratchFolder, startPortal } from "./portal-process";
import { learnSessions } from "./secrets-in-browser";
import { test as base } from "./watched-test";

export const secretForTests = "a-secret-for-tests-alone-0123456789abcdef";

export type World = { portal: PortalProcess; sandbox: Sandbox };

type Actions = {
  /** Signs in by the portal's own page and the provider's. */
  signInAs(login: string): Promise<void>;
  /** Tells the sandbox to fail: `GetRoleCredentials`, `throttle`, once. */
  fault(operation: string, answer: string, times?: number): Promise<void>;
};

export async function control(sandbox: Sandbox, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(new URL(path, sandbox.controlUrl), {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`The sandbox refused ${path}: ${await response.text()}`);
  const text = await response.text();
  return text === "" ? null : JSON.parse(text);
}

export async function signIn(page: Page, portal: { url: string }, login: string, path = "/"): Promise<void> {
  await page.goto(`${portal.url}${path}`);
  await page.getByRole("button", { name: /sign in/i }).click();
  await page.getByRole("button", { name: new RegExp(`^${login}\\b`, "i") }).click();
  await page.waitForURL((url) => url.origin === portal.url && !url.pathname.startsWith("/api/"));
  await learnSessions(page.context());
}

/** React has taken over what the server sent: a click before that is nobody's. */
async function isTakenOver(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    Object.keys(document.querySelector("main button") ?? {}).some((key) => key.startsWith("__reactProps")),
  );
}

/** Every account of the access page has told its roles, and what is there can be used. A known list says so before scripts have come. */
export async function rolesRead(page: Page): Promise<void> {
  await expect(page.getByText(/^checked /)).toBeVisible({ timeout: 30_000 });
  await isTakenOver(page);
}

export const test = base.extend<
  Actions & { quietConsole: undefined },
  { accounts: number | undefined; settings: Record<string, string>; world: World }
>({
  /** How many accounts the company has, where a story needs more than the fewest. */
  accounts: [undefined, { option: true, scope: "worker" }],
  /** What this story's portal is set to, where that is not what the sandbox suggests. */
  settings: [{}, { option: true, scope: "worker" }],
  world: [
    async ({ accounts, settings }, use) => {
      const port = await freePort();
      const sandbox = await startSandbox({
        port: 0,
        portalUrl: `http://localhost:${port}`,
        ...(accounts === undefined ? {} : { accounts }),
      });
      const data = scratchFolder();
      const portal = await startPortal(port, {
        ...sandbox.environment,
        PORTAL_URL: `http://localhost:${port}`,
        PORTAL_SECRET: secretForTests,
        DATA_DIR: data.path,
        ...settings,
      });
      await use({ portal, sandbox });
      await lookAtExports(portal, sandbox);
      await portal.end();
      await sandbox.close();
      data.remove();
    },
    { scope: "worker", timeout: 150_000 },
  ],
  baseURL: async ({ world }, use) => use(world.portal.url),
  signInAs: async ({ page, world }, use) => {
    await use((login) => signIn(page, world.portal, login));
  },
  fault: async ({ world }, use) => {
    await use(async (operation, answer, times = 1) => {
      await control(world.sandbox, "faults", { operation, answer, times });
    });
    await control(world.sandbox, "reset", {});
  },
  /** A line in the browser's console always means something: an unexpected one fails the story. */
  quietConsole: [
    async ({ page }, use) => {
      const said: string[] = [];
      page.on("console", (message) => {
        const expected = /Failed to load resource: the server responded with a status of [45]/.test(
          message.text(),
        );
        if (message.type() === "error" && !expected) said.push(message.text());
      });
      page.on("pageerror", (error) => said.push(String(error)));
      await use(undefined);
      expect(said).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
