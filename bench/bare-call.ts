/** The one call that it all comes down to: GetRoleCredentials by the bare SDK, as somebody who signed in at AWS by a device's code. */

import { Agent } from "node:http";
import { GetRoleCredentialsCommand, SSOClient } from "@aws-sdk/client-sso";
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from "@aws-sdk/client-sso-oidc";

const grantType = "urn:ietf:params:oauth:grant-type:device_code";

/** A token of the sandbox's main instance, past the portal. */
export async function awsTokenOf(login: string, settings: Record<string, string>): Promise<string> {
  const client = new SSOOIDCClient({
    region: settings.AWS_REGION ?? "eu-west-1",
    endpoint: settings.AWS_ENDPOINT_URL_SSO_OIDC ?? "",
    maxAttempts: 1,
  });
  const registration = { clientName: "bench", clientType: "public", scopes: ["sso:account:access"] };
  const { clientId, clientSecret } = await client.send(new RegisterClientCommand(registration));
  const startUrl = settings.IDENTITY_CENTER_START_URL;
  const code = await client.send(new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl }));
  const body = new URLSearchParams({ user_code: code.userCode ?? "", login });
  await fetch(code.verificationUri ?? "", { method: "POST", body });
  const { deviceCode } = code;
  const token = await client.send(new CreateTokenCommand({ clientId, clientSecret, grantType, deviceCode }));
  return token.accessToken ?? "";
}

export type BareInput = { accessToken: string; accountId: string; roleName: string };

export function bareCall(settings: Record<string, string>, input: BareInput): () => Promise<unknown> {
  const client = new SSOClient({
    region: settings.AWS_REGION ?? "eu-west-1",
    endpoint: settings.AWS_ENDPOINT_URL_SSO ?? "",
    maxAttempts: 1,
    requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets: 256 }) },
  });
  return () => client.send(new GetRoleCredentialsCommand(input));
}
