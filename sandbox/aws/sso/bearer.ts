/** Whose token a portal call carries. The only file that reads `x-amz-sso_bearer_token`. */

import { type Emulator, now } from "@/sandbox/aws/emulator";
import type { Answer } from "@/sandbox/aws/http/answer";
import type { Asked } from "@/sandbox/aws/http/asked";
import { homeRegion } from "@/sandbox/aws/instance";
import { ssoError } from "./service";

export type Bearer = { login: string; sessionId: string };

/** Unknown, expired, signed out and asked in the wrong region all look the same. */
export function bearerOf(asked: Asked, emulator: Emulator): Bearer | { refused: Answer } {
  if (asked.headers.has("authorization")) {
    return { refused: ssoError("InvalidRequestException", "This operation takes no signature.") };
  }
  const { accessTokens, portalSessions } = emulator.state;
  const token = accessTokens.get(asked.headers.get("x-amz-sso_bearer_token") ?? "");
  const session = token && portalSessions.get(token.sessionId);
  const instant = now(emulator);

  if (
    asked.region !== homeRegion ||
    !token ||
    !session ||
    token.expiresAt <= instant ||
    session.endsAt <= instant
  ) {
    return { refused: ssoError("UnauthorizedException", "Session token not found or invalid") };
  }
  return { login: session.login, sessionId: token.sessionId };
}
