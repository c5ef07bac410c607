/**
 * The provider's RS256 keys. Made at each start, so that no private key lies in the repository. The only file that
 * makes or replaces keys.
 */

import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { JWK } from "oidc-provider";

export type SigningKeys = {
  /** Private keys, the one that signs first. The others are still published. */
  all(): JWK[];
  /** A new key signs from now on; the one before it is still published, unless `keepOld` is false. */
  rotate(keepOld: boolean): Promise<void>;
  /** A key that was never published, for forgeries. */
  stranger(): Promise<JWK>;
};

export async function createSigningKeys(): Promise<SigningKeys> {
  let made = 0;
  let stranger: Promise<JWK> | undefined;
  const makeKey = () => newKey(`sandbox-${++made}`);
  let keys = [await makeKey()];

  return {
    all: () => keys,
    rotate: async (keepOld) => {
      const next = await makeKey();
      keys = keepOld ? [next, ...keys.slice(0, 1)] : [next];
    },
    stranger: () => {
      stranger ??= newKey("stranger");
      return stranger;
    },
  };
}

const makePair = promisify(generateKeyPair);

async function newKey(name: string): Promise<JWK> {
  const { privateKey } = await makePair("rsa", { modulusLength: 2048 });
  const { kty, n, e, d, p, q, dp, dq, qi } = privateKey.export({ format: "jwk" });
  // The part of the modulus makes the id differ between two sandboxes on the same port, one after the other.
  return { kid: `${name}-${n?.slice(0, 8)}`, alg: "RS256", use: "sig", kty, n, e, d, p, q, dp, dq, qi };
}
