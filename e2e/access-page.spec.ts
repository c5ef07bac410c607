/** The access page: what is known is there at once, what AWS tells comes in without a jolt, and nothing is lost on the way. */

import type { Page } from "@playwright/test";
import { httpSignIn } from "./http-person";
import { mustBeAccessible } from "./must-be-accessible";
import { control, expect, rolesRead, signIn, test } from "./stories";

test.use({ accounts: 120 });

const rows = (page: Page) => page.getByRole("row", { name: / in / });

/** Opens the page as one of the crowd, whom the provider's page does not list. */
async function visit(
  page: Page,
  url: string,
  login: string,
  waitUntil: "load" | "commit" = "load",
): Promise<void> {
  const person = await httpSignIn(url, login);
  const cookies = person.cookie().split("; ");
  await page.context().addCookies(
    cookies.map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
    }),
  );
  await page.goto(url, { waitUntil });
}

/** Names of the rows on screen, from above. */
async function rowNames(page: Page): Promise<(string | null)[]> {
  return await rows(page).evaluateAll((all) =>
    all
      .map((row) => ({ name: row.getAttribute("aria-label"), top: row.getBoundingClientRect().top }))
      .sort((one, other) => one.top - other.top)
      .map(({ name }) => name),
  );
}

test("the server's own page holds the top of the list, and not all of it", async ({ world }) => {
  const person = await httpSignIn(world.portal.url, "everything");
  const lines = (await (await person.get("/api/access")).text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.at(-1)).toMatchObject({ kind: "end" });
  const html = await (await person.get("/")).text();
  const accounts = new Set(Array.from(html.matchAll(/data-block="[^"]*?(\d{12})/g), ([, id]) => id));
  expect(accounts.size).toBeGreaterThan(10);
  expect(accounts.size).toBeLessThan(40);
  expect(html.match(/>Console</g)?.length).toBeGreaterThan(10);
  expect(html).toMatch(/\d+ roles in 120 accounts/);
  expect(html.length).toBeLessThan(600_000);
});

test("without scripts the list is there, and says what is missing", async ({ browser, world }) => {
  const context = await browser.newContext({ baseURL: world.portal.url });
  const page = await context.newPage();
  await signIn(page, world.portal, "everything");
  await rolesRead(page);
  const bare = await browser.newContext({
    baseURL: world.portal.url,
    javaScriptEnabled: false,
    storageState: await context.storageState(),
  });
  const still = await bare.newPage();
  await still.goto("/");
  await expect(rows(still).first()).toBeVisible();
  await expect(still.getByText(/needs JavaScript/)).toBeVisible();
  await bare.close();
  await context.close();
});

test("what was there before is shown before AWS has said a word, and stays when AWS says none", async ({
  page,
  world,
  fault,
}) => {
  await signIn(page, world.portal, "everything");
  await rolesRead(page);
  const before = await rowNames(page);
  await fault("ListAccounts", "hang", 100);
  await fault("ListAccountRoles", "hang", 100);
  await page.goto("/");
  await expect(rows(page).first()).toBeVisible();
  await expect.poll(() => rowNames(page)).toEqual(before);
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(page.getByText(/^[Cc]hecking/).first()).toBeVisible();
  expect(await rowNames(page)).toEqual(before);
});

test("nothing flashes and nothing moves when scripts take over what the server showed", async ({
  page,
  world,
}) => {
  await signIn(page, world.portal, "everything");
  await rolesRead(page);
  // Where each row of the server's page stands, frame by frame, from the first on.
  await page.addInitScript(() => {
    const seen: Record<string, number[]> = {};
    Object.assign(window, { seen });
    const look = () => {
      for (const row of document.querySelectorAll("[data-row]")) {
        const name = row.getAttribute("aria-label") ?? "";
        const top = row.getBoundingClientRect().top;
        if (top < innerHeight) seen[name] = [...(seen[name] ?? []), top];
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.reload();
    await expect(page.getByRole("searchbox")).toBeFocused();
    await rolesRead(page);
    await page.waitForFunction(() => document.querySelector("[data-block][style]") !== null);
    const moved = await page.evaluate(() => {
      const { seen } = window as unknown as { seen: Record<string, number[]> };
      return Object.entries(seen)
        .filter(([, tops]) => Math.max(...tops) - Math.min(...tops) > 0.5)
        .map(([name, tops]) => `${name}: ${[...new Set(tops)].join(", ")}`);
    });
    expect(moved).toEqual([]);
  }
});

/** Holds the page's scripts back until it is called. */
async function holdScripts(page: Page): Promise<() => void> {
  let letGo: () => void = () => {};
  const wait = new Promise<void>((done) => {
    letGo = done;
  });
  await page.route("**/_next/static/**/*.js", async (route) => {
    await wait;
    await route.continue();
  });
  return letGo;
}

test("letters typed before the page's scripts have come are a search all the same", async ({
  page,
  world,
}) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  const letGo = await holdScripts(page);
  await page.goto("/", { waitUntil: "commit" });
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("payments-dev");
  await expect(page.getByRole("searchbox")).toHaveValue("payments-dev");
  letGo();
  await expect(page.getByRole("status", { name: "Shown" })).toHaveText(/^\d+ of /);
  await page.keyboard.type(" developer");
  await expect(page.getByRole("searchbox")).toHaveValue("payments-dev developer");
  await expect(rows(page).first()).toHaveAccessibleName("Developer in payments-dev");
});

/** Where the mouse rests in these stories. */
const resting = { x: 500, y: 600 };

/** Notes frame by frame which block is under the resting mouse, and where it stands. */
function watchUnderMouse({ x, y }: typeof resting): void {
  const seen: string[] = [];
  Object.assign(window, { seen });
  const look = () => {
    const block = document.elementFromPoint(x, y)?.closest("[data-block]");
    if (block)
      seen.push(`${block.getAttribute("data-block")} ${Math.round(block.getBoundingClientRect().top)}`);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function mustHaveStoodStill(page: Page): Promise<void> {
  const places = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  expect(places.length).toBeGreaterThan(20);
  expect([...new Set(places)]).toEqual([places[0]]);
}

test("the row under the pointer stays there while roles come in", async ({ page, world }) => {
  await visit(page, world.portal.url, "crowd-1-100");
  await expect(page.getByText(/Reading roles from AWS: \d+ of 100 accounts/)).toBeVisible();
  await page.mouse.move(resting.x, resting.y);
  await page.evaluate(watchUnderMouse, resting);
  await rolesRead(page);
  await mustHaveStoodStill(page);
});

test("the row that comes to be under a resting mouse stays there, from its first frame on", async ({
  page,
  world,
}) => {
  await page.addInitScript(watchUnderMouse, resting);
  const letGo = await holdScripts(page);
  await visit(page, world.portal.url, "crowd-2-110", "commit");
  await expect(page.getByRole("searchbox")).toBeVisible();
  await page.mouse.move(resting.x, resting.y);
  letGo();
  await rolesRead(page);
  await mustHaveStoodStill(page);
});

test("the row under the pointer stays there when a notice comes above the list", async ({ page, world }) => {
  await signIn(page, world.portal, "everything");
  await rolesRead(page);
  // A reading that is under way would have its own way to end.
  await page.waitForLoadState("networkidle");
  await page.mouse.move(500, 600);
  const under = () =>
    page.evaluate(() => {
      const block = document.elementFromPoint(500, 600)?.closest("[data-block]");
      return `${block?.getAttribute("data-block")} ${Math.round(block?.getBoundingClientRect().top ?? 0)}`;
    });
  const before = await under();
  await page.route("**/api/access?since=*", (route) =>
    route.fulfill({
      contentType: "application/x-ndjson",
      body: '{"kind":"instance-failed","instance":"main","problem":"aws-unavailable"}\n{"kind":"end","at":"2026-11-21T04:00:00.000Z"}\n',
    }),
  );
  // Not by the mouse: it stays where it points.
  await page.getByRole("button", { name: "Check again" }).evaluate((button: HTMLElement) => button.click());
  await expect(page.getByText("AWS did not answer")).toBeVisible();
  await expect.poll(under).toBe(before);
});

test("whoever asks for everything again and again hears when, and AWS is asked for what they see alone", async ({
  page,
  world,
}) => {
  await visit(page, world.portal.url, "crowd-3-30");
  await rolesRead(page);
  const calls = async () =>
    ((await control(world.sandbox, "calls")) as Record<string, number>).ListAccountRoles ?? 0;
  const check = page.getByRole("button", { name: "Check again" });
  const before = await calls();
  await check.click();
  await expect.poll(calls).toBe(before + 30);
  await rolesRead(page);
  await check.click();
  await expect(page.getByRole("status", { name: "Notice" })).toHaveText(
    /^Checking what you see. Everything again in \d+ s$/,
  );
  await expect.poll(calls).toBeGreaterThan(before + 30);
  await rolesRead(page);
  expect(await calls()).toBeLessThan(before + 30 + 30);
});

test("a portal that restarts is asked again by the page itself, and the list stays", async ({
  page,
  world,
}) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  // Those on screen: further down, the server's page has more than the browser keeps.
  const seen = async () => (await rowNames(page)).slice(0, 12);
  const before = await seen();
  await page.route("**/api/access", (route) =>
    route.fulfill({ status: 503, contentType: "application/problem+json", body: '{"code":"stopping"}' }),
  );
  await page.goto("/");
  await expect(page.getByText(/Sallyport is restarting. Trying again in/)).toBeVisible();
  await expect.poll(seen).toEqual(before);
  await page.unroute("**/api/access");
  // The page waits longer with each time that it tries.
  await expect(page.getByText("Connected again")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/^checked /)).toBeVisible();
});

test("an answer that breaks off in the middle is read on", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  let broken = 0;
  await page.route("**/api/access", async (route) => {
    if (broken > 2) return await route.continue();
    broken += 1;
    await route.fulfill({
      contentType: "application/x-ndjson",
      body: '{"kind":"due","instance":"main","due":3}\n',
    });
  });
  await page.goto("/");
  await expect(page.getByText(/Connection lost. Trying again/)).toBeVisible();
  // After one, two and five seconds.
  await rolesRead(page);
});

test("a session that ended is told, and the list stays", async ({ page, world }) => {
  await signIn(page, world.portal, "engineer");
  await rolesRead(page);
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(page.getByRole("button", { name: "Sign in again" })).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
});

test("what was gained and lost is told, until it was read", async ({ page, world }) => {
  await signIn(page, world.portal, "reader");
  await rolesRead(page);
  const first = (await rowNames(page))[0] ?? "";
  const [role, account] = first.split(" in ");
  // Not simply the first in the page: what is further up may stand further down in it.
  const accountId = await page.getByRole("row", { name: first, exact: true }).evaluate(
    (row) =>
      row
        .closest("[data-block]")
        ?.getAttribute("data-block")
        ?.match(/\d{12}/)?.[0],
  );
  await control(world.sandbox, "options", { listLagSeconds: 0 });
  const assign = (roleName: string, assigned: boolean) =>
    control(world.sandbox, "assignments", { login: "reader", accountId, roleName, assigned });
  await assign(role ?? "", false);
  await assign("BrandNewRole", true);
  await page.getByRole("button", { name: "Check again" }).click();
  const changes = page.getByRole("button", { name: "1 new, 1 gone today" });
  await expect(changes).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("row", { name: `BrandNewRole in ${account}` })).toContainText("new");
  await changes.click();
  const panel = page.getByRole("dialog", { name: "What changed" });
  await expect(panel.getByText("Today")).toBeVisible();
  await mustBeAccessible(page, "[role=dialog]");
  await expect(panel.getByRole("listitem")).toHaveText([/New: ?BrandNewRole/, new RegExp(`Gone: ?${role}`)]);
  await panel.getByRole("button", { name: "Dismiss" }).click();
  await expect(changes).toHaveCount(0);
  await page.reload();
  await rolesRead(page);
  await expect(changes).toHaveCount(0);
});

test("an account that AWS failed to tell is told again on request", async ({ page, world, fault }) => {
  await fault("ListAccountRoles", "error", 40);
  await signIn(page, world.portal, "auditor");
  const again = page.getByRole("button", { name: "Try again" }).first();
  await expect(again).toBeVisible({ timeout: 30_000 });
  await control(world.sandbox, "reset", {});
  await again.click();
  await expect(rows(page).first()).toBeVisible({ timeout: 30_000 });
});
