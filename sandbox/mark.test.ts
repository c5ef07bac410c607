/** Whatever the sandbox hands out that opens something bears the mark, as AWS's own client and a relying party get it. */

import { GetRoleCredentialsCommand, SSOClient } from "@aws-sdk/client-sso";
import {
  CreateTokenCommand,
  CreateTokenWithIAMCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from "@aws-sdk/client-sso-oidc";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { decodeJwt } from "jose";
import * as oidc from "openid-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { homeRegion, portalActor } from "./aws/instance";
import { codeFlow } from "./code-flow-for-tests";
import { accountNamed, companyAccounts, smallestCompany } from "./company-accounts";
import { marked, secretMark } from "./mark";
import { type Sandbox, startSandbox } from "./start-sandbox";

const portalUrl = "http://localhost:34568";
const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const { accountId } = accountNamed(companyAccounts(smallestCompany), "payments-dev");

let sandbox: Sandbox;
let tokens: SSOOIDCClient;
beforeAll(async () => {
  sandbox = await startSandbox({ portalUrl });
  tokens = new SSOOIDCClient(at("SSO_OIDC"));
});
afterAll(() => sandbox.close());

function at(service: string, credentials: typeof portalActor | Keys = portalActor) {
  const endpoint = sandbox.environment[`AWS_ENDPOINT_URL_${service}`] ?? "";
  return { region: homeRegion, maxAttempts: 1, endpoint, credentials };
}

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken: string };

/** Which of these do not bear it. A token that is signed bears it in a claim. */
function unmarked(secrets: Record<string, string | undefined>): string[] {
  return Object.entries(secrets).flatMap(([name, secret = ""]) => {
    const seen = /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(secret) ? JSON.stringify(decodeJwt(secret)) : secret;
    return seen.includes(secretMark) ? [] : [name];
  });
}

async function signIn() {
  const scope = "openid profile email offline_access";
  const { config, callback, given } = await codeFlow(sandbox, "engineer", { portalUrl, scope });
  const again = await oidc.refreshTokenGrant(config, given.refresh_token ?? "");
  return { code: callback.searchParams.get("code") ?? "", given, again };
}

async function exchanged(assertion: string) {
  const clientId = sandbox.environment.IDENTITY_CENTER_APPLICATION_ARN;
  return tokens.send(new CreateTokenWithIAMCommand({ clientId, grantType: jwtBearer, assertion }));
}

async function keysOf(accessToken: string): Promise<Keys> {
  const command = new GetRoleCredentialsCommand({ accessToken, accountId, roleName: "Developer" });
  const { roleCredentials } = await new SSOClient(at("SSO")).send(command);
  const { accessKeyId = "", secretAccessKey = "", sessionToken = "" } = roleCredentials ?? {};
  return { accessKeyId, secretAccessKey, sessionToken };
}

test("the provider's code, tokens and id_token", async () => {
  const { code, given, again } = await signIn();
  const { access_token, refresh_token, id_token } = given;
  expect(unmarked({ code, access_token, refresh_token, id_token })).toEqual([]);
  const { access_token: second, refresh_token: rotated, id_token: fresh } = again;
  expect(unmarked({ second, rotated, fresh })).toEqual([]);
});

test("Identity Center's tokens, keys, and what the console takes for them", async () => {
  const { given } = await signIn();
  const { accessToken, refreshToken, idToken, awsAdditionalDetails } = await exchanged(given.id_token ?? "");
  const { identityContext } = awsAdditionalDetails ?? {};
  expect(unmarked({ accessToken, refreshToken, idToken, identityContext })).toEqual([]);

  const keys = await keysOf(accessToken ?? "");
  expect(unmarked({ ...keys, accessKeyId: secretMark })).toEqual([]);
  const session = JSON.stringify({
    sessionId: keys.accessKeyId,
    sessionKey: keys.secretAccessKey,
    sessionToken: keys.sessionToken,
  });
  const asked = new URL("/federation", sandbox.environment.CONSOLE_SIGN_IN_URL ?? sandbox.issuer);
  asked.search = new URLSearchParams({ Action: "getSigninToken", Session: session }).toString();
  const { SigninToken } = (await (await fetch(asked)).json()) as Record<string, string>;
  expect(unmarked({ SigninToken })).toEqual([]);

  const { Credentials } = await new STSClient(at("STS")).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/Deployer`,
      RoleSessionName: "alice",
      DurationSeconds: 900,
    }),
  );
  const { SecretAccessKey, SessionToken } = Credentials ?? {};
  expect(unmarked({ SecretAccessKey, SessionToken })).toEqual([]);
});

test("a client's secret, a device's code, and the tokens that it brings", async () => {
  const { clientId, clientSecret } = await tokens.send(
    new RegisterClientCommand({ clientName: "test", clientType: "public", scopes: ["sso:account:access"] }),
  );
  const startUrl = sandbox.environment.IDENTITY_CENTER_START_URL;
  const { deviceCode, userCode } = await tokens.send(
    new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl }),
  );
  expect(unmarked({ clientSecret, deviceCode })).toEqual([]);
  await fetch(new URL("/device", at("SSO_OIDC").endpoint), {
    method: "POST",
    body: new URLSearchParams({ user_code: userCode ?? "", login: "engineer" }),
  });
  const { accessToken, refreshToken } = await tokens.send(
    new CreateTokenCommand({ clientId, clientSecret, grantType: deviceGrant, deviceCode }),
  );
  expect(unmarked({ accessToken, refreshToken })).toEqual([]);
});

test("what bears it is as long as before, and bears it wherever a long secret is cut", () => {
  const long = "x".repeat(1000);
  expect(marked(long)).toHaveLength(1000);
  for (let from = 0; from + 128 < 1000; from += 50)
    expect(marked(long).slice(from, from + 128)).toContain(secretMark);
  expect(marked("")).toBe("");
});
