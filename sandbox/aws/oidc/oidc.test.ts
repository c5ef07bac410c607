/** `sso-oidc` for registered clients, asked by AWS's own client and by a browser reduced to fetch. */

import { createHash, randomBytes } from "node:crypto";
import { ListAccountsCommand } from "@aws-sdk/client-sso";
import {
  CreateTokenCommand,
  type CreateTokenCommandInput,
  RegisterClientCommand,
  type RegisterClientCommandInput,
  StartDeviceAuthorizationCommand,
} from "@aws-sdk/client-sso-oidc";
import { afterEach, beforeEach, expect, test } from "vitest";
import { failure, oidcClient, ssoClient } from "@/sandbox/aws/clients-for-tests";
import { startEmulator, type TestEmulator } from "@/sandbox/aws/emulator-for-tests";

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

function register(changes: Partial<RegisterClientCommandInput> = {}) {
  const input = { clientName: "test", clientType: "public", scopes: ["sso:account:access"], ...changes };
  return oidcClient(emulator).send(new RegisterClientCommand(input));
}

async function startDevice(changes: Partial<RegisterClientCommandInput> = {}) {
  const { clientId, clientSecret } = await register(changes);
  const startUrl = emulator.setting("IDENTITY_CENTER_START_URL");
  const command = new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl });
  const started = await oidcClient(emulator).send(command);
  return { clientId, clientSecret, ...started };
}

function createToken(input: Partial<CreateTokenCommandInput>) {
  const { clientId, clientSecret, grantType, deviceCode, code, codeVerifier, redirectUri, refreshToken } =
    input;
  const proof = { deviceCode, code, codeVerifier, redirectUri, refreshToken };
  return oidcClient(emulator).send(new CreateTokenCommand({ clientId, clientSecret, grantType, ...proof }));
}

function press(path: string, fields: Record<string, string>) {
  const address = new URL(path, emulator.setting("AWS_ENDPOINT_URL_SSO_OIDC"));
  return fetch(address, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
}

const loginOf = async (accessToken: string | undefined) => {
  const list = await ssoClient(emulator).send(new ListAccountsCommand({ accessToken }));
  return list.accountList?.length;
};

test("a registration lasts 90 days, told in seconds, and then the client is invalid", async () => {
  const { clientId, clientSecret, clientSecretExpiresAt = 0, clientIdIssuedAt = 0 } = await register();
  expect(clientSecretExpiresAt - clientIdIssuedAt).toBe(90 * 24 * 3600);
  expect(Math.abs(clientIdIssuedAt - Date.now() / 1000)).toBeLessThan(60);
  emulator.clock.advance(90 * 24 * 3600);
  const fault = await failure(
    createToken({ clientId, clientSecret, grantType: "refresh_token", refreshToken: "x" }),
  );
  expect(fault).toMatchObject({ name: "InvalidClientException", error: "invalid_client" });
});

test.each<[string, Partial<RegisterClientCommandInput>]>([
  ["InvalidClientMetadataException", { clientType: "confidential" }],
  ["InvalidScopeException", { scopes: ["everything:at:once"] }],
  ["InvalidRedirectUriException", { redirectUris: ["https://example.com/callback"] }],
  ["InvalidRedirectUriException", { redirectUris: ["http://127.0.0.1.example.com/"] }],
  ["UnsupportedGrantTypeException", { grantTypes: ["password"] }],
  ["InvalidRequestException", { clientName: "" }],
])("a registration that AWS would refuse is a %s", async (name, changes) => {
  expect(await failure(register(changes))).toMatchObject({ name });
});

test("a device waits, is told to slow down, and gets its tokens once a person approves", async () => {
  const device = await startDevice();
  const ask = () => createToken({ ...device, grantType: deviceGrant });
  expect(await failure(ask())).toMatchObject({
    name: "AuthorizationPendingException",
    error: "authorization_pending",
  });
  expect(await failure(ask())).toMatchObject({
    name: "SlowDownException",
    $metadata: { httpStatusCode: 400 },
  });
  emulator.clock.advance(2);
  expect(await failure(ask())).toMatchObject({ name: "AuthorizationPendingException" });

  const page = await (await fetch(device.verificationUriComplete ?? "")).text();
  expect(page).toContain(device.userCode);
  expect((await press("/device", { user_code: device.userCode ?? "", login: "engineer" })).status).toBe(200);
  const tokens = await ask();
  expect(tokens).toMatchObject({ tokenType: "Bearer", expiresIn: 3600, refreshToken: expect.any(String) });
  expect(await loginOf(tokens.accessToken)).toBe(12);
  expect(await failure(ask())).toMatchObject({ name: "InvalidGrantException" });
});

test("a denied device gets AccessDeniedException, a late one ExpiredTokenException", async () => {
  const denied = await startDevice();
  await press("/device", { user_code: denied.userCode ?? "", login: "" });
  expect(await failure(createToken({ ...denied, grantType: deviceGrant }))).toMatchObject({
    name: "AccessDeniedException",
  });

  const late = await startDevice();
  emulator.clock.advance(600);
  expect(await failure(createToken({ ...late, grantType: deviceGrant }))).toMatchObject({
    name: "ExpiredTokenException",
  });
  expect((await press("/device", { user_code: late.userCode ?? "", login: "engineer" })).status).toBe(400);
});

test("a device code is of no use to another client", async () => {
  const device = await startDevice();
  await press("/device", { user_code: device.userCode ?? "", login: "engineer" });
  const other = await register();
  const fault = await failure(
    createToken({ ...other, deviceCode: device.deviceCode, grantType: deviceGrant }),
  );
  expect(fault).toMatchObject({ name: "InvalidGrantException" });
});

test("an unknown start URL, a wrong secret and a grant not registered are each refused by their own name", async () => {
  const { clientId, clientSecret } = await register({ grantTypes: ["authorization_code"] });
  const plain = await register();
  const start = (
    startUrl: string,
    client: { clientId?: string | undefined; clientSecret?: string | undefined },
  ) =>
    failure(
      oidcClient(emulator).send(
        new StartDeviceAuthorizationCommand({
          clientId: client.clientId,
          clientSecret: client.clientSecret,
          startUrl,
        }),
      ),
    );
  const startUrl = emulator.setting("IDENTITY_CENTER_START_URL");
  expect(await start("https://elsewhere.awsapps.com/start", plain)).toMatchObject({
    name: "InvalidRequestException",
  });
  expect(await start(startUrl, { ...plain, clientSecret: "wrong" })).toMatchObject({
    name: "InvalidClientException",
    $metadata: { httpStatusCode: 401 },
  });
  expect(await start(startUrl, { clientId, clientSecret })).toMatchObject({
    name: "UnauthorizedClientException",
  });
});

test("a client without scopes gets one token for the whole session and none to refresh with", async () => {
  const device = await startDevice({ scopes: [] });
  await press("/device", { user_code: device.userCode ?? "", login: "engineer" });
  const tokens = await createToken({ ...device, grantType: deviceGrant });
  expect(tokens.expiresIn).toBe(8 * 3600);
  expect(tokens.refreshToken).toBeUndefined();
});

test("a refresh token renews within the session of 8 hours, once each, and then is an invalid grant", async () => {
  const device = await startDevice();
  await press("/device", { user_code: device.userCode ?? "", login: "engineer" });
  let { refreshToken } = await createToken({ ...device, grantType: deviceGrant });
  const refresh = (token: string | undefined) =>
    createToken({ ...device, grantType: "refresh_token", refreshToken: token });

  for (let hour = 1; hour < 8; hour++) {
    emulator.clock.advance(3600);
    const spent = refreshToken;
    const tokens = await refresh(refreshToken);
    expect(await loginOf(tokens.accessToken)).toBe(12);
    expect(await failure(refresh(spent))).toMatchObject({ name: "InvalidGrantException" });
    refreshToken = tokens.refreshToken;
  }
  emulator.clock.advance(3600);
  expect(await failure(refresh(refreshToken))).toMatchObject({
    name: "InvalidGrantException",
    error: "invalid_grant",
  });
});

const redirectUri = "http://127.0.0.1:36817/oauth/callback";

/** What the AWS CLI puts into the address it opens. */
async function authorization(changes: Record<string, string> = {}) {
  const client = await register({
    redirectUris: ["http://127.0.0.1/oauth/callback"],
    grantTypes: ["authorization_code", "refresh_token"],
    issuerUrl: emulator.setting("IDENTITY_CENTER_START_URL"),
  });
  const codeVerifier = randomBytes(48).toString("base64url");
  const fields = {
    response_type: "code",
    client_id: client.clientId ?? "",
    redirect_uri: redirectUri,
    state: "a state",
    code_challenge_method: "S256",
    scopes: "sso:account:access",
    code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
    ...changes,
  };
  return { client, codeVerifier, fields };
}

test("an authorization code with PKCE works as the AWS CLI asks for it: any port, plural scopes, once", async () => {
  const { client, codeVerifier, fields } = await authorization();
  const page = await fetch(
    `${emulator.setting("AWS_ENDPOINT_URL_SSO_OIDC")}/authorize?${new URLSearchParams(fields)}`,
  );
  expect(page.status).toBe(200);
  const answer = await press("/authorize", { ...fields, login: "reader" });
  const back = new URL(answer.headers.get("location") ?? "");
  expect(back.href.startsWith(redirectUri)).toBe(true);
  expect(back.searchParams.get("state")).toBe("a state");

  const code = back.searchParams.get("code") ?? "";
  const ask = { ...client, grantType: "authorization_code", code, codeVerifier, redirectUri };
  const tokens = await createToken(ask);
  expect(await loginOf(tokens.accessToken)).toBe(6);
  expect(tokens.refreshToken).toEqual(expect.any(String));
  expect(await failure(createToken(ask))).toMatchObject({ name: "InvalidGrantException" });
});

test("a wrong verifier, a wrong redirect and a late code are invalid grants", async () => {
  const wrongs = [{ codeVerifier: "w".repeat(64) }, { redirectUri: "http://127.0.0.1:1/oauth/callback" }, {}];
  for (const wrong of wrongs) {
    const { client, codeVerifier, fields } = await authorization();
    const answer = await press("/authorize", { ...fields, login: "reader" });
    const code = new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
    if (Object.keys(wrong).length === 0) emulator.clock.advance(600);
    const ask = { ...client, grantType: "authorization_code", code, codeVerifier, redirectUri, ...wrong };
    expect(await failure(createToken(ask))).toMatchObject({ name: "InvalidGrantException" });
  }
});

test("whoever denies is sent back with the reason", async () => {
  const { fields } = await authorization();
  const answer = await press("/authorize", { ...fields, login: "" });
  expect(new URL(answer.headers.get("location") ?? "").searchParams.get("error")).toBe("access_denied");
});

test.each<[string, Record<string, string>]>([
  ["another host", { redirect_uri: "http://example.com/oauth/callback" }],
  ["another path", { redirect_uri: "http://127.0.0.1:5/elsewhere" }],
  ["another loopback name", { redirect_uri: "http://localhost:5/oauth/callback" }],
  ["no PKCE", { code_challenge_method: "plain" }],
  ["an unknown client", { client_id: "constructor" }],
  ["a scope that was not registered", { scopes: "sso:account:access codewhisperer:completions" }],
])("an authorization with %s is refused on the spot and redirected nowhere", async (_, changes) => {
  const { fields } = await authorization(changes);
  const answer = await press("/authorize", { ...fields, login: "reader" });
  expect(answer.status).toBe(400);
  expect(answer.headers.get("location")).toBeNull();
});

test("an instance is unknown in a region where it does not live", async () => {
  const elsewhere = oidcClient(emulator, { endpoint: emulator.aws.origins.otherRegion, region: "us-east-1" });
  const client = await elsewhere.send(
    new RegisterClientCommand({ clientName: "test", clientType: "public" }),
  );
  const startUrl = emulator.setting("IDENTITY_CENTER_START_URL");
  const command = new StartDeviceAuthorizationCommand({
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    startUrl,
  });
  expect(await failure(elsewhere.send(command))).toMatchObject({ name: "InvalidRequestException" });
});
