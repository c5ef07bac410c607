/** The keys of the record's statements as files hold them: the one that signs, and former ones that are still believed. */

import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";

export type AuditKeys = {
  /** Null where none is set: then it is derived from PORTAL_SECRET. */
  signing: KeyObject | null;
  trusted: readonly KeyObject[];
};

type Fault = { name: string; message: string };

const publicPem = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g;

/** Throws one sentence, which says nothing of what is in the file. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new Error("names a file that cannot be read");
  }
}

function ed25519(read: () => KeyObject, fault: string): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new Error(fault);
  }
  if (key.asymmetricKeyType !== "ed25519") throw new Error(fault);
  return key;
}

function signingKey(path: string): KeyObject {
  const pem = contentOf(path);
  const fault =
    "must hold an Ed25519 private key as PEM (PKCS #8); `openssl genpkey -algorithm ed25519` makes one";
  return ed25519(() => createPrivateKey(pem), fault);
}

/** One public key or several, one below the other. Throws where there is none, or one of another kind. */
export function publicKeysIn(text: string): KeyObject[] {
  const fault = "must hold Ed25519 public keys as PEM, one below the other";
  const found = text.match(publicPem) ?? [];
  const begun = text.split("-----BEGIN ").length - 1;
  if (found.length === 0 || found.length !== begun) throw new Error(fault);
  return found.map((pem) => ed25519(() => createPublicKey(pem), fault));
}

/** The keys, and every fault under the name of its setting. */
export function readAuditKeys(source: NodeJS.ProcessEnv): { keys: AuditKeys; faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const read = <T>(name: string, of: (path: string) => T, otherwise: T): T => {
    const path = source[name];
    if (!path) return otherwise;
    try {
      return of(path);
    } catch (fault) {
      faults.push({ name, message: fault instanceof Error ? fault.message : String(fault) });
      return otherwise;
    }
  };
  const keys = {
    signing: read<KeyObject | null>("AUDIT_SIGNING_KEY_FILE", signingKey, null),
    trusted: read<KeyObject[]>("AUDIT_TRUSTED_KEYS_FILE", (path) => publicKeysIn(contentOf(path)), []),
  };
  return { keys, faults };
}
