/** Signs what is posted, in the manner of Standard Webhooks, whose libraries check it: HMAC-SHA256 over id, time and body. */

import "server-only";
import { createHmac } from "node:crypto";

/** The key's bytes: those that `whsec_` stands before in Base64, or the text as it is. */
function keyOf(secret: string): Buffer {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+=*)$/.exec(secret) ?? [];
  return encoded ? Buffer.from(encoded, "base64") : Buffer.from(secret, "utf8");
}

/** `at` in seconds since 1970. One signature for each secret, so that a receiver may change from one to the next. */
export function signatureHeaders(id: string, at: number, body: string, secrets: readonly string[]) {
  const signatures = secrets.map((secret) => {
    const digest = createHmac("sha256", keyOf(secret)).update(`${id}.${at}.${body}`, "utf8").digest("base64");
    return `v1,${digest}`;
  });
  return {
    "webhook-id": id,
    "webhook-timestamp": String(at),
    "webhook-signature": signatures.join(" "),
  };
}
