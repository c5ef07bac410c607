/**
 * Identity Center tokens by a device's code, in `device-code` mode: AWS asks the person, on a page of its own, whether
 * the portal may act for them. The only file that knows `RegisterClient`, `StartDeviceAuthorization` and `CreateToken`.
 * None of them is signed: the portal needs no AWS identity for an instance that is connected so.
 */

import "server-only";

import {
  CreateTokenCommand,
  RegisterClientCommand,
  StartDeviceAuthorizationCommand,
} from "@aws-sdk/client-sso-oidc";
import { z } from "zod";
import { answerOf } from "@/lib/aws/answer";
import { ask, type Call, named } from "@/lib/aws/call";
import { oidcClient } from "@/lib/aws/clients";
import { clientAnswerOf } from "@/lib/aws/errors";
import { type IdentityCenterToken, Opaque, tokenOf } from "@/lib/aws/token-answer";
import { verificationPage } from "@/lib/aws/verification-page";
import type { Instance } from "@/lib/env";

/** What AWS shows to whoever is asked to approve. Our page tells people to look for it. */
export const clientName = "Sallyport";

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
const refreshGrant = "refresh_token";

/** The portal's own registration at one instance. A token is renewed by the registration that it was made with. */
export type DeviceClient = { clientId: string; clientSecret: string; expiresAt: Date };

/** Whose registration a call is made with, and nothing more of it. */
type Registered = Pick<DeviceClient, "clientId" | "clientSecret">;

export type DeviceAuthorization = {
  /** Ours alone: with it the token is fetched. */
  deviceCode: string;
  /** For the person: the same one stands on AWS's page. */
  userCode: string;
  /** AWS's page, without the code and with it. */
  verificationUri: string;
  verificationUriComplete: string;
  /** The shortest time between two questions whether it was approved. */
  intervalSeconds: number;
  expiresAt: Date;
};

const Registration = z.object({
  clientId: Opaque,
  clientSecret: Opaque,
  /** Seconds since 1970. */
  clientSecretExpiresAt: z.number().positive().max(1e11),
});

/** Anybody may register; AWS keeps a registration for 90 days. */
export async function registerClient(instance: Instance, call: Call): Promise<DeviceClient> {
  const command = new RegisterClientCommand({
    clientName,
    clientType: "public",
    scopes: ["sso:account:access"],
    grantTypes: [deviceGrant, refreshGrant],
  });
  const answer = await ask("RegisterClient", call, (options) =>
    oidcClient(instance).send(named(command, call), options),
  );
  const { clientSecretExpiresAt, ...client } = answerOf("RegisterClient", Registration, answer);
  return { ...client, expiresAt: new Date(clientSecretExpiresAt * 1000) };
}

const Authorization = z.object({
  deviceCode: Opaque,
  /** Read out and compared by people, letter by letter. */
  userCode: z
    .string()
    .regex(/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/)
    .min(4)
    .max(24),
  verificationUri: z.string(),
  verificationUriComplete: z.string(),
  /** Seconds. */
  expiresIn: z
    .number()
    .positive()
    .max(24 * 3600),
  interval: z.number().int().min(1).max(300).nullish(),
});

/** Where AWS names no interval; so does the AWS CLI. */
const usualIntervalSeconds = 5;

/**
 * Begins: a code for the person, and one for us. `unknown-client` where AWS has forgotten the registration. Throws
 * `aws-misconfigured` where the start URL is not that of an instance in this region.
 */
export async function startDeviceAuthorization(
  instance: Instance,
  { clientId, clientSecret }: Registered,
  call: Call,
): Promise<DeviceAuthorization | "unknown-client"> {
  const command = new StartDeviceAuthorizationCommand({
    clientId,
    clientSecret,
    startUrl: instance.startUrl,
  });
  // Before the call, so that the code never counts as valid for longer than it is.
  const askedAt = Date.now();
  const answer = await ask("StartDeviceAuthorization", call, (options) =>
    oidcClient(instance).send(named(command, call), options).catch(forgotten),
  );
  if (answer === "unknown-client") return answer;

  const { expiresIn, interval, ...codes } = answerOf("StartDeviceAuthorization", Authorization, answer);
  return {
    ...codes,
    verificationUri: verificationPage(instance, codes.verificationUri),
    verificationUriComplete: verificationPage(instance, codes.verificationUriComplete),
    intervalSeconds: interval ?? usualIntervalSeconds,
    expiresAt: new Date(askedAt + expiresIn * 1000),
  };
}

/**
 * Whether it was approved, and if so the token: AWS gives it once. `slow-down`: the interval must grow by five seconds.
 * Throws `aws-approval-denied`, and `aws-approval-expired` for a code that is too old or was used.
 */
export async function deviceToken(
  instance: Instance,
  { clientId, clientSecret }: Registered,
  deviceCode: string,
  call: Call,
): Promise<{ state: "token"; token: IdentityCenterToken } | "pending" | "slow-down"> {
  const command = new CreateTokenCommand({ clientId, clientSecret, grantType: deviceGrant, deviceCode });
  const askedAt = Date.now();
  const answer = await ask("DeviceToken", call, (options) =>
    oidcClient(instance).send(named(command, call), options).catch(waiting),
  );
  return typeof answer === "string"
    ? answer
    : { state: "token", token: tokenOf("DeviceToken", askedAt, answer) };
}

/** Throws `aws-sign-in-ended` when AWS's session is over, or the registration: then only a new approval helps. */
export async function renewWithClient(
  instance: Instance,
  { clientId, clientSecret }: Registered,
  refreshToken: string,
  call: Call,
): Promise<IdentityCenterToken> {
  const command = new CreateTokenCommand({ clientId, clientSecret, grantType: refreshGrant, refreshToken });
  const askedAt = Date.now();
  const answer = await ask("RenewDeviceToken", call, (options) =>
    oidcClient(instance).send(named(command, call), options),
  );
  return tokenOf("RenewDeviceToken", askedAt, answer);
}

/** AWS words "not yet" as an error. */
function waiting(failure: unknown): "pending" | "slow-down" {
  const said = clientAnswerOf(failure);
  if (said === "pending" || said === "slow-down") return said;
  throw failure;
}

/** So does it a registration that it has forgotten. */
function forgotten(failure: unknown): "unknown-client" {
  const said = clientAnswerOf(failure);
  if (said === "unknown-client") return said;
  throw failure;
}
