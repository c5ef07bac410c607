/** A token that is revoked on one replica is dead on the other within a second, and what a provider's end means holds on both. */

import { expect, test } from "@playwright/test";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { type HttpPerson, httpSignIn } from "./http-person";
import { freePort, type PortalProcess, startPortal } from "./portal-process";
import { adminUrl, type Postgres, startPostgres } from "./postgres";
import { control, secretForTests } from "./stories";

test.skip(!adminUrl, "TEST_DATABASE_URL names no PostgreSQL");

let postgres: Postgres;
let sandbox: Sandbox;
let replicas: PortalProcess[] = [];
let person: HttpPerson;

test.beforeAll(async () => {
  postgres = await startPostgres(adminUrl ?? "");
  const ports = [await freePort(), await freePort()];
  const portalUrl = `http://localhost:${ports[0]}`;
  sandbox = await startSandbox({ port: 0, portalUrl });
  const settings = {
    ...sandbox.environment,
    PORTAL_URL: portalUrl,
    PORTAL_SECRET: secretForTests,
    DATABASE_URL: postgres.url,
  };
  replicas = [];
  // In turn: the first brings the tables.
  for (const port of ports) replicas.push(await startPortal(port, settings));
  person = await httpSignIn(portalUrl, "engineer");
});

test.afterAll(async () => {
  for (const replica of replicas) await replica.end();
  await sandbox?.close();
  await postgres?.drop();
});

async function make(): Promise<{ id: string; token: string }> {
  const answer = await person.post("/api/access-tokens", {
    name: "laptop",
    grants: "all",
    hours: 1,
    networks: [],
  });
  expect(answer.status).toBe(200);
  return await answer.json();
}

async function at(place: number, token: string): Promise<number> {
  const replica = replicas[place];
  if (!replica) throw new Error("There is no such replica.");
  const answer = await fetch(new URL("/api/v1/access-token", replica.url), {
    headers: { authorization: token },
  });
  await answer.arrayBuffer();
  return answer.status;
}

test("revoked on one, dead on the other with the next request", async () => {
  const { id, token } = await make();
  expect([await at(0, token), await at(1, token)]).toEqual([200, 200]);
  expect((await person.post("/api/access-tokens/revoke", { id })).status).toBe(200);
  expect([await at(1, token), await at(0, token)]).toEqual([401, 401]);
});

test("fifty machines on two replicas after the hour are one question to the provider", async () => {
  const { token } = await make();
  await control(sandbox, "reset", {});
  postgres.sql("UPDATE person SET confirmed_at = now() - interval '61 minutes'");
  const statuses = await Promise.all(Array.from({ length: 50 }, (_, place) => at(place % 2, token)));
  // Whoever lost patience is told to come again; nobody is sent away.
  expect(statuses.filter((status) => status !== 200 && status !== 502)).toEqual([]);
  expect([await at(0, token), await at(1, token)]).toEqual([200, 200]);
  expect(await control(sandbox, "calls")).toMatchObject({ Token: 1 });
});

test("what the provider took back is dead on both", async () => {
  const { token } = await make();
  await control(sandbox, "faults", { operation: "Token", answer: "invalid-grant", times: 1 });
  postgres.sql("UPDATE person SET confirmed_at = now() - interval '61 minutes'");
  expect(await at(0, token)).toBe(401);
  expect(await at(1, token)).toBe(401);
});
