/** StartDeviceAuthorization: a code for a device, and one for a person to approve it with. */

import { now } from "@/sandbox/aws/emulator";
import { jsonAnswer } from "@/sandbox/aws/http/answer";
import { text } from "@/sandbox/aws/http/body";
import { isServedIn, lifetimes, pollingIntervalSeconds } from "@/sandbox/aws/instance";
import { opaqueCode, userCode } from "@/sandbox/aws/minting";
import type { Handler } from "@/sandbox/aws/operation";
import { instanceOfStartUrl, portalOrigin } from "@/sandbox/aws/start-page";
import { deviceCodeGrant } from "./register-client";
import { clientOf, unsignedBody } from "./request";
import { oidcError } from "./service";

export const startDeviceAuthorization: Handler = (asked, emulator) => {
  const request = unsignedBody(asked, ["clientId", "clientSecret", "startUrl"]);
  if ("refused" in request) return request.refused;
  const found = clientOf(request.body, asked, emulator);
  if ("refused" in found) return found.refused;
  if (found.client.grantTypes?.includes(deviceCodeGrant) === false) {
    return oidcError("UnauthorizedClientException", "The client is not registered for this grant.");
  }
  const instance = instanceOfStartUrl(text(request.body, "startUrl") ?? "", emulator);
  // An instance is known in its own region only.
  if (!instance || !isServedIn(asked.region, instance)) {
    return oidcError("InvalidRequestException", "Invalid start url provided");
  }

  const code = { deviceCode: opaqueCode(64), userCode: userCode() };
  emulator.state.deviceCodes.set(code.deviceCode, {
    instance,
    userCode: code.userCode,
    clientId: found.clientId,
    expiresAt: now(emulator) + lifetimes.deviceCodeSeconds * 1000,
    askedAt: undefined,
    decision: "pending",
  });
  const verificationUri = `${portalOrigin(emulator, instance)}/device`;
  return jsonAnswer(200, {
    ...code,
    verificationUri,
    verificationUriComplete: `${verificationUri}?user_code=${code.userCode}`,
    expiresIn: lifetimes.deviceCodeSeconds,
    interval: pollingIntervalSeconds,
  });
};
