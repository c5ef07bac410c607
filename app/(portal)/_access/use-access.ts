"use client";
/** A person's access, for whatever of the page shows it or asks for more of it. */

import { createContext, useContext } from "react";
import type { AccessEntry, AccessState } from "./access-state";

export type Access = {
  state: AccessState;
  /** What an instance is called. Empty where there is only one, and no row needs to say which. */
  labels: ReadonlyMap<string, string>;
  /** How much there is, even while only the first screen of it has come. */
  counts: { accounts: number; roles: number };
  /** Reads again what changed; now, where a lost connection is waited for. */
  readOn: () => void;
  /** Has AWS tell everything once more. */
  readAgain: () => void;
  /** One account's roles once more, after AWS failed to tell them. */
  readAccountAgain: (entry: AccessEntry) => Promise<void>;
  /** Tells which accounts somebody looks at, so that their roles come before others. */
  look: (visible: readonly string[], found: readonly string[]) => void;
};

export const AccessContext = createContext<Access | null>(null);

export function useAccess(): Access {
  const access = useContext(AccessContext);
  if (!access) throw new Error("This stands outside of the access provider.");
  return access;
}
