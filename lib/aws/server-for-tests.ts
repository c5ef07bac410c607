/** A throw-away server on this machine, for answers that the sandbox's emulator does not give. For tests alone. */

import "server-only";

import { createServer, type RequestListener } from "node:http";
import type { Instance } from "@/lib/env";

export type TestServer = { url: string; close(): Promise<void> };

export async function serve(handler: RequestListener): Promise<TestServer> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("The server is not listening on a port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a process would be given that speaks to `url` in place of AWS, with settings that are complete. */
export function settingsFor(url: string): Record<string, string> {
  return {
    PORTAL_URL: "https://aws.example.com",
    PORTAL_SECRET: "not-a-secret-not-a-secret-not-a-secret",
    OIDC_ISSUER: "https://id.example.com",
    OIDC_CLIENT_ID: "sallyport",
    OIDC_CLIENT_SECRET: "not-a-secret-either",
    IDENTITY_CENTER_START_URL: "https://d-1234567890.awsapps.com/start",
    IDENTITY_CENTER_REGION: "eu-central-1",
    IDENTITY_CENTER_APPLICATION_ARN:
      "arn:aws:sso::012345678901:application/ssoins-1234567890abcdef/apl-1234567890abcdef",
    CONSOLE_SIGN_IN_URL: url,
    AWS_ENDPOINT_URL_SSO: url,
    AWS_ENDPOINT_URL_SSO_OIDC: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_ENDPOINT_URL_ORGANIZATIONS: url,
    AWS_ENDPOINT_URL_SSO_ADMIN: url,
    AWS_ENDPOINT_URL_IDENTITYSTORE: url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_ACCESS_KEY_ID: "AKIAPORTALPORTAL0000",
    AWS_SECRET_ACCESS_KEY: "portals-own-secret",
    // Nothing of whoever runs the tests.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** An instance of its own has clients of its own. */
export function testInstance(changes: Partial<Instance> = {}): Instance {
  return {
    id: `test-${crypto.randomUUID().slice(0, 8)}`,
    label: "Test",
    startUrl: "https://d-1234567890.awsapps.com/start",
    region: "eu-central-1",
    connect: "trusted-issuer",
    applicationArn: "arn:aws:sso::012345678901:application/ssoins-1234567890abcdef/apl-1234567890abcdef",
    organization: null,
    ...changes,
  };
}
