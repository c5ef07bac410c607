/** Who signs a CreateTokenWithIAM call, and whether the application's actor policy lets them. */

import { type Emulator, now, realNow } from "@/sandbox/aws/emulator";
import { type Answer, jsonError } from "@/sandbox/aws/http/answer";
import type { Asked } from "@/sandbox/aws/http/asked";
import { actors, homeRegion, instanceIn, portalActor } from "@/sandbox/aws/instance";
import { type SignatureFault, type SigningKey, verifySignature } from "@/sandbox/aws/sigv4";
import { oidcError } from "./service";

/** The region that the call was signed for, if it may go on. */
export function checkActor(asked: Asked, emulator: Emulator): { region: string } | { refused: Answer } {
  const checked = verifySignature(asked, {
    service: "sso-oauth",
    // The first origin stands for the region of every instance.
    region: asked.region === homeRegion ? undefined : asked.region,
    keyOf: (accessKeyId) => keyOf(accessKeyId, emulator),
    realNow: realNow(emulator),
  });
  if ("fault" in checked) return { refused: signatureRefusals[checked.fault]() };
  const { key, region } = checked;
  if (asked.region === homeRegion && !instanceIn(region)) {
    return { refused: signatureRefusals["wrong-scope"]() };
  }
  if (key.expiresAt <= now(emulator)) {
    const message = "The security token included in the request is expired";
    return { refused: jsonError(403, "ExpiredTokenException", { message }) };
  }
  return key.mayExchange ? { region } : { refused: oidcError("AccessDeniedException") };
}

type ActorKey = SigningKey & { mayExchange: boolean; expiresAt: number };

/** Temporary keys of this emulator are known too, but no policy names them. */
function keyOf(accessKeyId: string, emulator: Emulator): ActorKey | undefined {
  const actor = actors.find((one) => one.accessKeyId === accessKeyId);
  if (actor) {
    const { secretAccessKey } = actor;
    return { secretAccessKey, mayExchange: actor === portalActor, expiresAt: Number.POSITIVE_INFINITY };
  }
  const keys = emulator.state.keys.get(accessKeyId);
  return keys && { ...keys, mayExchange: false };
}

/** These come from the door in front of the service, so they are not of its model. */
const signatureRefusals: Record<SignatureFault, () => Answer> = {
  missing: () => refusal("MissingAuthenticationTokenException", "Missing Authentication Token"),
  incomplete: () =>
    refusal(
      "IncompleteSignatureException",
      "Authorization header requires Credential, SignedHeaders and Signature.",
    ),
  "unknown-key": () =>
    refusal("UnrecognizedClientException", "The security token included in the request is invalid."),
  "wrong-session-token": () =>
    refusal("UnrecognizedClientException", "The security token included in the request is invalid."),
  "wrong-scope": () =>
    refusal("InvalidSignatureException", "Credential should be scoped to a valid region and service."),
  skewed: () =>
    refusal("InvalidSignatureException", "Signature expired or not yet current: check the clock."),
  mismatch: () =>
    refusal(
      "InvalidSignatureException",
      "The request signature we calculated does not match the signature you provided.",
    ),
};

function refusal(type: string, message: string): Answer {
  return jsonError(403, type, { message });
}
