/** What a person's profiles are made from: their kept list, as their own page shows it. AWS is not asked. */

import "server-only";
import type { ShownAccount } from "@/lib/core/access";
import { instances } from "@/lib/env";
import { presenterOf } from "@/lib/portal/shown-accounts";
import type { ProfileGrant, ProfileInstance } from "@/lib/profiles/profile-grant";
import { keptAccounts } from "@/lib/store/inventory";

export function profileInstances(): ProfileInstance[] {
  return instances().map(({ id, startUrl, region }) => ({ id, startUrl, region }));
}

function grantsIn(instance: string, { accountId, name, look, roles }: ShownAccount): ProfileGrant[] {
  return (roles ?? []).map((role) => ({
    instance,
    accountId,
    role,
    accountName: name,
    displayName: look?.displayName ?? null,
    label: look?.label ?? null,
    environment: look?.environment ?? null,
  }));
}

/** Throws `store-unavailable`. */
export async function profileGrantsOf(personId: string): Promise<ProfileGrant[]> {
  const lists = await Promise.all(
    instances().map(async (instance) => {
      const [{ shown }, kept] = await Promise.all([
        presenterOf(instance),
        keptAccounts(personId, instance.id),
      ]);
      return kept.flatMap((account) => grantsIn(instance.id, shown(account)));
    }),
  );
  return lists.flat();
}
