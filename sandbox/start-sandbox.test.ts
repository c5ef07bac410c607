/** Provider and emulator together: what one signs the other believes, whatever the time and whatever the keys. */

import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  SSOClient,
} from "@aws-sdk/client-sso";
import { CreateTokenWithIAMCommand, SSOOIDCClient } from "@aws-sdk/client-sso-oidc";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { codeFlow } from "./code-flow-for-tests";
import { type Sandbox, startSandbox } from "./start-sandbox";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => control("reset", {}));

test("who signs in gets an Identity Center token, sees their accounts, and has keys that name them", async () => {
  const accessToken = await exchange(await idTokenOf("engineer"));
  const { accountList = [] } = await sso().send(new ListAccountsCommand({ accessToken }));
  expect(accountList).toHaveLength(12);

  const account = accountList.find(({ accountName }) => accountName === "payments-prod");
  const { roleCredentials } = await sso().send(
    new GetRoleCredentialsCommand({ accessToken, accountId: account?.accountId, roleName: "Developer" }),
  );
  const { accessKeyId = "", secretAccessKey = "", sessionToken = "" } = roleCredentials ?? {};
  const sts = new STSClient({
    region: setting("AWS_REGION"),
    endpoint: setting("AWS_ENDPOINT_URL_STS"),
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });
  const { Arn, Account } = await sts.send(new GetCallerIdentityCommand({}));
  expect(Account).toBe(account?.accountId);
  expect(Arn).toMatch(/:assumed-role\/AWSReservedSSO_Developer_[0-9a-f]{16}\/e\.noether$/);
});

test("a sign-in made after the sandbox's time was moved is believed", async () => {
  await control("clock", { advanceSeconds: 10 * 3600 });
  await expect(exchange(await idTokenOf("reader"))).resolves.toBeTruthy();
});

test("an id_token that has grown old in the sandbox's time is not", async () => {
  const idToken = await idTokenOf("reader");
  await control("clock", { advanceSeconds: 2 * 3600 });
  await expect(exchange(idToken)).rejects.toThrow();
});

test("a sign-in before and one after a change of keys are both believed", async () => {
  await exchange(await idTokenOf("reader"));
  const before = await idTokenOf("reader");
  await control("rotate-keys", {});
  await expect(exchange(await idTokenOf("reader"))).resolves.toBeTruthy();
  await expect(exchange(before)).resolves.toBeTruthy();
});

test("keys are not given for a role that was taken away, although the list still shows it", async () => {
  const accessToken = await exchange(await idTokenOf("nogroups"));
  const { accountList = [] } = await sso().send(new ListAccountsCommand({ accessToken }));
  const accountId = accountList[0]?.accountId ?? "";
  const { roleList = [] } = await sso().send(new ListAccountRolesCommand({ accessToken, accountId }));
  const roleName = roleList[0]?.roleName ?? "";
  await control("assignments", { login: "nogroups", accountId, roleName, assigned: false });

  const still = await sso().send(new ListAccountsCommand({ accessToken }));
  expect(still.accountList).toHaveLength(accountList.length);
  await expect(
    sso().send(new GetRoleCredentialsCommand({ accessToken, accountId, roleName })),
  ).rejects.toMatchObject({ name: "ForbiddenException" });

  await control("clock", { advanceSeconds: 3000 });
  const later = await sso().send(new ListAccountsCommand({ accessToken }));
  expect(later.accountList).toHaveLength(accountList.length - 1);
});

test("a reset forgets the tokens that were given", async () => {
  const accessToken = await exchange(await idTokenOf("engineer"));
  await control("reset", {});
  await expect(sso().send(new ListAccountsCommand({ accessToken }))).rejects.toMatchObject({
    name: "UnauthorizedException",
  });
});

async function idTokenOf(login: string): Promise<string> {
  const portalUrl = "http://localhost:3000";
  const { given } = await codeFlow(sandbox, login, { portalUrl, scope: "openid email" });
  return given.id_token ?? "";
}

async function exchange(idToken: string): Promise<string> {
  const client = new SSOOIDCClient({
    region: setting("AWS_REGION"),
    endpoint: setting("AWS_ENDPOINT_URL_SSO_OIDC"),
    maxAttempts: 1,
    credentials: {
      accessKeyId: setting("AWS_ACCESS_KEY_ID"),
      secretAccessKey: setting("AWS_SECRET_ACCESS_KEY"),
    },
  });
  const { accessToken = "" } = await client.send(
    new CreateTokenWithIAMCommand({
      clientId: setting("IDENTITY_CENTER_APPLICATION_ARN"),
      grantType: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: idToken,
    }),
  );
  return accessToken;
}

function sso(): SSOClient {
  return new SSOClient({
    region: setting("AWS_REGION"),
    endpoint: setting("AWS_ENDPOINT_URL_SSO"),
    maxAttempts: 1,
  });
}

function setting(name: string): string {
  return sandbox.environment[name] ?? "";
}

async function control(call: string, body: unknown): Promise<void> {
  const response = await fetch(new URL(call, sandbox.controlUrl), {
    method: "POST",
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}
