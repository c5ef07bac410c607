/** Every role that a person's kept lists name, for choosing some of them. It gives nothing: whoever takes one is asked about it then. */

import "server-only";
import type { ShownAccount } from "@/lib/core/access";
import { compareAccounts } from "@/lib/core/access-order";
import { instances } from "@/lib/env";
import { presenterOf } from "@/lib/portal/shown-accounts";
import { keptAccounts } from "@/lib/store/inventory";

export type GrantAccount = Pick<ShownAccount, "accountId" | "name" | "look"> & {
  instance: string;
  /** What people call the instance; null where there is one alone. */
  instanceLabel: string | null;
  roles: readonly string[];
};

/** In the order of the access page. Empty where no list was ever read. Throws `store-unavailable`. */
export async function keptGrants(personId: string): Promise<GrantAccount[]> {
  const all = instances();
  const each = await Promise.all(
    all.map(async (instance) => {
      const [{ shown }, kept] = await Promise.all([
        presenterOf(instance),
        keptAccounts(personId, instance.id),
      ]);
      return kept.map(shown).map(({ roles, path, ...account }) => ({
        account: { ...account, path },
        roles: roles ?? [],
        instance: instance.id,
        instanceLabel: all.length > 1 ? instance.label : null,
      }));
    }),
  );
  const compare = compareAccounts("none");
  return each
    .flat()
    .filter(({ roles }) => roles.length > 0)
    .sort((one, other) => compare(one.account, other.account))
    .map(({ account: { accountId, name, look }, ...rest }) => ({ accountId, name, look, ...rest }));
}
