/** Our cookies: names, attributes, reading. The only file that knows what they are called. */

import "server-only";
import { env } from "@/lib/env";

/** What the provider's callback needs of the browser that started; next-auth's own names for them. */
export const checkCookies = ["state", "nonce", "pkceCodeVerifier"] as const;

/** What a sign-in on its way keeps in the browser. */
export const passingCookies = [...checkCookies, "callbackUrl"] as const;

const names = {
  sessionToken: "session",
  // Never leaves the process: see start-sign-in.ts.
  csrfToken: "sign-in-csrf",
  callbackUrl: "sign-in-return",
  state: "sign-in-state",
  nonce: "sign-in-nonce",
  pkceCodeVerifier: "sign-in-verifier",
} as const;

type CookieUse = keyof typeof names;

function isSecure(): boolean {
  return env().PORTAL_URL.startsWith("https:");
}

/**
 * `__Host-` keeps other hosts of the domain from setting it. Browsers refuse that prefix on plain http, which is
 * for loopback alone, so there it is left out, and `Secure` with it.
 */
export function cookieName(use: CookieUse): string {
  return `${isSecure() ? "__Host-" : ""}sallyport-${names[use]}`;
}

/** For next-auth. Lax, because the provider's redirect back to us must bring them along. */
export function cookieOptions() {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } as const;
}

/** A `Set-Cookie` value that makes a browser forget. */
export function clearedCookie(use: CookieUse): string {
  return `${cookieName(use)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${isSecure() ? "; Secure" : ""}`;
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** The first cookie of that name: browsers put the most specific one first. Null for one that cannot be read. */
export function cookieIn(header: string | null, use: CookieUse): string | null {
  const wanted = `${cookieName(use)}=`;
  const pair = header
    ?.split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(wanted));
  return pair === undefined ? null : decoded(pair.slice(wanted.length));
}
