/**
 * Makes and renews a person's Identity Center token, in `trusted-issuer` mode. The only file that knows
 * `CreateTokenWithIAM`, the one call that is signed with the portal's own AWS identity.
 */

import "server-only";

import { CreateTokenWithIAMCommand, type CreateTokenWithIAMCommandInput } from "@aws-sdk/client-sso-oidc";
import { ask, type Call, named } from "@/lib/aws/call";
import { oidcClient } from "@/lib/aws/clients";
import type { Operation } from "@/lib/aws/errors";
import { failureOf } from "@/lib/aws/failure";
import { type IdentityCenterToken, tokenOf } from "@/lib/aws/token-answer";
import { PortalError } from "@/lib/core/portal-error";
import type { Instance } from "@/lib/env";

/**
 * Trades the provider's id_token of this person, and of nobody else. Throws `aws-user-unmatched` unless exactly one
 * Identity Center user has its e-mail address, `aws-assignment-required` where the person or the portal is not
 * allowed, `aws-misconfigured` for everything else about the application.
 */
export function exchangeIdToken(
  instance: Instance,
  idToken: string,
  call: Call,
): Promise<IdentityCenterToken> {
  return createToken("ExchangeIdToken", instance, call, {
    clientId: applicationOf(instance),
    grantType: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion: idToken,
    // The one thing that we need, and not whatever else the application may be allowed.
    scope: ["sso:account:access"],
  });
}

/** Throws `aws-sign-in-ended` when AWS's session is over: then only a fresh id_token helps. */
export function renewIdentityCenterToken(
  instance: Instance,
  refreshToken: string,
  call: Call,
): Promise<IdentityCenterToken> {
  const input = { clientId: applicationOf(instance), grantType: "refresh_token", refreshToken };
  return createToken("RenewToken", instance, call, input);
}

function applicationOf({ id, applicationArn }: Instance): string {
  if (applicationArn) return applicationArn;
  throw new PortalError("aws-misconfigured", `${id} has no application to exchange tokens with`);
}

async function createToken(
  operation: Operation,
  instance: Instance,
  call: Call,
  input: CreateTokenWithIAMCommandInput,
): Promise<IdentityCenterToken> {
  const client = oidcClient(instance);
  const askedAt = Date.now();
  const answer = await ask(operation, call, async (options) => {
    await client.config.credentials().catch(noIdentity);
    return client.send(named(new CreateTokenWithIAMCommand(input), call), options);
  });
  return tokenOf(operation, askedAt, answer);
}

/** Looked for on its own, so that STS refusing the portal is never taken for Identity Center refusing the person. */
function noIdentity(failure: unknown): never {
  const { detail } = failureOf(failure);
  throw new PortalError("aws-misconfigured", `the portal's own AWS identity could not be had: ${detail}`);
}
