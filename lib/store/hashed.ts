/** What the store keeps of a bearer's secret: enough to know it again, too little to use it. */

import "server-only";
import { createHash } from "node:crypto";

/** SHA-256. Plain, because what is hashed here has 128 random bits or more and cannot be guessed. */
export function hashed(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(secret).digest());
}
