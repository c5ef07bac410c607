/** Whose token a portal call carries. */

import { type Emulator, now } from "@/sandbox/aws/emulator";
import type { Answer } from "@/sandbox/aws/http/answer";
import type { Asked } from "@/sandbox/aws/http/asked";
import { companyOf, isServedIn } from "@/sandbox/aws/instance";
import { bearerToken } from "@/sandbox/aws/instance-asked";
import type { Company } from "@/sandbox/company";
import type { InstanceName } from "@/sandbox/instances";
import { ssoError } from "./service";

/** `company`: whose accounts these are. */
export type Bearer = { login: string; sessionId: string; instance: InstanceName; company: Company };

/** Unknown, expired, signed out and asked in the wrong region all look the same. */
export function bearerOf(asked: Asked, emulator: Emulator): Bearer | { refused: Answer } {
  if (asked.headers.has("authorization")) {
    return { refused: ssoError("InvalidRequestException", "This operation takes no signature.") };
  }
  const { accessTokens, portalSessions } = emulator.state;
  const token = accessTokens.get(bearerToken(asked));
  const session = token && portalSessions.get(token.sessionId);
  const instant = now(emulator);

  if (
    !token ||
    !session ||
    !isServedIn(asked.region, session.instance) ||
    token.expiresAt <= instant ||
    session.endsAt <= instant
  ) {
    return { refused: ssoError("UnauthorizedException", "Session token not found or invalid") };
  }
  const { login, instance } = session;
  return { login, instance, sessionId: token.sessionId, company: companyOf(emulator, instance) };
}
