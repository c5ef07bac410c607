/** A device's code against an AWS that checks what it is sent, and against one that answers what it should not. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { accountsPage } from "@/lib/aws/accounts";
import {
  type DeviceAuthorization,
  type DeviceClient,
  deviceToken,
  registerClient,
  renewWithClient,
  startDeviceAuthorization,
} from "@/lib/aws/device-authorization";
import { serve, settingsFor, type TestServer, testInstance } from "@/lib/aws/server-for-tests";
import type { IdentityCenterToken } from "@/lib/aws/token-answer";
import { forget } from "@/lib/core/once";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { Instance } from "@/lib/env";
import { defaultAwsOptions } from "@/sandbox/aws/contract";
import { startEmulator, type TestEmulator } from "@/sandbox/aws/emulator-for-tests";

const call = { correlationId: crypto.randomUUID() };

let aws: TestEmulator;
let instance: Instance;

beforeAll(async () => {
  aws = await startEmulator(250);
  Object.assign(process.env, settingsFor(aws.setting("AWS_ENDPOINT_URL_SSO")), aws.aws.settings());
  // There is no AWS identity of the portal's own, and none is looked for.
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) delete process.env[name];
  forget("settings");
  instance = testInstance({
    connect: "device-code",
    applicationArn: null,
    startUrl: aws.setting("IDENTITY_CENTER_START_URL"),
    region: aws.setting("IDENTITY_CENTER_REGION"),
  });
});
afterAll(() => aws.close());
afterEach(() => {
  aws.faults.reset();
  aws.clock.reset();
  Object.assign(aws.options, defaultAwsOptions, { requestsPerSecond: 0 });
});

type Begun = { client: DeviceClient; authorization: DeviceAuthorization };

async function begin(): Promise<Begun> {
  const client = await registerClient(instance, call);
  const authorization = await startDeviceAuthorization(instance, client, call);
  if (authorization === "unknown-client") throw new Error("The emulator forgot its client.");
  return { client, authorization };
}

/** Presses a button of AWS's page. An empty login denies. */
async function decide({ authorization }: Begun, login: string): Promise<void> {
  const page = await fetch(new URL("/device", authorization.verificationUri), {
    method: "POST",
    body: new URLSearchParams({ user_code: authorization.userCode, login }),
  });
  expect(page.status).toBe(200);
}

const ask = ({ client, authorization }: Begun) =>
  deviceToken(instance, client, authorization.deviceCode, call);

async function tokenFor(begun: Begun): Promise<IdentityCenterToken> {
  const answer = await ask(begun);
  if (typeof answer === "string") throw new Error(`There is no token: ${answer}.`);
  return answer.token;
}

const problem = (asked: Promise<unknown>) => asked.then(() => "none", problemOf);

describe("a code", () => {
  test("comes with the page to approve it on, and an end within ten minutes", async () => {
    const { authorization } = await begin();
    expect(authorization.userCode).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    expect(authorization.verificationUriComplete).toContain(authorization.userCode);
    const seconds = (authorization.expiresAt.getTime() - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(590);
    expect(seconds).toBeLessThanOrEqual(600);
  });

  test("is pending until somebody decides, and asking too often is slow-down", async () => {
    const begun = await begin();
    expect(await ask(begun)).toBe("pending");
    expect(await ask(begun)).toBe("slow-down");
  });

  test("gives the token of whoever approved it, once", async () => {
    const begun = await begin();
    await decide(begun, "engineer");
    const token = await tokenFor(begun);
    expect((await accountsPage(instance, token.accessToken, call)).accounts.length).toBeGreaterThan(0);
    expect(await problem(ask(begun))).toBe("aws-approval-expired");
  });

  test("that was denied is aws-approval-denied", async () => {
    const begun = await begin();
    await decide(begun, "");
    expect(await problem(ask(begun))).toBe("aws-approval-denied");
  });

  test("that nobody approved in time is aws-approval-expired", async () => {
    const begun = await begin();
    aws.clock.advance(601);
    expect(await problem(ask(begun))).toBe("aws-approval-expired");
  });

  test("is good for the registration alone that it was made with", async () => {
    const begun = await begin();
    await decide(begun, "engineer");
    const other = { ...begun, client: await registerClient(instance, call) };
    expect(await problem(ask(other))).toBe("aws-approval-expired");
  });
});

describe("a registration", () => {
  test("lasts for months, and one that AWS does not know says so", async () => {
    const client = await registerClient(instance, call);
    expect(client.expiresAt.getTime() - Date.now()).toBeGreaterThan(80 * 24 * 3600 * 1000);
    const unknown = { ...client, clientId: "nobody" };
    expect(await startDeviceAuthorization(instance, unknown, call)).toBe("unknown-client");
    aws.clock.advance(91 * 24 * 3600);
    expect(await startDeviceAuthorization(instance, client, call)).toBe("unknown-client");
  });

  test("begins nothing for a start URL that is not the instance's", async () => {
    const client = await registerClient(instance, call);
    const elsewhere = { ...instance, startUrl: "https://d-0000000000.awsapps.com/start" };
    expect(await problem(startDeviceAuthorization(elsewhere, client, call))).toBe("aws-misconfigured");
  });
});

describe("a renewal", () => {
  async function connected() {
    const begun = await begin();
    await decide(begun, "engineer");
    return { ...begun, token: await tokenFor(begun) };
  }

  test("gives a new token that works", async () => {
    const { client, token } = await connected();
    const renewed = await renewWithClient(instance, client, token.refreshToken ?? "", call);
    expect(renewed.accessToken).not.toBe(token.accessToken);
    await expect(accountsPage(instance, renewed.accessToken, call)).resolves.toHaveProperty("accounts");
  });

  test("after AWS's session has ended is aws-sign-in-ended", async () => {
    const { client, token } = await connected();
    aws.clock.advance(9 * 3600);
    const renewing = renewWithClient(instance, client, token.refreshToken ?? "", call);
    expect(await problem(renewing)).toBe("aws-sign-in-ended");
  });

  test("by another registration is aws-sign-in-ended", async () => {
    const { token } = await connected();
    const other = await registerClient(instance, call);
    const renewing = renewWithClient(instance, other, token.refreshToken ?? "", call);
    expect(await problem(renewing)).toBe("aws-sign-in-ended");
  });
});

describe("an answer that AWS would not give", () => {
  const good = {
    deviceCode: "device-code",
    userCode: "ABCD-EFGH",
    verificationUri: "https://device.sso.eu-central-1.amazonaws.com/",
    verificationUriComplete: "https://device.sso.eu-central-1.amazonaws.com/?user_code=ABCD-EFGH",
    expiresIn: 600,
    interval: 5,
  };
  let server: TestServer;
  let body: string;
  let before: string | undefined;

  beforeAll(async () => {
    before = process.env.AWS_ENDPOINT_URL_SSO_OIDC;
    server = await serve((_, response) =>
      response.writeHead(200, { "content-type": "application/json" }).end(body),
    );
    process.env.AWS_ENDPOINT_URL_SSO_OIDC = server.url;
  });
  afterAll(async () => {
    process.env.AWS_ENDPOINT_URL_SSO_OIDC = before;
    await server.close();
  });

  const client = { clientId: "a-client", clientSecret: "a-secret" };

  function begun(changes: Record<string, unknown>, of: Partial<Instance> = {}) {
    body = JSON.stringify({ ...good, ...changes });
    return startDeviceAuthorization(testInstance({ connect: "device-code", ...of }), client, call);
  }

  test.each([
    "https://evil.example/device",
    "http://device.sso.eu-central-1.amazonaws.com/",
    "https://device.sso.eu-central-1.amazonaws.com:8443/",
    "https://device.sso.eu-central-1.amazonaws.com.evil.example/",
    "https://evil-bucket.s3.amazonaws.com/",
    "https://device.sso.eu-central-1.amazonaws.com@evil.example/",
    "https://awsapps.com.evil.example/start",
    "https://evilawsapps.com/start",
    "javascript:alert(1)//awsapps.com",
    "//evil.example",
    "",
    `https://d-1234567890.awsapps.com/${"x".repeat(3000)}`,
  ])("never leads people to %s", async (uri) => {
    expect(await problem(begun({ verificationUri: uri }))).toBe("aws-malformed");
    expect(await problem(begun({ verificationUriComplete: uri }))).toBe("aws-malformed");
  });

  test.each([
    "https://d-1234567890.awsapps.com/start/#/device",
    "https://acme.awsapps.com/start/#/device?user_code=ABCD-EFGH",
    "https://device.sso.eu-central-1.amazonaws.com/?user_code=ABCD-EFGH",
    "https://ssoins-1234567890abcdef.portal.eu-central-1.app.aws/device",
    "https://ssoins-1234567890abcdef.eu-central-1.portal.amazonaws.com/device",
    "https://aws.acme.example/start/#/device",
  ])("may lead to AWS's own page %s", async (uri) => {
    const answer = await begun({ verificationUri: uri }, { startUrl: "https://aws.acme.example/start" });
    expect(answer).toMatchObject({ verificationUri: uri });
  });

  test.each([
    ["a user code that people cannot compare", { userCode: "ABCD\u202eEFGH" }],
    ["a user code as long as a sentence", { userCode: "call-this-number-and-tell-them-everything" }],
    ["a user code with words of its own", { userCode: "ABCD <b>EFGH</b>" }],
    ["a device code that a body cannot hold", { deviceCode: "a\nb" }],
    ["no device code", { deviceCode: undefined }],
    ["an end that has been", { expiresIn: -1 }],
    ["an end that never comes", { expiresIn: 1e12 }],
    ["an interval of nothing", { interval: 0 }],
    ["an interval of a day", { interval: 86_400 }],
  ])("is refused: %s", async (_, changes) => {
    const failure = await begun(changes).catch((it: unknown) => it);
    expect(failure).toBeInstanceOf(PortalError);
    expect(problemOf(failure)).toBe("aws-malformed");
    expect(String(failure)).not.toContain("tell-them");
  });

  test("without an interval means five seconds", async () => {
    expect(await begun({ interval: undefined })).toMatchObject({ intervalSeconds: 5 });
  });
});
