/**
 * Secrets at rest, and marks that only this portal can make. The only file that derives keys from PORTAL_SECRET.
 * A sealed text says which key opens it, so that PORTAL_SECRET can be changed while PORTAL_SECRET_PREVIOUS still opens.
 */

import "server-only";
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { once } from "@/lib/core/once";
import { PortalError } from "@/lib/core/portal-error";
import { env } from "@/lib/env";

/** Whose secret it is and what for. A sealed text that was moved to another person's row does not open. */
export type SealedFor = { person: string; purpose: string };

const ivBytes = 12;
const tagBytes = 16;

/** Derived once: that costs several times what sealing does. A few, for as many secrets as settings have. */
function derived(secret: string, use: string, bytes: number): Buffer {
  const keys = once("derived-keys", () => new Map<string, Buffer>());
  const name = JSON.stringify([use, bytes, secret]);
  const known = keys.get(name) ?? Buffer.from(hkdfSync("sha256", secret, "sallyport", use, bytes));
  keys.set(name, known);
  return known;
}

/** Names a key without telling anything of it. */
function keyId(secret: string): string {
  return derived(secret, "name of the sealing key", 6).toString("base64url");
}

/** The secrets that open and prove, newest first. */
function secrets(): string[] {
  const { PORTAL_SECRET, PORTAL_SECRET_PREVIOUS } = env();
  return PORTAL_SECRET_PREVIOUS ? [PORTAL_SECRET, PORTAL_SECRET_PREVIOUS] : [PORTAL_SECRET];
}

/** For a key of another kind: so many bytes of each secret, newest first. */
export function derivedSeeds(use: string, bytes: number): Buffer[] {
  return secrets().map((secret) => derived(secret, use, bytes));
}

/** JSON keeps the parts apart: no person's id can end in the beginning of a purpose. */
function bound(id: string, { person, purpose }: SealedFor): Buffer {
  return Buffer.from(JSON.stringify(["seal 1", id, person, purpose]));
}

/** `1.<key's name>.<IV, ciphertext and tag in base64url>`, AES-256-GCM. */
export function seal(text: string, sealedFor: SealedFor): string {
  const secret = env().PORTAL_SECRET;
  const id = keyId(secret);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", derived(secret, "seal", 32), iv);
  cipher.setAAD(bound(id, sealedFor));
  const box = Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `1.${id}.${box.toString("base64url")}`;
}

/** Throws `unexpected` where the text was changed, moved, or sealed with a secret that is neither of ours. */
export function unseal(sealed: string, sealedFor: SealedFor): string {
  const [version, id = "", box = "", more] = sealed.split(".");
  const secret = secrets().find((known) => keyId(known) === id);
  if (version !== "1" || more !== undefined || !secret) {
    throw new PortalError("unexpected", `integrity: ${sealedFor.purpose} is sealed with an unknown key`);
  }
  const bytes = Buffer.from(box, "base64url");
  try {
    // One spelling alone: the decoder would overlook bits, padding and foreign characters.
    if (bytes.toString("base64url") !== box) throw new Error("not our spelling");
    const iv = bytes.subarray(0, ivBytes);
    const decipher = createDecipheriv("aes-256-gcm", derived(secret, "seal", 32), iv, {
      authTagLength: tagBytes,
    });
    decipher.setAAD(bound(id, sealedFor));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    const text = decipher.update(bytes.subarray(ivBytes, -tagBytes));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    throw new PortalError(
      "unexpected",
      `integrity: ${sealedFor.purpose} of ${sealedFor.person} does not open`,
    );
  }
}

function mac(secret: string, purpose: string, text: string): Buffer {
  return createHmac("sha256", derived(secret, "sign", 32))
    .update(JSON.stringify([purpose, text]))
    .digest();
}

/** HMAC-SHA256 in base64url, under a key of its own. A mark made for one purpose proves nothing for another. */
export function sign(purpose: string, text: string): string {
  return mac(env().PORTAL_SECRET, purpose, text).toString("base64url");
}

/** Whether `signature` is ours for exactly this purpose and text. Takes anything. */
export function isSigned(purpose: string, text: string, signature: string): boolean {
  const given = Buffer.from(signature, "base64url");
  return secrets().some((secret) => {
    const expected = mac(secret, purpose, text);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
