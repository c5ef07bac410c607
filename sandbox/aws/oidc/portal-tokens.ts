/** Makes the tokens of a portal session, and makes new ones out of a refresh token. */

import { randomUUID } from "node:crypto";
import { type Emulator, now } from "@/sandbox/aws/emulator";
import type { Answer } from "@/sandbox/aws/http/answer";
import { lifetimes } from "@/sandbox/aws/instance";
import { portalToken } from "@/sandbox/aws/minting";
import type { InstanceName } from "@/sandbox/instances";
import { oidcError } from "./service";

export type PortalTokens = {
  accessToken: string;
  tokenType: "Bearer";
  expiresIn: number;
  refreshToken?: string;
};

export type Wanted = {
  clientId: string;
  refreshable: boolean;
  /** How long the access token lives, unless the session ends before. */
  accessSeconds: number;
};

/** A new portal session of 8 hours. */
export function beginPortalSession(
  emulator: Emulator,
  instance: InstanceName,
  login: string,
  wanted: Wanted,
): PortalTokens {
  const sessionId = randomUUID();
  const endsAt = now(emulator) + lifetimes.portalSessionSeconds * 1000;
  emulator.state.portalSessions.set(sessionId, { instance, login, endsAt });
  return issue(emulator, sessionId, endsAt, wanted);
}

/** A refresh token works once, for the client that it was given to, until its session ends. */
export function refreshed(
  emulator: Emulator,
  refreshToken: string,
  clientId: string,
): { login: string; tokens: PortalTokens } | { refused: Answer } {
  const { refreshTokens, portalSessions } = emulator.state;
  const kept = refreshTokens.get(refreshToken);
  const session = kept && portalSessions.get(kept.sessionId);
  if (kept?.clientId !== clientId || !session || session.endsAt <= now(emulator)) {
    return { refused: oidcError("InvalidGrantException", "Invalid refresh token provided") };
  }
  refreshTokens.delete(refreshToken);
  const wanted = { clientId, refreshable: true, accessSeconds: lifetimes.accessTokenSeconds };
  return { login: session.login, tokens: issue(emulator, kept.sessionId, session.endsAt, wanted) };
}

function issue(emulator: Emulator, sessionId: string, endsAt: number, wanted: Wanted): PortalTokens {
  const { accessTokens, refreshTokens } = emulator.state;
  const instant = now(emulator);
  const expiresAt = Math.min(instant + wanted.accessSeconds * 1000, endsAt);
  const accessToken = portalToken("access");
  accessTokens.set(accessToken, { sessionId, expiresAt });
  const expiresIn = Math.floor((expiresAt - instant) / 1000);
  if (!wanted.refreshable) return { accessToken, tokenType: "Bearer", expiresIn };

  const refreshToken = portalToken("refresh");
  refreshTokens.set(refreshToken, { sessionId, clientId: wanted.clientId });
  return { accessToken, tokenType: "Bearer", expiresIn, refreshToken };
}
