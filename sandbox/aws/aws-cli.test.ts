/** The AWS CLI against the emulator, where there is one on this machine. */

import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accessTokenOf, accountId } from "./clients-for-tests";
import { startEmulator, type TestEmulator } from "./emulator-for-tests";

const hasCli = spawnSync("aws", ["--version"]).status === 0;
const title = hasCli ? "" : " (skipped: there is no aws command on the PATH)";
const run = promisify(execFile);

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
