/** The database is gone, silent, full, or takes no writes: what still works, what is refused, how that is said, and that nobody has to restart anything. */

import { expect, type Page } from "@playwright/test";
import { accountNamed, companyAccounts, smallestCompany } from "@/sandbox/company-accounts";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { signInForKeys } from "./ask-for-keys";
import { filesOfServer, lockTables, moveTo, takeNoWrites, takeWrites } from "./database-faults";
import type { HttpPerson } from "./http-person";
import { freePort, type PortalProcess, startPortal } from "./portal-process";
import { adminUrl, type Postgres, startPostgres } from "./postgres";
import { mountSmallDisk } from "./small-disk";
import { blamesStore, knockEverywhere, type StoreKnock, said } from "./store-knocks";
import { control, rolesRead, secretForTests, signIn } from "./stories";
import { test as base } from "./watched-test";

type World = { portal: PortalProcess; sandbox: Sandbox; postgres: Postgres; end(): Promise<void> };

async function startWorld(disk?: string): Promise<World> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const sandbox = await startSandbox({ port: 0, portalUrl: url });
  const postgres = await startPostgres(adminUrl ?? "");
  const place = disk === undefined ? null : moveTo(postgres, disk);
  const portal = await startPortal(port, {
    ...sandbox.environment,
    PORTAL_URL: url,
    PORTAL_SECRET: secretForTests,
    DATABASE_URL: postgres.url,
    AWS_REQUESTS_PER_SECOND: "20",
  });
  const end = async () => {
    await portal.end("SIGKILL");
    await sandbox.close();
    await postgres.drop();
    place?.forget();
  };
  return { portal, sandbox, postgres, end };
}

const test = base.extend<Record<never, never>, { world: World }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from here.
    async ({}, use) => {
      const world = await startWorld();
      await use(world);
      await world.end();
    },
    { scope: "worker", timeout: 200_000 },
  ],
});

test.skip(!adminUrl, "TEST_DATABASE_URL names no PostgreSQL");

const { accountId } = accountNamed(companyAccounts(smallestCompany), "payments-prod");
const grant = { instance: "main", accountId, role: "Developer" };

/** What they are for needs no database. */
const needNoStore = new Set([
  "/sign-in",
  "/signed-out",
  "/problem/x",
  // Closed to whoever brings no token of its own.
  "/metrics",
  "/pair",
  "/profiles.sh",
  "/api/v1/openapi.json",
  "/api/auth/start",
  "/api/auth/x/y",
  "/api/x/y",
]);

const longestMs = 3_000;

async function minted({ sandbox }: World): Promise<number> {
  return ((await control(sandbox, "keys")) as unknown[]).length;
}

async function isWell({ portal }: World, person: HttpPerson): Promise<void> {
  const recovered = async () => [
    (await fetch(`${portal.url}/readyz`)).status,
    (await person.post("/api/credentials", grant)).status,
  ];
  await expect.poll(recovered, { timeout: 30_000 }).toEqual([200, 200]);
}

const bodies = {
  "/api/credentials": grant,
  "/api/v1/pairing": new URLSearchParams({ machine: "a machine" }),
  "/api/v1/pairing/token": new URLSearchParams({
    grant_type: "urn:ietf:params:oauth:grant-type:device_code",
    device_code: "x",
  }),
};

/** What a door takes when all is well is the machine's doing; what it takes beyond that is the outage's. */
function lateOnes(knocks: readonly StoreKnock[], well: readonly StoreKnock[]): string[] {
  return knocks
    .filter((one, place) => one.status === 0 || one.took - (well[place]?.took ?? 0) > longestMs)
    .map(said);
}

for (const how of ["hang", "refuse"] as const) {
  test(`a database that ${how === "hang" ? "says nothing" : "refuses"}: every door says so within 3 s, and opens again by itself`, async ({
    world,
  }) => {
    const { portal, postgres } = world;
    const { person, token } = await signInForKeys(portal.url);
    const keys = { cookie: person.cookie(), token };
    const well = await knockEverywhere(portal.url, keys, bodies);
    const before = await minted(world);
    postgres.cut(how);
    const knocks = await knockEverywhere(portal.url, keys, bodies);
    expect((await fetch(`${portal.url}/livez`)).status).toBe(200);
    expect((await fetch(`${portal.url}/readyz`)).status).toBe(503);
    postgres.mend();

    expect(lateOnes(knocks, well)).toEqual([]);
    const blaming = new Set(knocks.filter(blamesStore).map(({ address }) => address));
    const silent = knocks.filter(({ address }) => !blaming.has(address) && !needNoStore.has(address));
    expect(silent.map(said)).toEqual([]);
    expect(knocks.filter((one) => one.status >= 500 && !blamesStore(one)).map(said)).toEqual([]);
    expect(await minted(world)).toBe(before);
    await isWell(world, person);
  });
}

test("everything but who people are hangs: doors give up within 3 s, and no keys come of it", async ({
  world,
}) => {
  const { portal, postgres } = world;
  const { person, token } = await signInForKeys(portal.url);
  const keys = { cookie: person.cookie(), token };
  const well = await knockEverywhere(portal.url, keys, bodies);
  const before = await minted(world);
  const known = ["session", "person", "access_token"];
  const tables = postgres
    .sql("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace")
    .split("\n")
    .filter((table) => !known.includes(table));
  const lock = await lockTables(
    postgres,
    tables.map((table) => `"${table}"`),
  );
  const knocks = await knockEverywhere(portal.url, keys, bodies);
  lock.end();

  expect(lateOnes(knocks, well)).toEqual([]);
  expect(knocks.filter((one) => one.status >= 500 && !blamesStore(one)).map(said)).toEqual([]);
  const asked = knocks.find(({ method, address }) => method === "POST" && address === "/api/credentials");
  expect(asked).toMatchObject({ status: 503 });
  expect(await minted(world)).toBe(before);
  await isWell(world, person);
});

async function seesList(page: Page): Promise<void> {
  await expect(page.getByText("payments-prod").first()).toBeVisible();
}

test("a page that is open keeps its list and says aloud what is wrong; one that is opened says it, too; both recover", async ({
  world,
  page,
}) => {
  const { portal, postgres } = world;
  await signIn(page, portal, "engineer");
  await rolesRead(page);
  for (const how of ["hang", "refuse"] as const) {
    // A reading that is under way would have its own way to end.
    await page.waitForLoadState("networkidle");
    postgres.cut(how);
    await page.getByRole("button", { name: "Check again" }).click();
    const aloud = page.getByRole("status", { name: "Reading", exact: true });
    await expect(aloud).toHaveText("Sallyport cannot reach its database, trying again");
    await seesList(page);
    await expect(page.getByRole("dialog")).toHaveCount(0);

    const another = await page.context().newPage();
    await another.goto(portal.url);
    await expect(another.getByRole("heading", { name: "Sallyport cannot reach its database" })).toBeVisible();
    await expect(another.getByRole("button", { name: "Try again" })).toBeVisible();

    postgres.mend();
    await expect(page.getByText("Connected again")).toBeVisible({ timeout: 60_000 });
    await expect(aloud).not.toContainText("database");
    await another.getByRole("button", { name: "Try again" }).click();
    await seesList(another);
    await another.close();
  }
});

test("a database that takes no writes: lists are read, keys are refused, and both work again by themselves", async ({
  world,
  page,
}) => {
  const { portal, postgres } = world;
  const { person } = await signInForKeys(portal.url);
  await signIn(page, portal, "engineer");
  await rolesRead(page);
  // So that each request would like to say that it is in use.
  postgres.sql("UPDATE session SET last_seen_at = now() - interval '5 minutes'");
  takeNoWrites(postgres);
  const before = await minted(world);
  await page.goto(portal.url);
  await seesList(page);
  expect((await fetch(`${portal.url}/readyz`)).status).toBe(503);
  const refused = await person.post("/api/credentials", grant);
  expect([refused.status, (await refused.json()).code]).toEqual([503, "not-recorded"]);
  expect(await minted(world)).toBe(before);

  takeWrites(postgres);
  await isWell(world, person);
});

test("a database whose disk is full: lists are read, keys are refused, and both work again by themselves", async ({
  page,
}) => {
  const disk = mountSmallDisk(filesOfServer());
  test.skip(disk === null, "Nothing can be mounted here, so no disk can be filled.");
  if (!disk) return;
  const world = await startWorld(disk.path);
  try {
    const { person } = await signInForKeys(world.portal.url);
    await signIn(page, world.portal, "engineer");
    await rolesRead(page);
    disk.fill();
    const codes: string[] = [];
    // What is left of pages that are in use takes a few more records.
    for (let tries = 0; tries < 200 && codes.length < 3; tries += 1) {
      const answer = await person.post("/api/credentials", grant);
      if (answer.status !== 200) codes.push((await answer.json()).code);
    }
    expect(codes).toHaveLength(3);
    for (const code of codes) expect(["not-recorded", "store-unavailable"]).toContain(code);
    await page.goto(world.portal.url);
    await seesList(page);

    disk.free();
    await isWell(world, person);
    const recorded = Number(
      world.postgres.sql("SELECT count(*) FROM audit_event WHERE kind = 'credentials.requested'"),
    );
    expect(await minted(world)).toBeLessThanOrEqual(recorded);
  } finally {
    await world.end();
    disk.remove();
  }
});
