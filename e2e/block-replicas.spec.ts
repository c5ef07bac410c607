/** Who is blocked on one replica is out on the other within a second, on every way in, whatever was on its way; also after a restart. */

import { expect, test } from "@playwright/test";
import { accountNamed, companyAccounts, smallestCompany } from "@/sandbox/company-accounts";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { type HttpPerson, httpSignIn } from "./http-person";
import { freePort, type PortalProcess, startPortal } from "./portal-process";
import { adminUrl, type Postgres, startPostgres } from "./postgres";
import { control, secretForTests } from "./stories";

test.skip(!adminUrl, "TEST_DATABASE_URL names no PostgreSQL");

const { accountId } = accountNamed(companyAccounts(smallestCompany), "payments-prod");
const grant = { instance: "main", accountId, role: "ReadOnlyAccess" };

let postgres: Postgres;
let sandbox: Sandbox;
let settings: Record<string, string> = {};
let replicas: PortalProcess[] = [];
let administrator: HttpPerson;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  postgres = await startPostgres(adminUrl ?? "");
  const ports = [await freePort(), await freePort()];
  const portalUrl = `http://localhost:${ports[0]}`;
  sandbox = await startSandbox({ port: 0, portalUrl });
  settings = {
    ...sandbox.environment,
    PORTAL_URL: portalUrl,
    PORTAL_SECRET: secretForTests,
    DATABASE_URL: postgres.url,
  };
  replicas = [];
  for (const port of ports) replicas.push(await startPortal(port, settings));
  administrator = await httpSignIn(portalUrl, "administrator");
});

test.afterAll(async () => {
  for (const replica of replicas) await replica.end();
  await sandbox?.close();
  await postgres?.drop();
});

function url(place: number): string {
  const replica = replicas[place];
  if (!replica) throw new Error("There is no such replica.");
  return replica.url;
}

const engineersId = () =>
  postgres.sql("SELECT id FROM person WHERE user_name = 'emmy.noether' OR email LIKE 'emmy.noether@%'");
const signIn = (place = 0) => httpSignIn(url(0), "engineer", url(place));
const block = (personId = engineersId()) =>
  administrator.post("/api/admin/people/block", { personId, reason: "a stolen laptop" });
const lift = () => administrator.post("/api/admin/people/lift", { personId: engineersId() });

async function makeToken(person: HttpPerson): Promise<string> {
  const wanted = { name: "laptop", grants: "all", hours: 1, networks: [] };
  const { token } = await (await person.post("/api/access-tokens", wanted)).json();
  return token;
}

async function machine(place: number, door: string, token: string): Promise<Response> {
  const path = `/api/v1/${door}/${grant.instance}/${grant.accountId}/${grant.role}`;
  return await fetch(new URL(path, url(place)), { headers: { authorization: token } });
}

test("blocked on one, out on the other: session, doors for machines, sign-in; and in again after the lift", async () => {
  const engineer = await signIn(1);
  const token = await makeToken(engineer);
  expect((await machine(1, "container", token)).status).toBe(200);
  expect((await block()).status).toBe(200);

  expect((await engineer.post("/api/console/token", {})).status).toBe(401);
  expect((await engineer.post("/api/credentials", { ...grant, format: "bash" })).status).toBe(401);
  for (const place of [0, 1]) {
    expect((await machine(place, "container", token)).status).toBe(401);
    expect((await machine(place, "process", token)).status).toBe(401);
    await expect(signIn(place)).rejects.toThrow(/person-blocked/);
  }
  expect(
    postgres.sql(
      "SELECT count(*) FROM session WHERE person_id = (SELECT id FROM person WHERE blocked_at IS NOT NULL)",
    ),
  ).toBe("0");

  expect(await (await lift()).json()).toEqual({ lifted: true });
  const again = await signIn(1);
  expect((await again.post("/api/console/token", {})).status).toBe(200);
  expect((await machine(1, "container", token)).status).toBe(401);
});

test("keys that AWS is just making reach nobody", async () => {
  const engineer = await signIn(1);
  const token = await makeToken(engineer);
  expect((await engineer.post("/api/credentials", { ...grant, format: "bash" })).status).toBe(200);
  await control(sandbox, "options", { answerDelayMs: 5000 });
  const asked = (await control(sandbox, "calls")) as Record<string, number>;
  const before = asked.GetRoleCredentials ?? 0;
  const underWay = Promise.all([
    engineer.post("/api/credentials", { ...grant, format: "bash" }),
    machine(0, "process", token),
  ]);
  await expect
    .poll(async () => ((await control(sandbox, "calls")) as Record<string, number>).GetRoleCredentials ?? 0)
    .toBeGreaterThanOrEqual(before + 2);
  expect((await block()).status).toBe(200);
  const answers = await underWay;
  await control(sandbox, "options", { answerDelayMs: 0 });
  expect(answers.map(({ status }) => status)).toEqual([403, 401]);
  for (const answer of answers)
    expect(await answer.text()).not.toMatch(/ASIA|SecretAccessKey|secretAccessKey/);
  expect(postgres.sql("SELECT count(*) FROM sealed_credentials WHERE sealed IS NOT NULL")).toBe("0");
  await lift();
});

test("a block outlives a restart, and is nobody's to ask for but an administrator's own page", async () => {
  const engineer = await signIn(1);
  await block();
  await replicas[1]?.end();
  replicas[1] = await startPortal(Number(new URL(url(1)).port), settings);
  expect((await engineer.post("/api/console/token", {})).status).toBe(401);
  await expect(signIn(1)).rejects.toThrow(/person-blocked/);
  await lift();

  const again = await signIn(1);
  const personId = engineersId();
  expect((await again.post("/api/admin/people/block", { personId, reason: "x" })).status).toBe(404);
  const foreign = { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" };
  const stolen = await administrator.post("/api/admin/people/block", { personId, reason: "x" }, foreign);
  expect(stolen.status).toBe(403);
  for (const reason of ["", "   ", "x".repeat(301), 7]) {
    expect((await administrator.post("/api/admin/people/block", { personId, reason })).status).toBe(400);
  }
  expect((await again.post("/api/console/token", {})).status).toBe(200);
});
