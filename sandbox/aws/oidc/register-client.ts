/** RegisterClient: anybody may register, for 90 days. */

import { type Emulator, now, toldInstant } from "@/sandbox/aws/emulator";
import { type Answer, jsonAnswer } from "@/sandbox/aws/http/answer";
import { text, texts } from "@/sandbox/aws/http/body";
import { lifetimes } from "@/sandbox/aws/instance";
import { opaqueCode, publicId } from "@/sandbox/aws/minting";
import type { Handler } from "@/sandbox/aws/operation";
import { instanceOfStartUrl } from "@/sandbox/aws/start-page";
import { isLoopbackRedirect } from "./loopback-redirect";
import { type Body, unsignedBody } from "./request";
import { oidcError } from "./service";

export const deviceCodeGrant = "urn:ietf:params:oauth:grant-type:device_code";
export const clientGrants = [deviceCodeGrant, "authorization_code", "refresh_token"];

export const registerClient: Handler = (asked, emulator) => {
  const request = unsignedBody(asked, ["clientName", "clientType"]);
  if ("refused" in request) return request.refused;
  const metadata = metadataOf(request.body, emulator);
  if ("refused" in metadata) return metadata.refused;

  const clientId = publicId(24);
  const clientSecret = `${opaqueCode(48)}.${opaqueCode(192)}.${opaqueCode(48)}`;
  const issuedAt = now(emulator);
  const expiresAt = issuedAt + lifetimes.clientSeconds * 1000;
  const clientName = text(request.body, "clientName") ?? "";
  const { region } = asked;
  emulator.state.clients.set(clientId, { clientName, clientSecret, expiresAt, ...metadata, region });

  return jsonAnswer(200, {
    clientId,
    clientSecret,
    clientIdIssuedAt: Math.floor(toldInstant(emulator, issuedAt) / 1000),
    clientSecretExpiresAt: Math.floor(toldInstant(emulator, expiresAt) / 1000),
  });
};

type Metadata = { scopes: string[]; redirectUris: string[]; grantTypes: string[] | undefined };

function metadataOf(body: Body, emulator: Emulator): Metadata | { refused: Answer } {
  const scopes = texts(body, "scopes");
  const redirectUris = texts(body, "redirectUris");
  const grantTypes = texts(body, "grantTypes");
  const issuerUrl = text(body, "issuerUrl");

  if (text(body, "clientType") !== "public") {
    return { refused: oidcError("InvalidClientMetadataException", "clientType must be public.") };
  }
  if (scopes === "wrong" || scopes?.some((scope) => !isScope(scope))) {
    return { refused: oidcError("InvalidScopeException", "Invalid scope") };
  }
  if (redirectUris === "wrong" || redirectUris?.some((uri) => !isLoopbackRedirect(uri))) {
    return { refused: oidcError("InvalidRedirectUriException", "Invalid redirect URI") };
  }
  if (grantTypes === "wrong" || grantTypes?.some((grant) => !clientGrants.includes(grant))) {
    return { refused: oidcError("UnsupportedGrantTypeException", "Unsupported grant type") };
  }
  if (issuerUrl && !instanceOfStartUrl(issuerUrl, emulator)) {
    return { refused: oidcError("InvalidRequestException", "Invalid issuer URL provided") };
  }
  return { scopes: scopes ?? [], redirectUris: redirectUris ?? [], grantTypes };
}

function isScope(scope: string): boolean {
  return /^(sso:account:access|openid|aws|sts:identity_context|codewhisperer:[a-z_]{1,50})$/.test(scope);
}
