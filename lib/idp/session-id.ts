/** The name of a session, as it stands in the cookie and nowhere else. */

import "server-only";
import { randomBytes } from "node:crypto";
import { cookieIn } from "@/lib/idp/cookies";

/** 256 random bits. */
export function newSessionId(): string {
  return randomBytes(32).toString("base64url");
}

/** Null unless it has the shape of one, so that nothing else is ever looked up. */
export function sessionIdIn(cookieHeader: string | null): string | null {
  const value = cookieIn(cookieHeader, "sessionToken");
  return value !== null && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
}
