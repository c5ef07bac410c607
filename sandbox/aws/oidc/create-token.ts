/** CreateToken: what a registered client gets its tokens by. One function per grant. */

import { createHash } from "node:crypto";
import { type Client, type Emulator, now } from "@/sandbox/aws/emulator";
import { type Answer, jsonAnswer } from "@/sandbox/aws/http/answer";
import { text } from "@/sandbox/aws/http/body";
import { lifetimes, pollingIntervalSeconds } from "@/sandbox/aws/instance";
import type { Handler } from "@/sandbox/aws/operation";
import type { InstanceName } from "@/sandbox/instances";
import { beginPortalSession, refreshed } from "./portal-tokens";
import { clientGrants, deviceCodeGrant } from "./register-client";
import { type Body, clientOf, unsignedBody } from "./request";
import { oidcError } from "./service";

type Asking = { body: Body; clientId: string; client: Client; emulator: Emulator };

export const createToken: Handler = (asked, emulator) => {
  const request = unsignedBody(asked, ["clientId", "clientSecret", "grantType"]);
  if ("refused" in request) return request.refused;
  const found = clientOf(request.body, asked, emulator);
  if ("refused" in found) return found.refused;

  const grantType = text(request.body, "grantType") ?? "";
  if (!clientGrants.includes(grantType))
    return oidcError("UnsupportedGrantTypeException", "Unsupported grant type");
  if (found.client.grantTypes?.includes(grantType) === false) {
    return oidcError("UnauthorizedClientException", "The client is not registered for this grant.");
  }
  const asking = { body: request.body, emulator, ...found };
  if (grantType === deviceCodeGrant) return byDeviceCode(asking);
  if (grantType === "authorization_code") return byAuthorizationCode(asking);
  return byRefreshToken(asking);
};

function byDeviceCode({ body, clientId, client, emulator }: Asking): Answer {
  const deviceCode = text(body, "deviceCode");
  if (!deviceCode) return oidcError("InvalidRequestException", "Missing required parameter: deviceCode");
  const code = emulator.state.deviceCodes.get(deviceCode);
  if (!code || code.clientId !== clientId) {
    return oidcError("InvalidGrantException", "Invalid device code provided");
  }

  const instant = now(emulator);
  const sinceLast = instant - (code.askedAt ?? Number.NEGATIVE_INFINITY);
  code.askedAt = instant;
  if (code.expiresAt <= instant) return oidcError("ExpiredTokenException", "Device code has expired");
  if (code.decision === "denied") return oidcError("AccessDeniedException", "The request was denied.");
  if (code.decision === "pending") {
    // A client's timer is not exact; only one that clearly does not wait is told to.
    return sinceLast < pollingIntervalSeconds * 900
      ? oidcError("SlowDownException", "Polling too often")
      : oidcError("AuthorizationPendingException", "Authorization is pending");
  }
  emulator.state.deviceCodes.delete(deviceCode);
  return jsonAnswer(200, tokensFor({ emulator, clientId, client }, code.instance, code.decision.login));
}

function byAuthorizationCode({ body, clientId, client, emulator }: Asking): Answer {
  const given = text(body, "code");
  const verifier = text(body, "codeVerifier");
  const redirectUri = text(body, "redirectUri");
  if (!given || !verifier || !redirectUri) {
    return oidcError("InvalidRequestException", "code, codeVerifier and redirectUri are required.");
  }
  const code = emulator.state.authorizationCodes.get(given);
  // Whoever brings a code, rightly or not, it will not work again.
  emulator.state.authorizationCodes.delete(given);
  const matches =
    code?.clientId === clientId &&
    code.redirectUri === redirectUri &&
    code.codeChallenge === createHash("sha256").update(verifier).digest("base64url");
  if (!matches || code.expiresAt <= now(emulator)) {
    return oidcError("InvalidGrantException", "Invalid grant provided");
  }
  return jsonAnswer(200, tokensFor({ emulator, clientId, client }, code.instance, code.login));
}

function byRefreshToken({ body, clientId, emulator }: Asking): Answer {
  const given = text(body, "refreshToken");
  if (!given) return oidcError("InvalidRequestException", "Missing required parameter: refreshToken");
  const result = refreshed(emulator, given, clientId);
  return "refused" in result ? result.refused : jsonAnswer(200, result.tokens);
}

/** Without scopes the client is of the old kind: one token for the whole session, and no refreshing. */
function tokensFor(
  { emulator, clientId, client }: Omit<Asking, "body">,
  instance: InstanceName,
  login: string,
) {
  const hasScopes = client.scopes.length > 0;
  const accessSeconds = hasScopes ? lifetimes.accessTokenSeconds : lifetimes.portalSessionSeconds;
  const mayRefresh = client.grantTypes?.includes("refresh_token") ?? true;
  return beginPortalSession(emulator, instance, login, {
    clientId,
    refreshable: hasScopes && mayRefresh,
    accessSeconds,
  });
}
