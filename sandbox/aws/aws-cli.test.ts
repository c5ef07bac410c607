/** The AWS CLI against the emulator, where there is one on this machine. */

import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accessTokenOf, accountId } from "./clients-for-tests";
import { startEmulator, type TestEmulator } from "./emulator-for-tests";
import { instanceArn as arnOf, homeRegion, organizationReaderArn, played, portalActor } from "./instance";

const hasCli = spawnSync("aws", ["--version"]).status === 0;
const title = hasCli ? "" : " (skipped: there is no aws command on the PATH)";
const run = promisify(execFile);

const instanceArn = arnOf("main");
const { identityStoreId } = played("main");

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await startEmulator(120);
});
afterEach(() => emulator.close());

/** Nothing of this machine's own AWS configuration counts. */
async function aws(args: string[], variables: Record<string, string> = {}) {
  const {
    AWS_ENDPOINT_URL_SSO = "",
    AWS_ENDPOINT_URL_SSO_OIDC = "",
    AWS_ENDPOINT_URL_STS = "",
    AWS_ENDPOINT_URL_ORGANIZATIONS = "",
    AWS_ENDPOINT_URL_SSO_ADMIN = "",
    AWS_ENDPOINT_URL_IDENTITYSTORE = "",
  } = emulator.aws.settings();
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: "/nonexistent",
    AWS_CONFIG_FILE: "/nonexistent/config",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_DEFAULT_REGION: "eu-west-1",
    AWS_DEFAULT_OUTPUT: "json",
    AWS_MAX_ATTEMPTS: "1",
    AWS_ENDPOINT_URL_SSO,
    AWS_ENDPOINT_URL_SSO_OIDC,
    AWS_ENDPOINT_URL_STS,
    AWS_ENDPOINT_URL_ORGANIZATIONS,
    AWS_ENDPOINT_URL_SSO_ADMIN,
    AWS_ENDPOINT_URL_IDENTITYSTORE,
    NODE_ENV: "test",
    ...variables,
  } as const;
  return run("aws", args, { env });
}

test.skipIf(!hasCli)(`lists every account, mints keys, and STS says whose they are${title}`, async () => {
  const token = await accessTokenOf(emulator, "everything");
  const listed = JSON.parse((await aws(["sso", "list-accounts", "--access-token", token])).stdout);
  expect(listed.accountList).toHaveLength(120);

  const id = accountId(emulator, "payments-prod");
  const engineer = await accessTokenOf(emulator, "engineer");
  const role = ["--account-id", id, "--role-name", "Developer", "--access-token", engineer];
  const { roleCredentials } = JSON.parse((await aws(["sso", "get-role-credentials", ...role])).stdout);
  const keys = {
    AWS_ACCESS_KEY_ID: roleCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: roleCredentials.secretAccessKey,
    AWS_SESSION_TOKEN: roleCredentials.sessionToken,
  };
  const caller = JSON.parse((await aws(["sts", "get-caller-identity"], keys)).stdout);
  expect(caller.Account).toBe(id);
  expect(caller.Arn).toMatch(/:assumed-role\/AWSReservedSSO_Developer_[0-9a-f]{16}\/e\.noether$/);
});

test.skipIf(!hasCli)(`names AWS's errors as with AWS itself${title}`, async () => {
  const token = await accessTokenOf(emulator, "reader");
  const id = accountId(emulator, "payments-prod");
  const role = ["--account-id", id, "--role-name", "AdministratorAccess"];
  await expect(aws(["sso", "get-role-credentials", ...role, "--access-token", token])).rejects.toThrow(
    "An error occurred (ForbiddenException) when calling the GetRoleCredentials operation: No access",
  );
  await expect(aws(["sso", "list-accounts", "--access-token", "wrong"])).rejects.toThrow(
    "An error occurred (UnauthorizedException) when calling the ListAccounts operation: Session token not found or invalid",
  );
  const unknown = {
    AWS_ACCESS_KEY_ID: "ASIAAAAAAAAAAAAAAAAA",
    AWS_SECRET_ACCESS_KEY: "wrong",
    AWS_SESSION_TOKEN: "wrong",
  };
  await expect(aws(["sts", "get-caller-identity"], unknown)).rejects.toThrow("InvalidClientTokenId");
});

/** As the portal's own identity, in the instance's region. */
async function asPortal(args: string[], keys: { Credentials?: Record<string, string> } = {}) {
  const { AccessKeyId, SecretAccessKey, SessionToken } = keys.Credentials ?? {};
  const { stdout } = await aws(args, {
    AWS_DEFAULT_REGION: homeRegion,
    AWS_ACCESS_KEY_ID: AccessKeyId ?? portalActor.accessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey ?? portalActor.secretAccessKey,
    ...(SessionToken && { AWS_SESSION_TOKEN: SessionToken }),
  });
  return JSON.parse(stdout);
}

test.skipIf(!hasCli)(
  `reads the organization, by the role that was made for it${title}`,
  { timeout: 120_000 },
  async () => {
    const role = ["--role-arn", organizationReaderArn(emulator.company), "--role-session-name", "sallyport"];
    const keys = await asPortal(["sts", "assume-role", ...role]);
    const { Accounts } = await asPortal(["organizations", "list-accounts"], keys);
    expect(Accounts).toHaveLength(120);
    const { Roots } = await asPortal(["organizations", "list-roots"], keys);
    const units = ["organizations", "list-organizational-units-for-parent", "--parent-id", Roots[0].Id];
    const { OrganizationalUnits } = await asPortal(units, keys);
    expect(OrganizationalUnits.map(({ Name }: { Name: string }) => Name)).toContain("Retail");
    const tags = [
      "organizations",
      "list-tags-for-resource",
      "--resource-id",
      accountId(emulator, "payments-prod"),
    ];
    expect((await asPortal(tags, keys)).Tags).toContainEqual({ Key: "data-class", Value: "cardholder" });
  },
);

test.skipIf(!hasCli)(
  `reads who has been assigned what, and names AWS's errors${title}`,
  { timeout: 120_000 },
  async () => {
    const { Instances } = await asPortal(["sso-admin", "list-instances"]);
    expect(Instances).toMatchObject([{ InstanceArn: instanceArn, IdentityStoreId: identityStoreId }]);
    const name = JSON.stringify({
      UniqueAttribute: { AttributePath: "userName", AttributeValue: "a.lovelace" },
    });
    const store = ["--identity-store-id", identityStoreId];
    const { UserId } = await asPortal([
      "identitystore",
      "get-user-id",
      ...store,
      "--alternate-identifier",
      name,
    ]);
    const principal = ["--principal-id", UserId, "--principal-type", "USER", "--instance-arn", instanceArn];
    const listed = await asPortal(["sso-admin", "list-account-assignments-for-principal", ...principal]);
    expect(listed.AccountAssignments.length).toBeGreaterThan(emulator.company.grantsOf("reader").length - 1);
    const [{ PermissionSetArn }] = listed.AccountAssignments;
    const set = ["--instance-arn", instanceArn, "--permission-set-arn", PermissionSetArn];
    const { PermissionSet } = await asPortal(["sso-admin", "describe-permission-set", ...set]);
    expect(PermissionSet).toMatchObject({ Name: "ReadOnlyAccess", SessionDuration: "PT12H" });
    const group = [
      "identitystore",
      "describe-group",
      ...store,
      "--group-id",
      "00000000-0000-0000-0000-000000000000",
    ];
    await expect(asPortal(group)).rejects.toThrow("An error occurred (ResourceNotFoundException)");
  },
);

test.skipIf(!hasCli)(
  `is approved by code at another instance, and lists what that one has${title}`,
  async () => {
    // The first version of the CLI would fetch an address that stands alone, and ids may begin like options.
    const asked = async (operation: string, input: Record<string, unknown>) =>
      JSON.parse((await aws(["sso-oidc", operation, "--cli-input-json", JSON.stringify(input)])).stdout);
    const registration = { clientName: "cli", clientType: "public", scopes: ["sso:account:access"] };
    const { clientId, clientSecret } = await asked("register-client", registration);
    const client = { clientId, clientSecret };
    const startUrl = `${emulator.aws.origins.partners}/start/#/`;
    const code = await asked("start-device-authorization", { ...client, startUrl });
    const grantType = "urn:ietf:params:oauth:grant-type:device_code";
    const token = () => asked("create-token", { ...client, grantType, deviceCode: code.deviceCode });
    await expect(token()).rejects.toThrow("(AuthorizationPendingException)");

    const body = new URLSearchParams({ user_code: code.userCode, login: "reader" });
    await fetch(code.verificationUri, { method: "POST", body });
    const { accessToken, refreshToken } = await token();
    expect(refreshToken).toBeTruthy();
    const { accountList } = JSON.parse(
      (await aws(["sso", "list-accounts", "--access-token", accessToken])).stdout,
    );
    expect(accountList.map((account: { accountName?: string }) => account.accountName)).toEqual([
      "payments-prod",
      "settlement-prod",
    ]);
  },
);
