/**
 * Which instance a call is about, as far as can be told before it is answered: each has a quota and faults of its own.
 */

import type { InstanceName } from "@/sandbox/instances";
import type { Emulator } from "./emulator";
import { type Asked, form } from "./http/asked";
import { jsonObject, text } from "./http/body";
import { instanceIn, instanceOfApplication } from "./instance";
import { instanceOfStartUrl } from "./start-page";

/** The one that lives where it was asked, where nothing else tells it; `main` where none does. */
export function instanceAsked(asked: Asked, emulator: Emulator): InstanceName {
  return (
    byBearer(asked, emulator) ??
    byBody(asked, emulator) ??
    byKeys(asked, emulator) ??
    instanceIn(signedRegion(asked) ?? asked.region) ??
    "main"
  );
}

/** The region that a signature names, whether it is right or not. */
function signedRegion(asked: Asked): string | undefined {
  return /Credential=[^/,\s]+\/\d{8}\/([^/,\s]+)\//.exec(asked.headers.get("authorization") ?? "")?.[1];
}

/** The only place that knows the header. */
export function bearerToken(asked: Asked): string {
  return asked.headers.get("x-amz-sso_bearer_token") ?? "";
}

function byBearer(asked: Asked, { state }: Emulator): InstanceName | undefined {
  const token = state.accessTokens.get(bearerToken(asked));
  return token && state.portalSessions.get(token.sessionId)?.instance;
}

function byBody(asked: Asked, emulator: Emulator): InstanceName | undefined {
  const body = jsonObject(asked.body);
  if (!body) return undefined;
  const { deviceCodes, authorizationCodes, refreshTokens, portalSessions } = emulator.state;
  const given = (name: string) => text(body, name) ?? "";
  return (
    instanceOfApplication(emulator, given("clientId")) ??
    instanceOfStartUrl(given("startUrl") || given("issuerUrl"), emulator) ??
    deviceCodes.get(given("deviceCode"))?.instance ??
    authorizationCodes.get(given("code"))?.instance ??
    portalSessions.get(refreshTokens.get(given("refreshToken"))?.sessionId ?? "")?.instance
  );
}

/** Of the keys that a console is asked with. */
function byKeys(asked: Asked, { state }: Emulator): InstanceName | undefined {
  const session = jsonObject(form(asked).get("Session") ?? asked.query.get("Session") ?? "");
  return session && state.keys.get(text(session, "sessionId") ?? "")?.instance;
}
