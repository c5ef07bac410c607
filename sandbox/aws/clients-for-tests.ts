/** AWS's own clients, pointed at an emulator: what they understand is right, whatever we believe. */

import { IdentitystoreClient } from "@aws-sdk/client-identitystore";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { GetRoleCredentialsCommand, SSOClient } from "@aws-sdk/client-sso";
import { SSOAdminClient } from "@aws-sdk/client-sso-admin";
import {
  CreateTokenWithIAMCommand,
  type CreateTokenWithIAMCommandInput,
  SSOOIDCClient,
} from "@aws-sdk/client-sso-oidc";
import { STSClient } from "@aws-sdk/client-sts";
import type { TestEmulator } from "./emulator-for-tests";
import { type Actor, homeRegion, portalActor } from "./instance";

export type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

const once = { region: homeRegion, maxAttempts: 1 };

export function ssoClient(
  emulator: TestEmulator,
  endpoint = emulator.setting("AWS_ENDPOINT_URL_SSO"),
): SSOClient {
  return new SSOClient({ ...once, endpoint });
}

export function oidcClient(
  emulator: TestEmulator,
  {
    credentials = portalActor,
    ...rest
  }: { credentials?: Actor | Keys; endpoint?: string; region?: string } = {},
): SSOOIDCClient {
  return new SSOOIDCClient({
    ...once,
    endpoint: emulator.setting("AWS_ENDPOINT_URL_SSO_OIDC"),
    credentials,
    ...rest,
  });
}

export function stsClient(emulator: TestEmulator, credentials: Keys, region = homeRegion): STSClient {
  return new STSClient({ ...once, region, endpoint: emulator.setting("AWS_ENDPOINT_URL_STS"), credentials });
}

/** The three services that administrators ask. */
export function readerClients(
  emulator: TestEmulator,
  credentials: Actor | Keys = portalActor,
  region = homeRegion,
) {
  const settings = { ...once, region, credentials };
  const endpoint = (service: string) => ({ endpoint: emulator.setting(`AWS_ENDPOINT_URL_${service}`) });
  return {
    organizations: new OrganizationsClient({ ...settings, ...endpoint("ORGANIZATIONS") }),
    admin: new SSOAdminClient({ ...settings, ...endpoint("SSO_ADMIN") }),
    store: new IdentitystoreClient({ ...settings, ...endpoint("IDENTITYSTORE") }),
  };
}

/** The exchange by id_token, with what is given changed. */
export async function exchange(
  emulator: TestEmulator,
  login: string,
  changes: Partial<CreateTokenWithIAMCommandInput> = {},
) {
  return oidcClient(emulator).send(
    new CreateTokenWithIAMCommand({
      clientId: emulator.setting("IDENTITY_CENTER_APPLICATION_ARN"),
      grantType: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: await emulator.idToken(login),
      ...changes,
    }),
  );
}

export async function accessTokenOf(emulator: TestEmulator, login: string): Promise<string> {
  return (await exchange(emulator, login)).accessToken ?? "";
}

/** An account by its name. */
export function accountId(emulator: TestEmulator, name: string): string {
  const grants = emulator.company.accounts.find((account) => account.accountName === name);
  if (!grants) throw new Error(`There is no account ${name}.`);
  return grants.accountId;
}

export async function mint(emulator: TestEmulator, login: string, account: string, roleName: string) {
  const accessToken = await accessTokenOf(emulator, login);
  const command = new GetRoleCredentialsCommand({
    accessToken,
    accountId: accountId(emulator, account),
    roleName,
  });
  const { roleCredentials } = await ssoClient(emulator).send(command);
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = roleCredentials ?? {};
  if (!accessKeyId || !secretAccessKey || !sessionToken || !expiration)
    throw new Error("The keys are incomplete.");
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt: expiration };
}

/** The name by which a client knows the error, and what else the error carries. */
export async function failure(
  sending: Promise<unknown>,
): Promise<{ name: string } & Record<string, unknown>> {
  try {
    await sending;
  } catch (fault) {
    if (fault instanceof Error) return { ...fault, name: fault.name, message: fault.message };
    throw fault;
  }
  throw new Error("The call was expected to fail.");
}
