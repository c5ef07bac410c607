/** CreateTokenWithIAM, asked by AWS's own client: the signature and the id_token are really checked. */

import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { ListAccountsCommand } from "@aws-sdk/client-sso";
import { CreateTokenWithIAMCommand } from "@aws-sdk/client-sso-oidc";
import { SignatureV4 } from "@smithy/signature-v4";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  accessTokenOf,
  exchange,
  failure,
  type Keys,
  mint,
  oidcClient,
  ssoClient,
} from "@/sandbox/aws/clients-for-tests";
import { startEmulator, type TestEmulator } from "@/sandbox/aws/emulator-for-tests";
import { homeRegion, portalActor, strangerActor } from "@/sandbox/aws/instance";

const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

async function exchangeAs(options: Parameters<typeof oidcClient>[1]) {
  return oidcClient(emulator, options).send(
    new CreateTokenWithIAMCommand({
      clientId: emulator.setting("IDENTITY_CENTER_APPLICATION_ARN"),
      grantType: jwtBearer,
      assertion: await emulator.idToken("engineer"),
    }),
  );
}

const refresh = (refreshToken: string | undefined) =>
  exchange(emulator, "engineer", { grantType: "refresh_token", refreshToken, assertion: undefined });

test("an id_token becomes an Identity Center token of that person, for an hour", async () => {
  const tokens = await exchange(emulator, "reader");
  expect(tokens).toMatchObject({
    tokenType: "Bearer",
    expiresIn: 3600,
    scope: expect.arrayContaining(["sso:account:access"]),
    refreshToken: expect.any(String),
    idToken: expect.any(String),
    awsAdditionalDetails: { identityContext: expect.any(String) },
  });
  const list = await ssoClient(emulator).send(new ListAccountsCommand({ accessToken: tokens.accessToken }));
  expect(list.accountList).toHaveLength(6);
});

test("without the refresh grant there is no refresh token, and none is taken", async () => {
  const { refreshToken } = await exchange(emulator, "engineer");
  emulator.options.refreshGrant = false;
  expect((await exchange(emulator, "engineer")).refreshToken).toBeUndefined();
  expect(await failure(refresh(refreshToken))).toMatchObject({ name: "UnauthorizedClientException" });
});

test("a refresh token renews until the session of 8 hours ends, and then is an invalid grant", async () => {
  let { refreshToken } = await exchange(emulator, "engineer");
  emulator.clock.advance(7.5 * 3600);
  const renewed = await refresh(refreshToken);
  expect(renewed.expiresIn).toBe(1800);
  refreshToken = renewed.refreshToken;
  emulator.clock.advance(1800);
  expect(await failure(refresh(refreshToken))).toMatchObject({ name: "InvalidGrantException" });
});

test.each<[string, Keys, string]>([
  ["an unknown key", { ...portalActor, accessKeyId: "AKIAIOSFODNN7EXAMPLE" }, "UnrecognizedClientException"],
  ["a wrong secret", { ...portalActor, secretAccessKey: "wrong" }, "InvalidSignatureException"],
  [
    "a session token that does not belong",
    { ...portalActor, sessionToken: "x" },
    "UnrecognizedClientException",
  ],
  ["an identity outside the actor policy", strangerActor, "AccessDeniedException"],
])("a call signed by %s is refused", async (_, credentials, name) => {
  expect(await failure(exchangeAs({ credentials }))).toMatchObject({ name });
});

test("keys minted for a person do not serve as the application's", async () => {
  const credentials = await mint(emulator, "engineer", "payments-dev", "AdministratorAccess");
  expect(await failure(exchangeAs({ credentials }))).toMatchObject({ name: "AccessDeniedException" });
});

test("a signature for another region is refused, and another region names the right one", async () => {
  expect(await failure(exchangeAs({ region: "us-east-1" }))).toMatchObject({
    name: "InvalidSignatureException",
  });
  const elsewhere = { region: "us-east-1", endpoint: emulator.aws.origins.otherRegion };
  expect(await failure(exchangeAs(elsewhere))).toMatchObject({
    name: "InvalidRequestRegionException",
    region: homeRegion,
    endpoint: emulator.aws.origins.service,
  });
});

/** The library wants its hash as a class. */
class Sha256 {
  private readonly hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    if (secret === undefined) this.hash = createHash("sha256");
    else this.hash = createHmac("sha256", typeof secret === "string" ? secret : bytes(secret));
  }
  update(part: Uint8Array) {
    this.hash.update(part);
  }
  async digest() {
    return new Uint8Array(this.hash.digest());
  }
  reset() {
    throw new Error("This hash is used once.");
  }
}

function bytes(secret: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret);
}

/** Signed by the library alone, so that the request can be spoilt afterwards. */
async function signedCall(service: string, signingDate: Date) {
  const { host, hostname, port } = new URL(emulator.aws.origins.service);
  const signer = new SignatureV4({ service, region: homeRegion, credentials: portalActor, sha256: Sha256 });
  const body = JSON.stringify({
    clientId: emulator.setting("IDENTITY_CENTER_APPLICATION_ARN"),
    grantType: jwtBearer,
    assertion: await emulator.idToken("engineer"),
  });
  const request = {
    method: "POST",
    protocol: "http:",
    hostname,
    port: Number(port),
    path: "/token",
    query: { aws_iam: "t" },
  };
  const signed = await signer.sign(
    { ...request, headers: { host, "content-type": "application/json" }, body },
    { signingDate },
  );
  const send = async (sent: string) => {
    const response = await fetch(`${emulator.aws.origins.service}/token?aws_iam=t`, {
      method: "POST",
      headers: signed.headers,
      body: sent,
    });
    return response.headers.get("x-amzn-errortype") ?? response.status;
  };
  return { body, send };
}

test("a body changed after signing, another service's signature, an old date and no signature are refused", async () => {
  const now = new Date();
  const good = await signedCall("sso-oauth", now);
  expect(await good.send(good.body.replace("jwt-bearer", "jwt-bearez"))).toBe("InvalidSignatureException");
  expect(await good.send(good.body)).toBe(200);

  const otherService = await signedCall("sso", now);
  expect(await otherService.send(otherService.body)).toBe("InvalidSignatureException");
  for (const minutes of [-6, 6]) {
    const skewed = await signedCall("sso-oauth", new Date(now.getTime() + minutes * 60_000));
    expect(await skewed.send(skewed.body)).toBe("InvalidSignatureException");
  }
  const unsigned = await fetch(`${emulator.aws.origins.service}/token?aws_iam=t`, {
    method: "POST",
    body: good.body,
  });
  expect(unsigned.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationTokenException");
});

test.each([
  ["another issuer", { iss: "https://elsewhere.example.com" }],
  ["another audience", { aud: "somebody-else" }],
  ["an expiry that has passed", { exp: 1_700_000_000 }],
  ["nobody's e-mail", { email: "nobody@example.com" }],
  ["no e-mail", { email: undefined }],
])("an id_token with %s is an invalid grant", async (_, claims) => {
  const assertion = await emulator.idToken("engineer", claims);
  expect(await failure(exchange(emulator, "engineer", { assertion }))).toMatchObject({
    name: "InvalidGrantException",
    error: "invalid_grant",
  });
});

test("an id_token that was made an hour ago by the sandbox's clock has expired", async () => {
  const assertion = await emulator.idToken("engineer");
  emulator.clock.advance(3601);
  expect(await failure(exchange(emulator, "engineer", { assertion }))).toMatchObject({
    name: "InvalidGrantException",
  });
  await expect(exchange(emulator, "engineer")).resolves.toBeDefined();
});

test("an id_token with a changed payload or nonsense for a token is an invalid grant", async () => {
  const [header, , signature] = (await emulator.idToken("engineer")).split(".");
  const [, payload] = (await emulator.idToken("administrator")).split(".");
  for (const assertion of [`${header}.${payload}.${signature}`, "nonsense", "a.b.c"]) {
    expect(await failure(exchange(emulator, "engineer", { assertion }))).toMatchObject({
      name: "InvalidGrantException",
    });
  }
});

test("the issuer's keys are kept, and fetched again when they were rotated", async () => {
  await exchange(emulator, "engineer");
  await exchange(emulator, "engineer");
  expect(emulator.issuerKeys.timesFetched()).toBe(1);
  const beforeRotation = await emulator.idToken("engineer");
  await emulator.issuerKeys.rotate();
  await exchange(emulator, "engineer");
  expect(emulator.issuerKeys.timesFetched()).toBe(2);
  expect(await failure(exchange(emulator, "engineer", { assertion: beforeRotation }))).toMatchObject({
    name: "InvalidGrantException",
  });
});

test("an id_token is exchanged once", async () => {
  const assertion = await emulator.idToken("engineer");
  await exchange(emulator, "engineer", { assertion });
  expect(await failure(exchange(emulator, "engineer", { assertion }))).toMatchObject({
    name: "InvalidGrantException",
  });
  emulator.options.singleUseAssertions = false;
  await expect(exchange(emulator, "engineer", { assertion })).resolves.toBeDefined();
});

test.each([0, 2])("with %i users of that e-mail the exchange is an invalid grant", async (users) => {
  emulator.options.usersPerEmail = users;
  expect(await failure(exchange(emulator, "engineer"))).toMatchObject({ name: "InvalidGrantException" });
});

test("whoever is not assigned to the application gets a bare AccessDeniedException, unless nobody need be", async () => {
  emulator.options.assignedLogins = "administrator, reader";
  await expect(exchange(emulator, "reader")).resolves.toBeDefined();
  const fault = await failure(exchange(emulator, "engineer"));
  expect(fault).toMatchObject({ name: "AccessDeniedException", error: "access_denied" });
  expect(fault.error_description).toBeUndefined();
  emulator.options.assignmentRequired = false;
  await expect(exchange(emulator, "engineer")).resolves.toBeDefined();
});

test.each([
  [
    "another application",
    { clientId: "arn:aws:sso::111122223333:application/x/y" },
    "InvalidClientException",
  ],
  ["a grant that is not enabled", { grantType: "authorization_code" }, "UnauthorizedClientException"],
  ["an unknown grant", { grantType: "password" }, "UnsupportedGrantTypeException"],
  ["an unknown scope", { scope: ["sso:everything"] }, "InvalidScopeException"],
  ["no assertion", { assertion: undefined }, "InvalidRequestException"],
])("%s is refused by its own name", async (_, changes, name) => {
  expect(await failure(exchange(emulator, "engineer", changes))).toMatchObject({ name });
});

test("the emulator forgets what it issued when it is reset", async () => {
  const accessToken = await accessTokenOf(emulator, "engineer");
  emulator.aws.reset();
  const command = new ListAccountsCommand({ accessToken });
  expect(await failure(ssoClient(emulator).send(command))).toMatchObject({ name: "UnauthorizedException" });
});
