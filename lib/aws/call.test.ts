/** What holds for every call: by what name, how long, and who may end it. */

import type { IncomingHttpHeaders, RequestListener, ServerResponse } from "node:http";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { accountsPage } from "@/lib/aws/accounts";
import { callerIdentity } from "@/lib/aws/caller-identity";
import { callSeconds, connectSeconds, identityCenterClient, stsClient } from "@/lib/aws/clients";
import { consoleSignInUrl } from "@/lib/aws/console-sign-in";
import { exchangeIdToken } from "@/lib/aws/identity-center-token";
import { serve, settingsFor, type TestServer, testInstance } from "@/lib/aws/server-for-tests";
import { forget } from "@/lib/core/once";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import { version } from "@/lib/core/version";

const correlationId = "5c6d1e0a-6f7b-4c8d-9e0f-a1b2c3d4e5f6";
const keys = {
  accessKeyId: "ASIATESTTESTTEST0000",
  secretAccessKey: "secret",
  sessionToken: "token",
  expiresAt: new Date(Date.now() + 3_600_000),
};
const signIn = { destination: "https://console.aws.amazon.com/", issuer: "https://aws.example.com" };

let open: TestServer[] = [];

async function pretendAws(handler: RequestListener): Promise<TestServer> {
  const server = await serve(handler);
  open.push(server);
  Object.assign(process.env, settingsFor(server.url));
  forget("settings");
  return server;
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

beforeAll(() => vi.stubEnv("AWS_PROFILE", ""));
afterEach(async () => {
  await Promise.all(open.map((server) => server.close()));
  open = [];
  vi.unstubAllEnvs();
});

test("AWS sees Sallyport, its version and the correlation id, in every call and each time anew", async () => {
  const seen: IncomingHttpHeaders[] = [];
  await pretendAws((request, response) => {
    seen.push(request.headers);
    json(response, { accountList: [], accessToken: "t", expiresIn: 60, SigninToken: "t" });
  });
  const instance = testInstance();
  const other = crypto.randomUUID();
  await accountsPage(instance, "token", { correlationId });
  await accountsPage(instance, "token", { correlationId: other });
  await exchangeIdToken(instance, "token", { correlationId });
  await callerIdentity(instance, keys, { correlationId }).catch(() => undefined);
  await consoleSignInUrl(instance, keys, signIn, { correlationId });

  const ids = [correlationId, other, correlationId, correlationId, correlationId];
  expect(seen.map((it) => it["user-agent"])).toEqual(ids.map((id) => `Sallyport/${version} ${id}`));
  const amazons = seen.map((it) => it["x-amz-user-agent"]).filter((it) => it !== undefined);
  expect(amazons).toEqual(ids.slice(0, 4).map((id) => `Sallyport/${version} ${id}`));
});

test("the exchange is signed for sso-oauth, by the portal's own identity", async () => {
  let authorization = "";
  await pretendAws((request, response) => {
    authorization = request.headers.authorization ?? "";
    json(response, { accessToken: "t", expiresIn: 60 });
  });
  await exchangeIdToken(testInstance(), "token", { correlationId });
  expect(authorization).toMatch(
    /Credential=AKIAPORTALPORTAL0000\/\d{8}\/eu-central-1\/sso-oauth\/aws4_request/,
  );
  expect(authorization).toMatch(/SignedHeaders=[^,]*x-amz-user-agent/);
});

test("a token that is used at the portal goes in its header and is not signed", async () => {
  let headers: IncomingHttpHeaders = {};
  await pretendAws((request, response) => {
    headers = request.headers;
    json(response, { accountList: [] });
  });
  await accountsPage(testInstance(), "the-token", { correlationId });
  expect(headers["x-amz-sso_bearer_token"]).toBe("the-token");
  expect(headers.authorization).toBeUndefined();
});

test("whoever asked may give up, and the connection is closed", async () => {
  const ending = new AbortController();
  const closed = new Promise<void>((resolve) => {
    void pretendAws((request) => {
      request.socket.once("close", () => resolve());
      ending.abort();
    });
  });
  await vi.waitFor(() => expect(open).toHaveLength(1));
  const call = { correlationId, signal: ending.signal };
  const failure = await accountsPage(testInstance(), "token", call).catch((it: unknown) => it);
  expect(problemOf(failure)).toBe("aws-slow");
  expect(String(failure)).toContain("gave up");
  await closed;
});

test("a call that was given up beforehand never reaches AWS", async () => {
  let asked = 0;
  await pretendAws((_, response) => {
    asked += 1;
    json(response, { accountList: [], SigninToken: "t" });
  });
  const call = { correlationId, signal: AbortSignal.abort() };
  expect(problemOf(await accountsPage(testInstance(), "token", call).catch((it: unknown) => it))).toBe(
    "aws-slow",
  );
  expect(
    problemOf(await consoleSignInUrl(testInstance(), keys, signIn, call).catch((it: unknown) => it)),
  ).toBe("aws-slow");
  expect(asked).toBe(0);
});

test("a call that is ended for a reason of ours fails with that reason", async () => {
  await pretendAws(() => undefined);
  const stopping = new PortalError("stopping", "the process ends");
  const call = { correlationId, signal: AbortSignal.abort(stopping) };
  await expect(accountsPage(testInstance(), "token", call)).rejects.toBe(stopping);
});

test("a call that has ended leaves nothing behind at its signal", async () => {
  await pretendAws((_, response) => json(response, { accountList: [] }));
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, "addEventListener");
  const removed = vi.spyOn(signal, "removeEventListener");
  await accountsPage(testInstance(), "token", { correlationId, signal });
  expect(added).toHaveBeenCalledTimes(1);
  expect(removed.mock.calls[0]?.slice(0, 2)).toEqual(added.mock.calls[0]?.slice(0, 2));
});

test("looking for the portal's own AWS identity has the same time-out as the rest", async () => {
  const identity = await serve(() => undefined);
  await pretendAws((_, response) => json(response, {}));
  open.push(identity);
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
  vi.stubEnv("AWS_CONTAINER_CREDENTIALS_FULL_URI", `${identity.url}/credentials`);
  const call = { correlationId, timeoutSeconds: 0.3 };
  const failure = await exchangeIdToken(testInstance(), "token", call).catch((it: unknown) => it);
  expect(problemOf(failure)).toBe("aws-slow");
});

test("a portal without an AWS identity is aws-misconfigured, and asks nothing", async () => {
  let asked = 0;
  await pretendAws((_, response) => {
    asked += 1;
    json(response, {});
  });
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
  const failure = await exchangeIdToken(testInstance(), "token", { correlationId }).catch(
    (it: unknown) => it,
  );
  expect(problemOf(failure)).toBe("aws-misconfigured");
  expect(String(failure)).toContain("the portal's own AWS identity");
  expect(asked).toBe(0);
});

test("the environment cannot turn retries on", async () => {
  let asked = 0;
  await pretendAws((_, response) => {
    asked += 1;
    response.writeHead(503).end();
  });
  vi.stubEnv("AWS_MAX_ATTEMPTS", "5");
  vi.stubEnv("AWS_RETRY_MODE", "adaptive");
  await accountsPage(testInstance(), "token", { correlationId }).catch(() => undefined);
  expect(asked).toBe(1);
});

test("clients are shared by instance and region, and those that hold a person's keys are not", () => {
  const instance = testInstance();
  expect(identityCenterClient({ ...instance })).toBe(identityCenterClient(instance));
  expect(identityCenterClient({ ...instance, region: "us-east-1" })).not.toBe(identityCenterClient(instance));
  expect(identityCenterClient(testInstance())).not.toBe(identityCenterClient(instance));
  expect(stsClient(instance, keys)).not.toBe(stsClient(instance, keys));
});

test("a call ends before whoever waits for the page gives up", () => {
  expect(callSeconds).toBe(10);
  expect(connectSeconds).toBeLessThan(callSeconds);
});
