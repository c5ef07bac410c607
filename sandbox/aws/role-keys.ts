/** Keeps the temporary keys that were minted, for STS and the sign-in host to recognise. */

import type { MintedKeys } from "./contract";
import type { Emulator, RoleKeys } from "./emulator";
import { secretAccessKey, sessionToken, temporaryAccessKeyId } from "./minting";

/** A measurement mints without end; the oldest keys are then forgotten, and become unknown. */
const mostKeys = 20_000;

/** Fresh keys for what is given. */
export function mintKeys(
  emulator: Emulator,
  role: Omit<RoleKeys, "accessKeyId" | "secretAccessKey" | "sessionToken">,
): RoleKeys {
  const keys: RoleKeys = {
    ...role,
    accessKeyId: temporaryAccessKeyId(),
    secretAccessKey: secretAccessKey(),
    sessionToken: sessionToken(),
  };
  const { keys: kept } = emulator.state;
  kept.set(keys.accessKeyId, keys);
  const [oldest] = kept.keys();
  if (kept.size > mostKeys && oldest) kept.delete(oldest);
  return keys;
}

/** What GetRoleCredentials has made, and what became of it at the sign-in host. */
export function mintedKeys({ state }: Emulator): MintedKeys[] {
  const signIns = [...state.signInTokens];
  return [...state.keys.values()].flatMap(({ accessKeyId, accountId, userAgent }) => {
    if (userAgent === undefined) return [];
    const own = signIns.filter(([, { keys }]) => keys.accessKeyId === accessKeyId);
    return [{ accessKeyId, accountId, userAgent, signInTokens: own.map(([token]) => token) }];
  });
}
