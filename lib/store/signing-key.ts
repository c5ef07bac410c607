/** The key that signs what the record says of itself, and the keys that are believed. All of them live outside the database. */

import "server-only";
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { auditKeys } from "@/lib/env";
import { derivedSeeds } from "./seal";

/** PKCS #8 around an Ed25519 seed of 32 bytes (RFC 8410): all that stands before the seed. */
const seedPrefix = Buffer.from("302e020100300506032b657004220420", "hex");

/** Public keys by their names. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>;

type Keys = { id: string; signing: KeyObject; trusted: TrustedKeys };

/** The first 16 hexadecimal digits of SHA-256 over the public key (DER, SPKI): short enough to compare by eye. */
export function keyIdOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest("hex").slice(0, 16);
}

export function trustedKeysOf(publicKeys: readonly KeyObject[]): TrustedKeys {
  return new Map(publicKeys.map((key) => [keyIdOf(key), key]));
}

/** The same seed makes the same key, on each replica and after each start. */
function derivedKeys(): KeyObject[] {
  return derivedSeeds("audit statements", 32).map((seed) =>
    createPrivateKey({ key: Buffer.concat([seedPrefix, seed]), format: "der", type: "pkcs8" }),
  );
}

/** Read anew each time: that costs less than a millisecond, and is asked once a minute. */
function keys(): Keys {
  const { signing: own, trusted } = auditKeys();
  const derived = derivedKeys();
  const signing = own ?? derived[0];
  if (!signing) throw new Error("there is no secret to derive a key from");
  const believed = [signing, ...derived].map((key) => createPublicKey(key));
  return {
    id: keyIdOf(createPublicKey(signing)),
    signing,
    trusted: trustedKeysOf([...believed, ...trusted]),
  };
}

/** For `signStatement` alone. */
export function signingKey(): { id: string; key: KeyObject } {
  const { id, signing } = keys();
  return { id, key: signing };
}

export function signingPublicKey(): { id: string; pem: string } {
  const { id, signing } = keys();
  return { id, pem: String(createPublicKey(signing).export({ type: "spki", format: "pem" })) };
}

/** The signing key, those derived from the portal's secrets, and those of AUDIT_TRUSTED_KEYS_FILE. */
export function trustedKeys(): TrustedKeys {
  return keys().trusted;
}
