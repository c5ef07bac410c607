/** The doors for machines as the built portal has them: whatever the address, the method and the bytes, and however many come. */

import { readFileSync } from "node:fs";
import { type IncomingMessage, request as send } from "node:http";
import { request as sendTls } from "node:https";
import { connect } from "node:net";
import { test as base, expect } from "@playwright/test";
import { startClient } from "./aws-clients";
import { hasOpenssl } from "./certificates";
import { httpSignIn } from "./http-person";
import { grant, grantPath, type MachineWorld, startMachineWorld } from "./machine-world";
import { hasNginx } from "./nginx";
import { freePort, startPortal } from "./portal-process";
import { adminUrl, startPostgres } from "./postgres";
import { control, secretForTests } from "./stories";

type Worlds = { world: MachineWorld; behindNginx: MachineWorld };

const test = base.extend<Record<never, never>, Worlds>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from here.
    async ({}, use) => {
      const world = await startMachineWorld("tls");
      await use(world);
      await world.end();
    },
    { scope: "worker", timeout: 150_000 },
  ],
  behindNginx: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from here.
    async ({}, use) => {
      const world = await startMachineWorld("nginx");
      await use(world);
      await world.end();
    },
    { scope: "worker", timeout: 150_000 },
  ],
});

test.skip(!hasOpenssl, "There is no openssl on this machine to make certificates with.");

type Answer = { status: number; headers: Record<string, unknown>; text: string };

/** The path goes out exactly as it stands here: what makes URLs of it would tidy it up. */
async function ask(
  { url, direct, certificates }: MachineWorld,
  path: string,
  how: { method?: string; headers?: Record<string, string>; tls?: boolean } = {},
): Promise<Answer> {
  const { method = "GET", headers = {}, tls = false } = how;
  const { hostname, port } = new URL(tls ? url : direct);
  const options = { hostname, port, path, method, headers };
  return await new Promise((done, fail) => {
    const asked = tls
      ? sendTls({ ...options, ca: readFileSync(certificates.ca) }, answered)
      : send(options, answered);
    function answered(answer: IncomingMessage): void {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.on("end", () => done({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    }
    asked.once("error", fail);
    asked.end();
  });
}

const door = "/api/v1/container";

/** A role with every character that may stand in its name. */
const odd = "Odd_+=,.@-Role.rsc";

const addresses = [
  `${door}/main/${grant.accountId}/${odd}`,
  `${door}/main/${grant.accountId}/${encodeURIComponent(odd)}`,
  `${door}/main/${grant.accountId}/${odd.replaceAll("+", "%2B").replaceAll("@", "%40").replaceAll(",", "%2c")}`,
  `${door}/m%61in/${grant.accountId}/${odd}`,
  `${door}/main/${grant.accountId}/${odd}?query=dropped&query=twice`,
];

/** What Next or a proxy would redirect, tidy up, decode or refuse by itself. */
const strange = [
  `${door}//main/${grant.accountId}/Developer`,
  `${door}/main/${grant.accountId}/Developer/`,
  `/${door}/main/${grant.accountId}/Developer`,
  `//api/v1/container/main/${grant.accountId}/Developer`,
  `${door}/main/${grant.accountId}/Developer%zz`,
  `${door}/main/${grant.accountId}/Developer%00`,
  `${door}/main/${grant.accountId}/Dev%2Feloper`,
  `${door}/main/${grant.accountId}\\Developer`,
  `${door}/main/${grant.accountId}/Developer/../Developer/x`,
  `${door}/main/${grant.accountId.slice(1)}/Developer`,
  door,
  `${door}/`,
];

async function oddRoleExists({ sandbox }: MachineWorld): Promise<void> {
  const role = { login: "engineer", accountId: grant.accountId, roleName: odd, assigned: true };
  await control(sandbox, "assignments", role);
}

async function everyRoleIsHad(world: MachineWorld, tls: boolean): Promise<void> {
  await oddRoleExists(world);
  const { token } = await world.newToken();
  for (const address of addresses) {
    const answer = await ask(world, address, { tls, headers: { authorization: token } });
    expect([answer.status, address]).toEqual([200, address]);
    expect(JSON.parse(answer.text)).toMatchObject({ AccountId: grant.accountId });
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  }
}

/** `undecodable`: what becomes of what is no percent-encoding, which nginx does not pass on. */
async function isRefusedAsItCame(world: MachineWorld, tls: boolean, undecodable: number): Promise<void> {
  const { token } = await world.newToken();
  for (const address of strange) {
    const answer = await ask(world, address, { tls, headers: { authorization: token } });
    const status = /%zz|%00/.test(address) ? undecodable : 403;
    expect([answer.status, address]).toEqual([status, address]);
    expect(answer.headers.location).toBeUndefined();
    if (status !== 403) continue;
    expect(JSON.parse(answer.text)).toMatchObject({ Code: "role-not-granted", code: "role-not-granted" });
  }
}

test("every character of a role's name may stand in the address, literal or encoded", async ({ world }) => {
  await everyRoleIsHad(world, false);
});

test("whatever else stands there is refused by the door itself, without a redirect", async ({ world }) => {
  await isRefusedAsItCame(world, false, 403);
});

test.describe("behind nginx as the documentation has it", () => {
  test.skip(!hasNginx, "There is no nginx on this machine.");

  test("every character of a role's name may stand in the address", async ({ behindNginx }) => {
    await everyRoleIsHad(behindNginx, true);
  });

  test("whatever else stands there is refused, without a redirect", async ({ behindNginx }) => {
    await isRefusedAsItCame(behindNginx, true, 400);
  });

  test("the JavaScript SDK gets keys, and people get pages", async ({ behindNginx }) => {
    const { token } = await behindNginx.newToken();
    const client = startClient(behindNginx, "javascript", {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${behindNginx.url}${door}/${grantPath}`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
      NODE_EXTRA_CA_CERTS: behindNginx.certificates.ca,
    });
    expect((await client.ask()).arn).toContain("AWSReservedSSO_Developer_");
    client.end();
    const page = await ask(behindNginx, "/sign-in", { tls: true });
    expect(page.status).toBe(200);
  });
});

test("the proxy for pages never runs at a door for machines", async ({ world }) => {
  const { token } = await world.newToken();
  for (const path of [`${door}/${grantPath}`, `/api/v1/process/${grantPath}`, `/${door}/${grantPath}`]) {
    const { headers } = await ask(world, path, { headers: { authorization: token } });
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'/);
    expect(headers["content-security-policy"]).not.toContain("nonce");
  }
  const page = await ask(world, "/sign-in");
  expect(page.headers["content-security-policy"]).toContain("nonce");
});

test("HEAD, OPTIONS, POST and the rest are refused, and make no keys", async ({ world }) => {
  const { token } = await world.newToken();
  await world.forget();
  const before = await world.minted();
  for (const method of ["HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]) {
    const answer = await ask(world, `${door}/${grantPath}`, { method, headers: { authorization: token } });
    expect([answer.status, method]).toEqual([405, method]);
    if (method !== "HEAD") expect(JSON.parse(answer.text)).toMatchObject({ Code: "method-not-allowed" });
    expect(answer.headers["access-control-allow-methods"]).toBeUndefined();
  }
  expect(await world.minted()).toBe(before);
});

test("a line break in the header opens nothing", async ({ world }) => {
  const { token } = await world.newToken();
  const { hostname, port } = new URL(world.direct);
  for (const middle of ["\n", "\r\n", "\n ", "\r", "\0"]) {
    const answer = await new Promise<string>((done, fail) => {
      const socket = connect(Number(port), hostname);
      let text = "";
      socket.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      socket.once("close", () => done(text)).once("error", fail);
      const half = token.length / 2;
      const header = `Authorization: ${token.slice(0, half)}${middle}${token.slice(half)}`;
      socket.write(
        `GET ${door}/${grantPath} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${header}\r\n\r\n`,
      );
    });
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).not.toContain("SecretAccessKey");
  }
});

async function together<T>(count: number, atOnce: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  async function worker(): Promise<void> {
    while (next < count) {
      const index = next++;
      results[index] = await work(index);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

test("a hundred at once cost AWS one call and are handed the same keys, however the first ones hang up", async ({
  world,
}) => {
  const { token } = await world.newToken();
  await world.forget();
  const before = await world.minted();
  await control(world.sandbox, "options", { answerDelayMs: 1000 });
  const authorization = { authorization: token };
  // These give up at once, as a client's time-out does.
  for (const signal of [1, 2, 3].map(() => AbortSignal.timeout(200))) {
    await fetch(`${world.direct}${door}/${grantPath}`, { headers: authorization, signal }).catch(() => null);
  }
  const answers = await together(100, 100, () =>
    ask(world, `${door}/${grantPath}`, { headers: authorization }),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(answers.map(({ text }) => JSON.parse(text).AccessKeyId)).size).toBe(1);
  expect(await world.minted()).toBe(before + 1);
  await world.forget();
});

test("a hundred at once on two replicas cost AWS one call", async () => {
  test.skip(!adminUrl, "TEST_DATABASE_URL names no PostgreSQL.");
  const postgres = await startPostgres(adminUrl ?? "");
  const world = await startMachineWorld("tls", { DATABASE_URL: postgres.url });
  const port = await freePort();
  const second = await startPortal(port, {
    ...world.sandbox.environment,
    PORTAL_URL: world.url,
    PORTAL_SECRET: secretForTests,
    DATABASE_URL: postgres.url,
  });
  const { token } = await world.newToken();
  await control(world.sandbox, "options", { answerDelayMs: 300 });
  const replicas = [world, { ...world, direct: second.url }];
  const answers = await together(100, 100, (index) =>
    ask(replicas[index % 2] ?? world, `${door}/${grantPath}`, { headers: { authorization: token } }),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(answers.map(({ text }) => JSON.parse(text).AccessKeyId)).size).toBe(1);
  expect(await world.minted()).toBe(1);
  await second.end();
  await world.end();
  await postgres.drop();
});

test("ten thousand bad tokens from one address leave a bounded record, and keep nobody with a good one waiting", async ({
  world,
}) => {
  const { token } = await world.newToken();
  const path = `${door}/${grantPath}`;
  const statuses = await together(10_000, 50, async (index) => {
    const authorization = `${token.slice(0, -12)}${String(index).padStart(12, "x")}`;
    return (await ask(world, path, { headers: { authorization } })).status;
  });
  expect(statuses.filter((status) => status !== 401 && status !== 429)).toEqual([]);
  expect((await ask(world, path, { headers: { authorization: token } })).status).toBe(200);
  const administrator = await httpSignIn(world.url, "administrator", world.direct);
  const csv = await administrator.get("/api/audit/csv?kind=access-token.refused");
  const rows = (await csv.text()).split("\n").filter((line) => line.includes("access-token.refused"));
  expect(rows.length).toBeGreaterThan(0);
  // Thirty-one in a minute, for as long as it took.
  expect(rows.length).toBeLessThan(31 * 12);
});
