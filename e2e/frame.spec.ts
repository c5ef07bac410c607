/** Two replicas on one PostgreSQL: what one decides holds at the other, and nothing is lost when one dies. */

import { setTimeout as pause } from "node:timers/promises";
import { test as base, expect } from "@playwright/test";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { type HttpPerson, httpSignIn, stranger } from "./http-person";
import { freePort, type PortalProcess, startPortal } from "./portal-process";
import { adminUrl, type Postgres, startPostgres } from "./postgres";
import { control, secretForTests } from "./stories";

type Frame = {
  one: PortalProcess;
  two: PortalProcess;
  sandbox: Sandbox;
  postgres: Postgres;
  restart(): Promise<PortalProcess>;
};

const test = base.extend<{ frame: Frame }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from here.
  frame: async ({}, use) => {
    const [first, second] = [await freePort(), await freePort()];
    // As behind a load balancer: both are the same portal to the browser.
    const portalUrl = `http://localhost:${first}`;
    const sandbox = await startSandbox({ portalUrl });
    const postgres = await startPostgres(adminUrl ?? "");
    const settings = {
      ...sandbox.environment,
      PORTAL_URL: portalUrl,
      PORTAL_SECRET: secretForTests,
      DATABASE_URL: postgres.url,
    };
    const one = await startPortal(first, settings);
    const two = await startPortal(second, settings);
    await use({ one, two, sandbox, postgres, restart: () => startPortal(second, settings) });
    await Promise.all([one.end("SIGKILL"), two.end("SIGKILL")]);
    await sandbox.close();
    await postgres.drop();
  },
});

test.skip(!adminUrl, "TEST_DATABASE_URL names no PostgreSQL");

/** The same browser at the other replica: its pages still are PORTAL_URL's. */
function at(replica: PortalProcess, person: HttpPerson, portalUrl: string) {
  const headers = {
    cookie: person.cookie(),
    origin: portalUrl,
    "sec-fetch-site": "same-origin",
    "content-type": "application/json",
  };
  return {
    get: (path: string) => fetch(new URL(path, replica.url), { headers, redirect: "manual" }),
    post: (path: string, body: unknown) =>
      fetch(new URL(path, replica.url), {
        method: "POST",
        headers,
        body: JSON.stringify(body),
        redirect: "manual",
      }),
  };
}

type Role = { instance: string; accountId: string; role: string };

async function firstGrant(person: HttpPerson): Promise<Role> {
  const lines = (await (await person.get("/api/access")).text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const told = lines.flatMap((line) => {
    if (line.kind === "roles") return [line];
    return line.kind === "kept"
      ? line.accounts.map((account: object) => ({ ...account, instance: line.instance }))
      : [];
  });
  const found = told.find(({ roles }) => roles && roles.length > 0);
  return { instance: found.instance, accountId: found.accountId, role: found.roles[0] };
}

const calls = async (sandbox: Sandbox): Promise<Record<string, number>> =>
  (await control(sandbox, "calls")) as Record<string, number>;

test("whoever signs out at one replica is out at the other at once", async ({ frame: { one, two } }) => {
  const person = await httpSignIn(one.url, "engineer");
  const there = at(two, person, one.url);
  const list = await there.get("/api/access");
  expect(list.status).toBe(200);
  await list.body?.cancel();
  expect((await person.post("/api/sign-out", {})).status).toBe(200);
  expect((await there.get("/api/access")).status).toBe(401);
});

test("one exchange makes the connection, however many ask at both replicas at once", async ({
  frame: { one, two, sandbox },
}) => {
  const person = await httpSignIn(one.url, "engineer");
  const answers = await Promise.all(
    [one, two].flatMap((replica) =>
      Array.from({ length: 8 }, () => at(replica, person, one.url).get("/api/access")),
    ),
  );
  for (const answer of answers) expect(await answer.text()).toContain('"kind":"end"');
  expect((await calls(sandbox)).CreateTokenWithIAM).toBe(1);
});

test("a console form's token opens once, at whichever replica", async ({ frame: { one, two } }) => {
  const person = await httpSignIn(one.url, "engineer");
  const grant = await firstGrant(person);
  const { token } = (await (await person.post("/api/console/token", {})).json()) as { token: string };
  const form = (replica: PortalProcess) =>
    fetch(new URL("/api/console", replica.url), {
      method: "POST",
      redirect: "manual",
      headers: {
        cookie: person.cookie(),
        origin: one.url,
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({ ...grant, token }).toString(),
    });
  const targets = (await Promise.all([form(one), form(two), form(one), form(two)])).map(
    (answer) => answer.headers.get("location") ?? "",
  );
  expect(targets.filter((target) => target.includes("SigninToken="))).toHaveLength(1);
  expect(targets.filter((target) => target.includes("/problem/page-outdated"))).toHaveLength(3);
});

test("without the database nobody gets keys, everybody hears why within seconds, and it recovers by itself", async ({
  frame: { one, sandbox, postgres },
}) => {
  const person = await httpSignIn(one.url, "engineer");
  const grant = await firstGrant(person);
  const minted = async () => (await calls(sandbox)).GetRoleCredentials ?? 0;

  for (const how of ["refuse", "hang"] as const) {
    const before = await minted();
    postgres.cut(how);
    const began = Date.now();
    const answer = await person.post("/api/credentials", grant);
    expect(answer.status).toBe(503);
    expect(["store-unavailable", "not-recorded"]).toContain((await answer.json()).code);
    expect(Date.now() - began).toBeLessThan(15_000);
    expect(await minted()).toBe(before);
    expect((await fetch(`${one.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${one.url}/livez`)).status).toBe(200);

    postgres.mend();
    await expect
      .poll(async () => (await person.post("/api/credentials", grant)).status, { timeout: 20_000 })
      .toBe(200);
  }
});

test("SIGTERM in the middle of a mint: the keys arrive, are recorded, and then the process ends by itself", async ({
  frame: { one, two, sandbox, postgres },
}) => {
  const person = await httpSignIn(one.url, "engineer");
  const grant = await firstGrant(person);
  await control(sandbox, "options", { answerDelayMs: 1500 });
  const asking = at(two, person, one.url).post("/api/credentials", grant);
  await expect
    .poll(() => postgres.sql("SELECT count(*) FROM audit_event WHERE kind = 'credentials.requested'"))
    .toBe("1");
  const ending = two.end("SIGTERM");

  const answer = await asking;
  expect(answer.status).toBe(200);
  const { credentials } = await answer.json();
  expect((await ending).code).toBe(0);
  expect(
    postgres.sql(
      `SELECT count(*) FROM audit_event WHERE kind = 'credentials.issued' AND access_key_id = '${credentials.accessKeyId}'`,
    ),
  ).toBe("1");
});

test("killed in the middle of a mint: what was requested stays on record, and no keys left", async ({
  frame: { one, two, sandbox, postgres, restart },
}) => {
  const person = await httpSignIn(one.url, "engineer");
  const grant = await firstGrant(person);
  await control(sandbox, "options", { answerDelayMs: 8000 });
  const asking = at(two, person, one.url)
    .post("/api/credentials", grant)
    .then(
      () => "answered",
      () => "cut off",
    );
  await expect
    .poll(() => postgres.sql("SELECT count(*) FROM audit_event WHERE kind = 'credentials.requested'"))
    .toBe("1");
  await two.end("SIGKILL");
  expect(await asking).toBe("cut off");
  await pause(0);

  const again = await restart();
  await control(sandbox, "options", { answerDelayMs: 0 });
  expect((await at(again, person, one.url).post("/api/credentials", grant)).status).toBe(200);
  expect(
    postgres.sql(
      "SELECT string_agg(kind, ' ' ORDER BY seq) FROM audit_event WHERE kind LIKE 'credentials.%'",
    ),
  ).toBe("credentials.requested credentials.requested credentials.issued");
  await again.end("SIGKILL");
});

test("a stranger's form at a replica is turned away in the same words", async ({ frame: { one, two } }) => {
  for (const replica of [one, two]) {
    const answer = await stranger(replica.url).post("/api/credentials", {}, { origin: one.url });
    expect(answer.status).toBe(401);
    expect((await answer.json()).code).toBe("sign-in-required");
  }
});
