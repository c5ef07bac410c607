/**
 * CreateTokenWithIAM: a customer-managed application trades its provider's id_token, or a refresh token, for an
 * Identity Center token. The one signed operation of `sso-oidc`.
 */

import { randomBytes, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import type { Emulator } from "@/sandbox/aws/emulator";
import { realNow } from "@/sandbox/aws/emulator";
import { type Answer, jsonAnswer } from "@/sandbox/aws/http/answer";
import { text, texts } from "@/sandbox/aws/http/body";
import { rememberUser } from "@/sandbox/aws/identity-store/principals";
import {
  applicationArn,
  applicationScopes,
  instanceOfApplication,
  lifetimes,
  regionOf,
} from "@/sandbox/aws/instance";
import { identityContext } from "@/sandbox/aws/minting";
import type { Handler } from "@/sandbox/aws/operation";
import { portalOrigin, startUrl } from "@/sandbox/aws/start-page";
import type { InstanceName } from "@/sandbox/instances";
import { secretMark } from "@/sandbox/mark";
import { checkActor } from "./actor";
import { exchangeAssertion } from "./assertion";
import { beginPortalSession, type PortalTokens, refreshed } from "./portal-tokens";
import { type Body, requiredBody } from "./request";
import { oidcError } from "./service";

const jwtBearerGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const tokenExchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange";

type Exchange = { login: string; tokens: PortalTokens } | { refused: Answer };

export const createTokenWithIam: Handler = async (asked, emulator) => {
  const actor = checkActor(asked, emulator);
  if ("refused" in actor) return actor.refused;
  const request = requiredBody(asked, ["clientId", "grantType"]);
  if ("refused" in request) return request.refused;
  const instance = instanceOfApplication(emulator, text(request.body, "clientId"));
  if (instance && actor.region !== regionOf(instance)) {
    return oidcError("InvalidRequestRegionException", "The instance lives in another region.", {
      endpoint: portalOrigin(emulator, instance),
      region: regionOf(instance),
    });
  }
  if (!instance) return oidcError("InvalidClientException", "Invalid client");
  const scope = texts(request.body, "scope") ?? applicationScopes;
  if (scope === "wrong" || scope.some((one) => !applicationScopes.includes(one))) {
    return oidcError("InvalidScopeException", "Invalid scope");
  }

  const exchange = await exchangeByGrant({ body: request.body, instance, emulator });
  if ("refused" in exchange) return exchange.refused;
  return jsonAnswer(200, {
    ...exchange.tokens,
    idToken: await idTokenFor(exchange.login, instance, emulator),
    scope,
    awsAdditionalDetails: { identityContext: identityContext() },
  });
};

type Asking = { body: Body; instance: InstanceName; emulator: Emulator };

function exchangeByGrant(asking: Asking): Exchange | Promise<Exchange> {
  switch (text(asking.body, "grantType")) {
    case jwtBearerGrant:
      return byAssertion(asking);
    case "refresh_token":
      return byRefreshToken(asking);
    case "authorization_code":
    case tokenExchangeGrant:
      return {
        refused: oidcError("UnauthorizedClientException", "This grant is not enabled for the application."),
      };
    default:
      return { refused: oidcError("UnsupportedGrantTypeException", "Unsupported grant type") };
  }
}

async function byAssertion({ body, instance, emulator }: Asking): Promise<Exchange> {
  const assertion = text(body, "assertion");
  if (!assertion)
    return { refused: oidcError("InvalidRequestException", "Missing required parameter: assertion") };
  const exchange = await exchangeAssertion(assertion, instance, emulator);
  if ("refused" in exchange) return exchange;

  const tokens = beginPortalSession(emulator, instance, exchange.login, {
    clientId: applicationArn(emulator, instance),
    refreshable: emulator.options.refreshGrant,
    accessSeconds: lifetimes.accessTokenSeconds,
  });
  return { login: exchange.login, tokens };
}

function byRefreshToken({ body, instance, emulator }: Asking): Exchange {
  const refreshToken = text(body, "refreshToken");
  if (!refreshToken)
    return { refused: oidcError("InvalidRequestException", "Missing required parameter: refreshToken") };
  if (!emulator.options.refreshGrant) {
    return {
      refused: oidcError("UnauthorizedClientException", "This grant is not enabled for the application."),
    };
  }
  return refreshed(emulator, refreshToken, applicationArn(emulator, instance));
}

/** Nobody can check it, and nobody should need to: the key is thrown away. */
function idTokenFor(login: string, instance: InstanceName, emulator: Emulator): Promise<string> {
  const issuedAt = Math.floor(realNow(emulator) / 1000);
  return new SignJWT({
    iss: startUrl(emulator, instance),
    aud: applicationArn(emulator, instance),
    sub: rememberUser(login, { instance, emulator }) ?? login,
    jti: `${secretMark}-${randomUUID()}`,
  })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimes.accessTokenSeconds)
    .sign(randomBytes(32));
}
