/** What each failure of AWS becomes. Every operation is asked every question. */

import type { ServerResponse } from "node:http";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rolesPage } from "@/lib/aws/account-roles";
import { accountsPage } from "@/lib/aws/accounts";
import type { Call } from "@/lib/aws/call";
import { callerIdentity } from "@/lib/aws/caller-identity";
import { consoleSignInUrl } from "@/lib/aws/console-sign-in";
import {
  deviceToken,
  registerClient,
  renewWithClient,
  startDeviceAuthorization,
} from "@/lib/aws/device-authorization";
import { exchangeIdToken, renewIdentityCenterToken } from "@/lib/aws/identity-center-token";
import { roleCredentials } from "@/lib/aws/role-credentials";
import { serve, settingsFor, type TestServer, testInstance } from "@/lib/aws/server-for-tests";
import { signOutOfAws } from "@/lib/aws/sign-out-of-aws";
import { problemOf } from "@/lib/core/portal-error";
import type { ProblemCode } from "@/lib/core/problems";
import { problems } from "@/lib/core/problems";

type Canned = { status: number; type?: string; body?: string; html?: boolean };

const secret = "canary/SecretThatNobodyMayRead";
const call: Call = { correlationId: crypto.randomUUID() };
const instance = testInstance();
const keys = {
  accessKeyId: "ASIATESTTESTTEST0000",
  secretAccessKey: secret,
  sessionToken: secret,
  expiresAt: new Date(Date.now() + 3_600_000),
};
const client = { clientId: "a-client", clientSecret: secret };
const grant = { instance: "main", accountId: "012345678901", role: "Developer" };
const destination = "https://console.aws.amazon.com/";

const operations = {
  ListAccounts: (it: Call) => accountsPage(instance, secret, it),
  ListAccountRoles: (it: Call) => rolesPage(instance, secret, grant.accountId, it),
  GetRoleCredentials: (it: Call) => roleCredentials(instance, secret, grant, it),
  Logout: (it: Call) => signOutOfAws(instance, secret, it),
  ExchangeIdToken: (it: Call) => exchangeIdToken(instance, secret, it),
  RenewToken: (it: Call) => renewIdentityCenterToken(instance, secret, it),
  RegisterClient: (it: Call) => registerClient(instance, it),
  StartDeviceAuthorization: (it: Call) => startDeviceAuthorization(instance, client, it),
  DeviceToken: (it: Call) => deviceToken(instance, client, secret, it),
  RenewDeviceToken: (it: Call) => renewWithClient(instance, client, secret, it),
  GetCallerIdentity: (it: Call) => callerIdentity(instance, keys, it),
  GetSigninToken: (it: Call) =>
    consoleSignInUrl(instance, keys, { destination, issuer: "https://aws.example.com" }, it),
};
type Name = keyof typeof operations;
const names = Object.keys(operations) as Name[];

let server: TestServer;
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  server = await serve((_, response) => answer(response));
  Object.assign(process.env, settingsFor(server.url));
});
afterAll(() => server.close());

function can({ status, type, body = "", html = false }: Canned): void {
  answer = (response) => {
    response.writeHead(status, {
      "content-type": html ? "text/html" : "application/json",
      "x-amzn-requestid": "11111111-2222-3333-4444-555555555555",
      ...(type && { "x-amzn-errortype": type }),
    });
    response.end(body);
  };
}

async function failureOf(name: Name, it: Partial<Call> = {}): Promise<Error> {
  try {
    await operations[name]({ ...call, ...it });
  } catch (failure) {
    if (failure instanceof Error) return failure;
  }
  throw new Error(`${name} was expected to fail.`);
}

/** STS speaks XML. */
function xmlError(code: string): string {
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>No</Message></Error><RequestId>x</RequestId></ErrorResponse>`;
}

const page = "<html><body><h1>Blocked by a proxy</h1></body></html>";
const except = (...left: Name[]) => names.filter((name) => !left.includes(name));

describe.each(names)("%s", (name) => {
  test("a server that hangs is aws-slow within the time-out", async () => {
    answer = () => {};
    const failure = await failureOf(name, { timeoutSeconds: 0.2 });
    expect(problemOf(failure)).toBe("aws-slow");
    expect(failure.message).toContain("0.2 s");
  });

  test("an answer that never ends is aws-slow too", async () => {
    answer = (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write("{");
    };
    expect(problemOf(await failureOf(name, { timeoutSeconds: 0.2 }))).toBe("aws-slow");
  });

  test("a connection that is cut is aws-unavailable", async () => {
    answer = (response) => response.socket?.destroy();
    expect(problemOf(await failureOf(name))).toBe("aws-unavailable");
  });

  test("429 is aws-throttled, with a type, without one, and as a page", async () => {
    for (const canned of [
      { status: 429, type: "TooManyRequestsException", body: '{"message":"Rate exceeded"}' },
      {
        status: 429,
        body: '{"message":"x","__type":"com.amazonaws.switchboard.portal#TooManyRequestsException"}',
      },
      { status: 429 },
      { status: 429, body: page, html: true },
    ]) {
      can(canned);
      expect(problemOf(await failureOf(name))).toBe("aws-throttled");
    }
  });

  test("500, 502 and 503 are aws-unavailable, with a type, without one, and as a page", async () => {
    for (const status of [500, 502, 503]) {
      for (const rest of [{ type: "InternalServerException", body: "{}" }, {}, { body: page, html: true }]) {
        can({ status, ...rest });
        expect(problemOf(await failureOf(name))).toBe("aws-unavailable");
      }
    }
  });

  test("a redirect is not followed and is aws-unavailable", async () => {
    let asked = 0;
    answer = (response) => {
      asked += 1;
      response.writeHead(302, { location: `${server.url}/elsewhere` }).end();
    };
    expect(problemOf(await failureOf(name))).toBe("aws-unavailable");
    expect(asked).toBe(1);
  });

  test("nothing is asked twice", async () => {
    let asked = 0;
    answer = (response) => {
      asked += 1;
      response.writeHead(503).end();
    };
    await failureOf(name);
    expect(asked).toBe(1);
  });

  test("no failure tells what was sent", async () => {
    for (const canned of [
      { status: 400, type: "InvalidRequestException", body: '{"message":"no"}' },
      { status: 403, body: page, html: true },
      { status: 500 },
    ]) {
      can(canned);
      expect(inspect(await failureOf(name), { depth: 9, showHidden: true })).not.toContain("canary");
    }
  });
});

test.each(except("Logout"))(
  "%s: a 200 that cannot be read is aws-malformed, and stays untold",
  async (name) => {
    const halves = `{"secretAccessKey":"${secret}","accessToken":"${secret}","SigninToken":"${secret}`;
    for (const body of [halves, `${secret}`, "", "null", "[]", "{}", '{"roleCredentials":{}}', page]) {
      can({ status: 200, body });
      const failure = await failureOf(name);
      expect(problemOf(failure)).toBe("aws-malformed");
      expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain("canary");
    }
  },
);

test.each(except("GetSigninToken"))(
  "%s: a proxy's page with status 400 or 403 is aws-unavailable",
  async (name) => {
    for (const status of [400, 403]) {
      can({ status, body: page, html: true });
      expect(problemOf(await failureOf(name))).toBe("aws-unavailable");
    }
  },
);

/** One line for each row of the table that is about a single operation. */
const answers: [Name, Canned & { error?: string; reason?: string }, ProblemCode][] = [
  ["ListAccounts", { status: 401, type: "UnauthorizedException" }, "aws-sign-in-ended"],
  ["ListAccounts", { status: 401 }, "aws-sign-in-ended"],
  ["ListAccounts", { status: 403, type: "ForbiddenException" }, "aws-refused"],
  ["ListAccounts", { status: 400, type: "InvalidRequestException" }, "aws-refused"],
  ["ListAccountRoles", { status: 401, type: "UnauthorizedException" }, "aws-sign-in-ended"],
  ["ListAccountRoles", { status: 403, type: "ForbiddenException" }, "role-not-granted"],
  ["ListAccountRoles", { status: 404, type: "ResourceNotFoundException" }, "role-not-granted"],
  ["GetRoleCredentials", { status: 401, type: "UnauthorizedException" }, "aws-sign-in-ended"],
  ["GetRoleCredentials", { status: 401 }, "aws-sign-in-ended"],
  ["GetRoleCredentials", { status: 403, type: "ForbiddenException" }, "role-not-granted"],
  ["GetRoleCredentials", { status: 403 }, "role-not-granted"],
  ["GetRoleCredentials", { status: 404, type: "ResourceNotFoundException" }, "role-not-granted"],
  ["GetRoleCredentials", { status: 404 }, "role-not-granted"],
  ["GetRoleCredentials", { status: 400, type: "InvalidRequestException" }, "aws-refused"],
  ["Logout", { status: 403 }, "aws-refused"],
  [
    "ExchangeIdToken",
    { status: 400, type: "AccessDeniedException", error: "access_denied" },
    "aws-assignment-required",
  ],
  ["ExchangeIdToken", { status: 400, error: "access_denied" }, "aws-assignment-required"],
  ["ExchangeIdToken", { status: 403, type: "AccessDeniedException" }, "aws-assignment-required"],
  [
    "ExchangeIdToken",
    {
      status: 400,
      type: "AccessDeniedException",
      error: "access_denied",
      reason: "KMS_AccessDeniedException",
    },
    "aws-misconfigured",
  ],
  [
    "ExchangeIdToken",
    { status: 400, type: "InvalidGrantException", error: "invalid_grant" },
    "aws-user-unmatched",
  ],
  ["ExchangeIdToken", { status: 400, error: "invalid_grant" }, "aws-user-unmatched"],
  [
    "ExchangeIdToken",
    { status: 400, type: "ExpiredTokenException", error: "expired_token" },
    "aws-sign-in-ended",
  ],
  ["ExchangeIdToken", { status: 403, type: "ExpiredTokenException" }, "aws-misconfigured"],
  [
    "ExchangeIdToken",
    { status: 401, type: "InvalidClientException", error: "invalid_client" },
    "aws-misconfigured",
  ],
  [
    "ExchangeIdToken",
    { status: 400, type: "InvalidRequestRegionException", error: "invalid_request" },
    "aws-misconfigured",
  ],
  [
    "ExchangeIdToken",
    { status: 400, type: "UnauthorizedClientException", error: "unauthorized_client" },
    "aws-misconfigured",
  ],
  [
    "ExchangeIdToken",
    { status: 400, type: "UnsupportedGrantTypeException", error: "unsupported_grant_type" },
    "aws-misconfigured",
  ],
  [
    "ExchangeIdToken",
    { status: 400, type: "InvalidScopeException", error: "invalid_scope" },
    "aws-misconfigured",
  ],
  [
    "ExchangeIdToken",
    { status: 400, type: "InvalidRequestException", error: "invalid_request" },
    "aws-misconfigured",
  ],
  ["ExchangeIdToken", { status: 403, type: "UnrecognizedClientException" }, "aws-misconfigured"],
  ["ExchangeIdToken", { status: 403, type: "InvalidSignatureException" }, "aws-misconfigured"],
  ["ExchangeIdToken", { status: 400, type: "SlowDownException", error: "slow_down" }, "aws-throttled"],
  ["ExchangeIdToken", { status: 400, type: "ThrottlingException" }, "aws-throttled"],
  [
    "ExchangeIdToken",
    { status: 500, type: "InternalServerException", error: "server_error" },
    "aws-unavailable",
  ],
  ["ExchangeIdToken", { status: 404 }, "aws-refused"],
  ["RenewToken", { status: 400, type: "InvalidGrantException", error: "invalid_grant" }, "aws-sign-in-ended"],
  ["RenewToken", { status: 400, error: "invalid_grant" }, "aws-sign-in-ended"],
  ["RenewToken", { status: 400, type: "ExpiredTokenException", error: "expired_token" }, "aws-sign-in-ended"],
  [
    "RenewToken",
    { status: 400, type: "UnauthorizedClientException", error: "unauthorized_client" },
    "aws-sign-in-ended",
  ],
  [
    "RenewToken",
    { status: 400, type: "UnsupportedGrantTypeException", error: "unsupported_grant_type" },
    "aws-sign-in-ended",
  ],
  [
    "RenewToken",
    { status: 400, type: "AccessDeniedException", error: "access_denied" },
    "aws-assignment-required",
  ],
  [
    "RenewToken",
    { status: 401, type: "InvalidClientException", error: "invalid_client" },
    "aws-misconfigured",
  ],
  ["RegisterClient", { status: 400, type: "SlowDownException", error: "slow_down" }, "aws-throttled"],
  [
    "RegisterClient",
    { status: 400, type: "InvalidScopeException", error: "invalid_scope" },
    "aws-misconfigured",
  ],
  [
    "RegisterClient",
    { status: 400, type: "InvalidClientMetadataException", error: "invalid_client_metadata" },
    "aws-misconfigured",
  ],
  [
    "StartDeviceAuthorization",
    { status: 400, type: "InvalidRequestException", error: "invalid_request" },
    "aws-misconfigured",
  ],
  [
    "StartDeviceAuthorization",
    { status: 400, type: "UnauthorizedClientException", error: "unauthorized_client" },
    "aws-misconfigured",
  ],
  [
    "StartDeviceAuthorization",
    { status: 400, type: "SlowDownException", error: "slow_down" },
    "aws-throttled",
  ],
  [
    "DeviceToken",
    { status: 400, type: "ExpiredTokenException", error: "expired_token" },
    "aws-approval-expired",
  ],
  ["DeviceToken", { status: 400, error: "expired_token" }, "aws-approval-expired"],
  [
    "DeviceToken",
    { status: 400, type: "InvalidGrantException", error: "invalid_grant" },
    "aws-approval-expired",
  ],
  [
    "DeviceToken",
    { status: 401, type: "InvalidClientException", error: "invalid_client" },
    "aws-approval-expired",
  ],
  [
    "DeviceToken",
    { status: 400, type: "AccessDeniedException", error: "access_denied" },
    "aws-approval-denied",
  ],
  [
    "DeviceToken",
    { status: 400, type: "AccessDeniedException", error: "access_denied", reason: "KMS_DisabledException" },
    "aws-misconfigured",
  ],
  ["DeviceToken", { status: 400, error: "access_denied" }, "aws-approval-denied"],
  [
    "DeviceToken",
    { status: 400, type: "InvalidRequestException", error: "invalid_request" },
    "aws-misconfigured",
  ],
  [
    "DeviceToken",
    { status: 400, type: "UnsupportedGrantTypeException", error: "unsupported_grant_type" },
    "aws-misconfigured",
  ],
  [
    "RenewDeviceToken",
    { status: 400, type: "InvalidGrantException", error: "invalid_grant" },
    "aws-sign-in-ended",
  ],
  [
    "RenewDeviceToken",
    { status: 401, type: "InvalidClientException", error: "invalid_client" },
    "aws-sign-in-ended",
  ],
  [
    "RenewDeviceToken",
    { status: 400, type: "ExpiredTokenException", error: "expired_token" },
    "aws-sign-in-ended",
  ],
  [
    "RenewDeviceToken",
    { status: 400, type: "AccessDeniedException", error: "access_denied" },
    "aws-sign-in-ended",
  ],
  [
    "RenewDeviceToken",
    { status: 400, type: "UnauthorizedClientException", error: "unauthorized_client" },
    "aws-sign-in-ended",
  ],
  ["RenewDeviceToken", { status: 400, type: "SlowDownException", error: "slow_down" }, "aws-throttled"],
  ["GetCallerIdentity", { status: 403, body: xmlError("InvalidClientTokenId") }, "aws-refused"],
  ["GetCallerIdentity", { status: 403, body: xmlError("ExpiredToken") }, "aws-refused"],
  ["GetCallerIdentity", { status: 400, body: xmlError("Throttling") }, "aws-throttled"],
  ["GetSigninToken", { status: 400, body: "Invalid credentials parameter" }, "console-refused"],
  ["GetSigninToken", { status: 400, body: page, html: true }, "console-refused"],
  ["GetSigninToken", { status: 403 }, "console-refused"],
  ["GetSigninToken", { status: 404 }, "aws-refused"],
];

test.each(answers)("%s: %o is %s", async (name, { error, reason, ...canned }, problem) => {
  const body = error
    ? JSON.stringify({ error, reason, error_description: "Because." })
    : '{"message":"Because."}';
  can({ body, ...canned });
  expect(problemOf(await failureOf(name))).toBe(problem);
});

test("a Logout of a session that has ended is done", async () => {
  can({
    status: 401,
    type: "UnauthorizedException",
    body: '{"message":"Session token not found or invalid"}',
  });
  await expect(operations.Logout(call)).resolves.toBeUndefined();
});

test("a port where nobody listens is aws-unavailable", async () => {
  const gone = await serve(() => {});
  await gone.close();
  const before = { ...process.env };
  Object.assign(process.env, settingsFor(gone.url));
  const failure = await accountsPage(testInstance(), secret, call).catch((it: unknown) => it);
  Object.assign(process.env, before);
  expect(problemOf(failure)).toBe("aws-unavailable");
  expect(String(failure)).toContain("ECONNREFUSED");
});

test("the log learns operation, name, status, request id and AWS's sentence", async () => {
  can({ status: 403, type: "ForbiddenException", body: '{"message":"No access"}' });
  const { message } = await failureOf("GetRoleCredentials");
  expect(message).toBe(
    "role-not-granted: GetRoleCredentials: ForbiddenException, HTTP 403, request 11111111-2222-3333-4444-555555555555: No access",
  );
});

test("AWS's sentence is one line of at most 200 characters, without tokens and without tricks", async () => {
  const token = `eyJ${"a".repeat(60)}.${"b".repeat(60)}`;
  const sentence = `Nope\r\n\u001B[31m\u202E ${token} x-amz-security-token:${"IQoJ".repeat(40)} ${"long ".repeat(99)}`;
  can({ status: 403, type: "InvalidSignatureException", body: JSON.stringify({ message: sentence }) });
  const { message } = await failureOf("ExchangeIdToken");
  const [, told = ""] = message.split("555555555555: ");
  expect(told).toMatch(
    /^Nope {1,2}\[31m {1,2}\[\.\.\.\]\.\[\.\.\.\] x-amz-security-token:\[\.\.\.\] long long/,
  );
  expect(told.length).toBeLessThanOrEqual(200);
  expect(message).not.toMatch(/\p{C}|IQoJ/u);
});

test.each([
  ["InvalidSignatureException", "Signature expired: 20261121T030000Z is now earlier than 20261121T035500Z"],
  ["InvalidSignatureException", "Signature not yet current: 20261121T050000Z is still later"],
  ["RequestExpired", "Request has expired."],
])("a clock that is wrong is called so: %s", async (type, sentence) => {
  can({ status: 403, type, body: JSON.stringify({ message: sentence }) });
  const failure = await failureOf("ExchangeIdToken");
  expect(problemOf(failure)).toBe("aws-misconfigured");
  expect(failure.message).toContain("clock: ");
});

test("a wrong signature is not blamed on the clock", async () => {
  can({ status: 403, type: "InvalidSignatureException", body: '{"message":"It does not match."}' });
  expect((await failureOf("ExchangeIdToken")).message).not.toContain("clock: ");
});

test("every problem that AWS's failures become is in the table of problems", () => {
  for (const [, , problem] of answers) expect(problems).toHaveProperty(problem);
});

describe("what AWS words as an error and is none", () => {
  test.each([
    ["AuthorizationPendingException", "authorization_pending", "pending"],
    ["SlowDownException", "slow_down", "slow-down"],
  ])("%s to a device's code", async (type, error, expected) => {
    can({ status: 400, type, body: JSON.stringify({ error }) });
    expect(await operations.DeviceToken(call)).toBe(expected);
    can({ status: 400, body: JSON.stringify({ error }) });
    expect(await operations.DeviceToken(call)).toBe(expected);
  });

  test("a registration that AWS has forgotten", async () => {
    can({ status: 401, type: "InvalidClientException", body: '{"error":"invalid_client"}' });
    expect(await operations.StartDeviceAuthorization(call)).toBe("unknown-client");
  });
});
