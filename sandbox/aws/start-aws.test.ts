/** What holds for the emulator as a whole: counting, faults, the quota, who may ask, and a clean end. */

import { createServer, request } from "node:http";
import { GetRoleCredentialsCommand, ListAccountsCommand } from "@aws-sdk/client-sso";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FaultAnswer } from "@/sandbox/faults";
import { accessTokenOf, accountId, exchange, failure, mint, ssoClient, stsClient } from "./clients-for-tests";
import { startEmulator, type TestEmulator } from "./emulator-for-tests";
import { portalActor } from "./instance";
import { startAws } from "./start-aws";

let emulator: TestEmulator;
let accessToken: string;
beforeEach(async () => {
  emulator = await startEmulator();
  accessToken = await accessTokenOf(emulator, "engineer");
});
afterEach(() => emulator.close());

const list = () => ssoClient(emulator).send(new ListAccountsCommand({ accessToken }));
const order = (answer: FaultAnswer, times = 1) =>
  emulator.faults.set({ operation: "ListAccounts", answer, times });

async function rawList(): Promise<Response> {
  const headers = { "x-amz-sso_bearer_token": accessToken };
  return fetch(`${emulator.aws.origins.service}/assignment/accounts`, { headers });
}

test("every call is counted by its operation, refused ones too", async () => {
  await mint(emulator, "engineer", "payments-dev", "Developer");
  await failure(ssoClient(emulator).send(new ListAccountsCommand({ accessToken: "wrong" })));
  order("throttle");
  await failure(list());
  await stsClient(emulator, portalActor).send(new GetCallerIdentityCommand({}));
  expect(emulator.calls.all()).toEqual({
    CreateTokenWithIAM: 2,
    GetRoleCredentials: 1,
    ListAccounts: 2,
    GetCallerIdentity: 1,
  });
});

test("twenty calls a second are answered, of all operations together, and the next is a 429 typed only by its body", async () => {
  emulator.options.requestsPerSecond = 20;
  const role = { accountId: accountId(emulator, "payments-dev"), roleName: "Developer" };
  const minting = () => ssoClient(emulator).send(new GetRoleCredentialsCommand({ accessToken, ...role }));
  await Promise.all(Array.from({ length: 10 }, () => Promise.all([list(), minting()])));

  const refused = await rawList();
  expect(refused.status).toBe(429);
  expect(refused.headers.get("x-amzn-errortype")).toBeNull();
  expect(await refused.json()).toEqual({
    message: "HTTP 429 Unknown Code",
    __type: "com.amazonaws.switchboard.portal#TooManyRequestsException",
  });
  expect(await failure(minting())).toMatchObject({ name: "TooManyRequestsException" });
  expect(await failure(exchange(emulator, "engineer"))).toMatchObject({ name: "SlowDownException" });
  await expect(
    stsClient(emulator, portalActor).send(new GetCallerIdentityCommand({})),
  ).resolves.toBeDefined();

  emulator.clock.advance(3600);
  expect(await failure(minting())).toMatchObject({ name: "TooManyRequestsException" });
  emulator.clock.reset();
  emulator.clock.tick(0.05);
  await expect(minting()).resolves.toBeDefined();
  expect(await failure(list())).toMatchObject({ name: "TooManyRequestsException" });
});

test.each<[FaultAnswer, number, string]>([
  ["throttle", 429, "TooManyRequestsException"],
  ["throttle-untyped", 429, "TooManyRequestsException"],
  ["deny", 403, "ForbiddenException"],
  ["error", 500, "InternalServerException"],
])("the fault %s is a %i that the client knows as %s, once", async (answer, status, name) => {
  order(answer);
  expect(await failure(list())).toMatchObject({ name, $metadata: { httpStatusCode: status } });
  await expect(list()).resolves.toBeDefined();
});

test.each<[FaultAnswer, number]>([
  ["html-400", 400],
  ["html-503", 503],
])("the fault %s is a page with nothing to recognise", async (answer, status) => {
  order(answer, 2);
  const response = await rawList();
  expect([response.status, response.headers.get("content-type")]).toEqual([status, "text/html"]);
  expect(await failure(list())).toMatchObject({ $metadata: { httpStatusCode: status } });
});

test("a malformed answer is a 200 that no client can read", async () => {
  order("malformed", 2);
  expect((await rawList()).status).toBe(200);
  expect(await failure(list())).toMatchObject({ name: "SyntaxError" });
});

test("a reset cuts the connection", async () => {
  order("reset");
  await expect(rawList()).rejects.toThrow();
});

test("a call that hangs gets no answer, and ends when the emulator does", async () => {
  order("hang");
  const hanging = rawList().then(
    () => "answered",
    () => "cut",
  );
  await expect.poll(() => emulator.calls.all().ListAccounts).toBe(1);
  await emulator.close();
  expect(await hanging).toBe("cut");
});

test("a skewed date comes with a good answer", async () => {
  order("skewed-date");
  const response = await rawList();
  expect(response.status).toBe(200);
  const skew = Date.now() - Date.parse(response.headers.get("date") ?? "");
  expect(Math.round(skew / 60_000)).toBe(47);
});

test("the services' other faults speak their own language", async () => {
  emulator.faults.set({ operation: "GetCallerIdentity", answer: "throttle", times: 1 });
  const asking = () => stsClient(emulator, portalActor).send(new GetCallerIdentityCommand({}));
  expect((await failure(asking())).name).toMatch(/^Throttling/);
  emulator.faults.set({ operation: "CreateTokenWithIAM", answer: "deny", times: 1 });
  expect(await failure(exchange(emulator, "engineer"))).toMatchObject({ name: "AccessDeniedException" });
  emulator.faults.set({ operation: "GetSigninToken", answer: "error", times: 1 });
  const response = await fetch(`${emulator.aws.origins.signIn}/federation?Action=getSigninToken`);
  expect(response.status).toBe(500);
});

test("whoever calls the sandbox by another name gets nothing", async () => {
  const { port } = new URL(emulator.aws.origins.service);
  const status = await new Promise((resolve, reject) => {
    const headers = { host: "attacker.example.com", "x-amz-sso_bearer_token": accessToken };
    const asking = request({ host: "127.0.0.1", port, path: "/assignment/accounts", headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asking.on("error", reject);
    asking.end();
  });
  expect(status).toBe(421);
});

test.each(["/", "/constructor", "/assignment/accounts/", "/federation", "/%2e%2e/x", "/start", "/device"])(
  "no path makes the services fail: %s",
  async (path) => {
    for (const method of ["GET", "POST", "DELETE"]) {
      const body = method === "GET" ? {} : { body: "nonsense=%zz" };
      const response = await fetch(emulator.aws.origins.service + path, { method, ...body });
      expect(response.status).toBeLessThan(500);
    }
  },
);

test("every page says that it is a sandbox", async () => {
  const { service, signIn, console } = emulator.aws.origins;
  for (const address of [`${service}/start`, `${service}/device`, `${signIn}/federation`, `${console}/`]) {
    expect(await (await fetch(address)).text()).toContain("Sandbox.");
  }
});

test("a port that is taken refuses the start and leaves none of the others open", async () => {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
  const address = free.address();
  const service = typeof address === "object" && address ? address.port : 0;
  await new Promise<void>((resolve) => free.close(() => resolve()));

  const taken = Number(new URL(emulator.aws.origins.console).port);
  const ports = { service, signIn: 0, console: taken, otherRegion: 0, partners: 0 };
  await expect(startAws({ ...emulator, ports })).rejects.toMatchObject({ code: "EADDRINUSE" });
  const again = await startAws({ ...emulator, ports: { ...ports, console: 0 } });
  expect(again.origins.service).toBe(`http://127.0.0.1:${service}`);
  await again.close();
});
