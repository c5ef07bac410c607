"use client";
/** How a role's account looks, for whatever shows one beside the list. */

import type { AccountLook } from "@/lib/core/account-look";
import type { Grant } from "@/lib/core/grant";
import { entryKey } from "./take-lines";
import { useAccess } from "./use-access";

export function useLook(): (grant: Grant) => AccountLook | null {
  const { state } = useAccess();
  return ({ instance, accountId }) => state.entries.get(entryKey(instance, accountId))?.account.look ?? null;
}
