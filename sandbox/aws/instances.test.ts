/** Two instances behind one address, as a portal asks them: nothing of one works at the other. */

import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
} from "@aws-sdk/client-sso";
import {
  CreateTokenCommand,
  CreateTokenWithIAMCommand,
  type CreateTokenWithIAMCommandInput,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from "@aws-sdk/client-sso-oidc";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accessTokenOf, failure, oidcClient, ssoClient, stsClient } from "./clients-for-tests";
import { startEmulator, type TestEmulator } from "./emulator-for-tests";
import { otherRegion, regionOf } from "./instance";

const region = regionOf("partners");

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

async function exchangeWithPartners(login: string, changes: Partial<CreateTokenWithIAMCommandInput> = {}) {
  return oidcClient(emulator, { region }).send(
    new CreateTokenWithIAMCommand({
      clientId: partnersArn(),
      grantType: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: await emulator.idToken(login),
      ...changes,
    }),
  );
}

function partnersArn(): string {
  return (
    /applicationArn: (\S+)\n$/.exec(emulator.aws.instancesYaml({ partners: "trusted-issuer" }))?.[1] ?? ""
  );
}

function startUrlOf(name: "main" | "partners"): string {
  const yaml = emulator.aws.instancesYaml({ partners: "device-code" });
  return new RegExp(`id: ${name}\n.*\n  startUrl: (\\S+)`).exec(yaml)?.[1] ?? "";
}

const list = (accessToken: string) =>
  ssoClient(emulator).send(new ListAccountsCommand({ accessToken, maxResults: 100 }));

async function namesOf(accessToken: string): Promise<(string | undefined)[]> {
  return ((await list(accessToken)).accountList ?? []).map(({ accountName }) => accountName);
}

/** A client that was told the start URL and nothing else, and a person who approves its code at the instance's own page. */
async function byDeviceCode(name: "main" | "partners", login: string): Promise<string> {
  const client = new SSOOIDCClient({
    region: regionOf(name),
    maxAttempts: 1,
    endpoint: emulator.setting("AWS_ENDPOINT_URL_SSO_OIDC"),
  });
  const { clientId, clientSecret } = await client.send(
    new RegisterClientCommand({ clientName: "tool", clientType: "public", scopes: ["sso:account:access"] }),
  );
  const started = await client.send(
    new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: startUrlOf(name) }),
  );
  expect(new URL(started.verificationUri ?? "").origin).toBe(new URL(startUrlOf(name)).origin);
  await fetch(`${started.verificationUri}`, {
    method: "POST",
    body: new URLSearchParams({ user_code: started.userCode ?? "", login }),
  });
  const { accessToken = "" } = await client.send(
    new CreateTokenCommand({
      clientId,
      clientSecret,
      grantType: "urn:ietf:params:oauth:grant-type:device_code",
      deviceCode: started.deviceCode,
    }),
  );
  return accessToken;
}

test("each instance lists its own accounts, whichever way the token was got", async () => {
  const ofMain = await namesOf(await accessTokenOf(emulator, "engineer"));
  const exchanged = await namesOf((await exchangeWithPartners("engineer")).accessToken ?? "");
  const approved = await namesOf(await byDeviceCode("partners", "engineer"));
  expect(exchanged).toEqual([
    "payments-prod",
    "shared-services",
    "partner-portal-staging",
    "partner-portal-dev",
    "edi-gateway-dev",
  ]);
  expect(approved).toEqual(exchanged);
  expect(ofMain).toHaveLength(12);
  expect(await namesOf(await byDeviceCode("main", "engineer"))).toEqual(ofMain);
  expect(emulator.partners.accounts).toHaveLength(14);
});

test("one account looks like another of the company's by its name, and one by its id too", () => {
  const { accounts } = emulator.company;
  const alike = emulator.partners.accounts.filter(({ accountName }) =>
    accounts.some((account) => account.accountName === accountName),
  );
  expect(alike.map(({ accountName }) => accountName)).toEqual([
    "organization-management",
    "payments-prod",
    "shared-services",
  ]);
  const ids = new Set(accounts.map(({ accountId }) => accountId));
  expect(alike.filter(({ accountId }) => ids.has(accountId))).toMatchObject([
    { accountName: "shared-services" },
  ]);
});

test("keys are of the instance that was asked: a role of one is no role of the other", async () => {
  const accountId = emulator.partners.accounts.find(
    (one) => one.accountName === "shared-services",
  )?.accountId;
  const accessToken = (await exchangeWithPartners("engineer")).accessToken ?? "";
  const role = { accountId, roleName: "ReadOnlyAccess" };
  const { roleCredentials } = await ssoClient(emulator).send(
    new GetRoleCredentialsCommand({ accessToken, ...role }),
  );
  const { accessKeyId = "", secretAccessKey = "", sessionToken = "" } = roleCredentials ?? {};
  const caller = await stsClient(emulator, { accessKeyId, secretAccessKey, sessionToken }, region).send(
    new GetCallerIdentityCommand({}),
  );
  expect(caller.Arn).toContain(`:${accountId}:assumed-role/AWSReservedSSO_ReadOnlyAccess_`);
  expect(caller.Arn).toMatch(/\/e\.noether$/);

  const ofMain = await accessTokenOf(emulator, "engineer");
  const asking = ssoClient(emulator).send(new GetRoleCredentialsCommand({ accessToken: ofMain, ...role }));
  expect(await failure(asking)).toMatchObject({ name: "ForbiddenException" });
});

test("a token is good in its own region alone", async () => {
  const { partners, service, otherRegion: elsewhere } = emulator.aws.origins;
  const ofMain = await accessTokenOf(emulator, "engineer");
  const ofPartners = (await exchangeWithPartners("engineer")).accessToken ?? "";
  const asked = async (origin: string, accessToken: string) =>
    ssoClient(emulator, origin)
      .send(new ListAccountsCommand({ accessToken }))
      .then(
        () => "listed",
        (fault: Error) => fault.name,
      );
  expect(await asked(partners, ofPartners)).toBe("listed");
  expect(await asked(service, ofPartners)).toBe("listed");
  expect(await asked(partners, ofMain)).toBe("UnauthorizedException");
  expect(await asked(elsewhere, ofPartners)).toBe("UnauthorizedException");
});

test("signing out of one leaves the other", async () => {
  const ofMain = await accessTokenOf(emulator, "engineer");
  const accessToken = (await exchangeWithPartners("engineer")).accessToken ?? "";
  await ssoClient(emulator).send(new LogoutCommand({ accessToken }));
  expect(await failure(list(accessToken))).toMatchObject({ name: "UnauthorizedException" });
  await expect(list(ofMain)).resolves.toBeDefined();
});

test("an exchange is signed for the application's region", async () => {
  const ask = async (signedFor: string, clientId: string) =>
    failure(
      oidcClient(emulator, { region: signedFor }).send(
        new CreateTokenWithIAMCommand({
          clientId,
          grantType: "urn:ietf:params:oauth:grant-type:jwt-bearer",
          assertion: await emulator.idToken("engineer"),
        }),
      ),
    );
  const { setting } = emulator;
  const ofMain = setting("IDENTITY_CENTER_APPLICATION_ARN");
  expect(await ask(regionOf("main"), partnersArn())).toMatchObject({
    name: "InvalidRequestRegionException",
    region,
  });
  expect(await ask(region, ofMain)).toMatchObject({
    name: "InvalidRequestRegionException",
    region: "eu-central-1",
  });
  expect(await ask(otherRegion, partnersArn())).toMatchObject({ name: "InvalidSignatureException" });
  expect(await ask(region, partnersArn().replace("apl-9", "apl-8"))).toMatchObject({
    name: "InvalidClientException",
  });
});

test("a refresh token renews the token of its own instance, and of no other", async () => {
  const { refreshToken } = await exchangeWithPartners("engineer");
  const grant = { grantType: "refresh_token", refreshToken, assertion: undefined };
  const atMain = oidcClient(emulator).send(
    new CreateTokenWithIAMCommand({
      clientId: emulator.setting("IDENTITY_CENTER_APPLICATION_ARN"),
      ...grant,
    }),
  );
  expect(await failure(atMain)).toMatchObject({ name: "InvalidGrantException" });
  const renewed = await exchangeWithPartners("engineer", grant);
  expect(await namesOf(renewed.accessToken ?? "")).toContain("edi-gateway-dev");
});

test("somebody whom an instance has no user for is nobody there", async () => {
  await expect(accessTokenOf(emulator, "auditor")).resolves.toBeTruthy();
  expect(await failure(exchangeWithPartners("auditor"))).toMatchObject({ name: "InvalidGrantException" });
  expect(await namesOf((await exchangeWithPartners("newcomer")).accessToken ?? "")).toEqual([]);
  await expect(byDeviceCode("partners", "auditor")).rejects.toMatchObject({
    name: "AuthorizationPendingException",
  });
});

test("a code is known to its own instance's page alone, which says who asks", async () => {
  const { service, partners } = emulator.aws.origins;
  const client = oidcClient(emulator, { region });
  const { clientId, clientSecret } = await client.send(
    new RegisterClientCommand({ clientName: "Sallyport <b>", clientType: "public" }),
  );
  const { userCode, verificationUriComplete } = await client.send(
    new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: `${startUrlOf("partners")}/#/` }),
  );
  expect((await fetch(`${service}/device?user_code=${userCode}`)).status).toBe(400);
  expect(verificationUriComplete).toBe(`${partners}/device?user_code=${userCode}`);
  const page = await (await fetch(verificationUriComplete ?? "")).text();
  expect(page).toContain("Sallyport &#60;b&#62;");
  expect(page).toContain("instance partners");
  expect(page).not.toContain('value="auditor"');
});

test("each instance has a quota of its own", async () => {
  const ofMain = await accessTokenOf(emulator, "engineer");
  const ofPartners = (await exchangeWithPartners("engineer")).accessToken ?? "";
  emulator.options.requestsPerSecond = 3;
  for (let turn = 0; turn < 3; turn++) await list(ofMain);
  expect(await failure(list(ofMain))).toMatchObject({ name: "TooManyRequestsException" });
  for (let turn = 0; turn < 3; turn++) await list(ofPartners);
  expect(await failure(list(ofPartners))).toMatchObject({ name: "TooManyRequestsException" });
  expect(emulator.calls.all()).toMatchObject({
    ListAccounts: 8,
    "ListAccounts of partners": 4,
    "over-quota": 2,
    "over-quota of partners": 1,
  });
});

test("a fault may be of one instance, whatever tells which is meant", async () => {
  const ofMain = await accessTokenOf(emulator, "engineer");
  const ofPartners = (await exchangeWithPartners("engineer")).accessToken ?? "";
  for (const operation of [
    "ListAccounts",
    "ListAccountRoles",
    "CreateTokenWithIAM",
    "StartDeviceAuthorization",
  ] as const) {
    emulator.faults.set({ operation, answer: "error", times: 9, instance: "partners" });
  }
  await expect(list(ofMain)).resolves.toBeDefined();
  await expect(accessTokenOf(emulator, "engineer")).resolves.toBeTruthy();
  await expect(byDeviceCode("main", "engineer")).resolves.toBeTruthy();
  const failed = { name: "InternalServerException" };
  expect(await failure(list(ofPartners))).toMatchObject(failed);
  const [accountId] = emulator.partners.accountsOf("engineer").map((account) => account.accountId);
  const roles = ssoClient(emulator).send(new ListAccountRolesCommand({ accessToken: ofPartners, accountId }));
  expect(await failure(roles)).toMatchObject(failed);
  expect(await failure(exchangeWithPartners("engineer"))).toMatchObject(failed);
  await expect(byDeviceCode("partners", "engineer")).rejects.toMatchObject(failed);
});

test("the file of instances lists both, with what each way to connect needs", () => {
  const lines = (partners: "device-code" | "trusted-issuer") =>
    emulator.aws
      .instancesYaml({ partners })
      .split("\n")
      .map((line) => line.trim());
  expect(lines("device-code").filter((line) => line.startsWith("applicationArn"))).toHaveLength(1);
  expect(lines("trusted-issuer").filter((line) => line.startsWith("applicationArn"))).toHaveLength(2);
  expect(lines("device-code")).toEqual(
    expect.arrayContaining(["- id: main", "- id: partners", "connect: device-code", "region: us-west-2"]),
  );
});
