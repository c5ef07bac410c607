/** Logout: ends the portal session, and with it every token of that session. Keys that were minted live on. */

import type { Handler } from "@/sandbox/aws/operation";
import { bearerOf } from "./bearer";

export const logout: Handler = (asked, emulator) => {
  const bearer = bearerOf(asked, emulator);
  if ("refused" in bearer) return bearer.refused;
  emulator.state.portalSessions.delete(bearer.sessionId);
  return { status: 200, headers: {}, body: "" };
};
