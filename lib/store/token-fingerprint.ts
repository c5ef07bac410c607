/**
 * An access token as the record names it: an HMAC, so that nobody who reads the record, or takes it out, has anything that leads to a token
 * or to its row. The list of tokens computes the same to find a token's events, and so can whoever found a token somewhere.
 */

import "server-only";
import { hashed } from "./hashed";
import { sign } from "./seal";

/** 128 bits in base64url. `hash` is what the table keeps of the token. */
export function fingerprintOfHash(hash: Uint8Array): string {
  return sign("fingerprint of an access token", Buffer.from(hash).toString("base64url")).slice(0, 22);
}

/** The same of the token's own text. */
export function tokenFingerprint(text: string): string {
  return fingerprintOfHash(hashed(text));
}
