/** AWS's answers are held to their shape: one that is almost right is aws-malformed, and is not repeated anywhere. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { rolesPage } from "@/lib/aws/account-roles";
import { accountsPage } from "@/lib/aws/accounts";
import { callerIdentity } from "@/lib/aws/caller-identity";
import { exchangeIdToken } from "@/lib/aws/identity-center-token";
import { roleCredentials } from "@/lib/aws/role-credentials";
import { serve, settingsFor, type TestServer, testInstance } from "@/lib/aws/server-for-tests";
import { problemOf } from "@/lib/core/portal-error";

const call = { correlationId: crypto.randomUUID() };
const grant = { instance: "main", accountId: "012345678901", role: "Developer" };
const keys = { accessKeyId: "a", secretAccessKey: "b", sessionToken: "c", expiresAt: new Date() };
const instance = testInstance();

const good = {
  accessKeyId: "ASIATESTTESTTEST0000",
  secretAccessKey: "canary/secret",
  sessionToken: "canary+token==",
  expiration: 1_795_233_600_000,
};

let server: TestServer;
let body = "";
let asked = "";

beforeAll(async () => {
  server = await serve((request, response) => {
    asked = request.url ?? "";
    response.writeHead(200, { "content-type": "application/json" }).end(body);
  });
  Object.assign(process.env, settingsFor(server.url));
});
afterAll(() => server.close());

async function refused(answer: unknown, ask: () => Promise<unknown>): Promise<string> {
  body = typeof answer === "string" ? answer : JSON.stringify(answer);
  const failure = await ask().catch((it: unknown) => it);
  expect(problemOf(failure)).toBe("aws-malformed");
  expect(String(failure)).not.toContain("canary");
  return String(failure);
}

const mint = () => roleCredentials(instance, "token", grant, call);

test("keys that are right are handed over as they are", async () => {
  body = JSON.stringify({ roleCredentials: good });
  const { expiration, ...rest } = good;
  expect(await mint()).toEqual({ ...rest, expiresAt: new Date(expiration) });
});

test.each([
  ["an expiry in seconds", { expiration: 1_795_233_600 }],
  ["an expiry that is text", { expiration: "2026-11-21" }],
  ["no expiry", { expiration: undefined }],
  ["no session token", { sessionToken: undefined }],
  ["an empty secret", { secretAccessKey: "" }],
  ["a secret of two lines", { secretAccessKey: "canary\nexport AWS_PROFILE=x" }],
  ["a session token with a blank", { sessionToken: "canary token" }],
  ["a session token with a letter that is not ASCII", { sessionToken: "canary\u202Etoken" }],
  ["an id that the audit record could not hold", { accessKeyId: "canary-id" }],
])("keys with %s are not handed over", async (_, change) => {
  expect(await refused({ roleCredentials: { ...good, ...change } }, mint)).toContain("roleCredentials.");
});

test.each([
  [{ accountList: [{ accountId: 12345678901 }] }],
  [{ accountList: [{ accountId: "12345678901" }] }],
  [{ accountList: [{ accountId: "012345678901", accountName: { canary: 1 } }] }],
  [{ accountList: [{ accountId: "012345678901" }], nextToken: 5 }],
  [{ accountList: { canary: 1 } }],
])("a list of accounts with an id, a name or a next that is none is aws-malformed: %j", async (answer) => {
  await refused(answer, () => accountsPage(instance, "token", call));
});

test.each([[{ roleList: [{ roleName: 7 }] }], [{ roleList: "canary" }], [{ roleList: [null] }]])(
  "a list of roles that is none is aws-malformed: %j",
  async (answer) => {
    await refused(answer, () => rolesPage(instance, "token", grant.accountId, call));
  },
);

test.each([
  ["absent", { accountList: [] }, null],
  ["null", { accountList: [], nextToken: null }, null],
  ["empty", { accountList: [], nextToken: "" }, null],
  ["there, after an empty page", { accountList: [], nextToken: "more" }, "more"],
])("a next page that is %s is understood", async (_, answer, next) => {
  body = JSON.stringify(answer);
  expect(await accountsPage(instance, "token", { ...call, next: "a+b/c=&d" })).toEqual({
    accounts: [],
    next,
  });
  expect(new URL(asked, server.url).searchParams.get("next_token")).toBe("a+b/c=&d");
});

test.each([
  { accessToken: "canary" },
  { accessToken: "canary", expiresIn: 0 },
  { accessToken: "canary", expiresIn: "3600" },
  { accessToken: "canary\r\nx: y", expiresIn: 3600 },
  { accessToken: "canary", expiresIn: 3600, refreshToken: "" },
])("a token that could not be kept or sent is aws-malformed: %j", async (answer) => {
  await refused(answer, () => exchangeIdToken(instance, "token", call));
});

test.each([
  ["an IAM user", "012345678901", "arn:aws:iam::012345678901:user/canary"],
  ["no session", "012345678901", "arn:aws:sts::012345678901:assumed-role/canary"],
  ["no account", "", "arn:aws:sts::012345678901:assumed-role/Role/canary"],
])("an identity that is %s is nobody's Identity Center session", async (_, account, arn) => {
  const answer = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><UserId>x</UserId><Account>${account}</Account><Arn>${arn}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;
  await refused(answer, () => callerIdentity(instance, keys, call));
});
