/** Kept accounts as people see them: with what administrators' rules and the organisation say of each. */

import "server-only";
import type { AccessLine, NamedAccount, PermissionSetFacts, ShownAccount } from "@/lib/core/access";
import type { Account } from "@/lib/core/account";
import type { Instance } from "@/lib/env";
import { accountLooks } from "@/lib/portal/account-looks";
import { nameIn, organizationOf } from "@/lib/portal/organization-data";
import type { ListedAccount } from "@/lib/store/kept-account";

/** What is known of an instance's accounts at one time. Nothing in it asks the store again. */
export type Presenter = {
  named(account: Account): NamedAccount;
  shown(kept: ListedAccount): ShownAccount;
  /** By role; empty where the portal may not read them. */
  sets: Readonly<Record<string, PermissionSetFacts>>;
};

/** Throws `store-unavailable`. */
export async function presenterOf(instance: Instance): Promise<Presenter> {
  const [lookOf, organization] = await Promise.all([accountLooks(), organizationOf(instance)]);

  function named(account: Account): NamedAccount {
    const { accountId, email } = account;
    const known = organization.account(accountId);
    const name = nameIn(organization, account);
    const path = known?.path ?? null;
    return {
      accountId,
      name,
      email: email ?? known?.email ?? null,
      look: lookOf({ accountId, name, path }),
      path,
      tags: known?.tags ?? null,
    };
  }
  /** Everybody’s every account goes through here at every visit: written out, since spreading costs more. */
  function shown(kept: ListedAccount): ShownAccount {
    const { accountId, name, email, look, path, tags } = named(kept);
    const { rolesAt, problem, groups } = kept;
    const roles = rolesAt === null && !kept.seeded ? null : kept.roles;
    return { accountId, name, email, look, path, tags, roles, rolesAt, problem, groups };
  }

  return {
    named,
    shown,
    sets: organization.sets,
  };
}

/** The line that tells what is kept. */
export function keptLine(
  instance: Instance,
  presenter: Presenter,
  kept: readonly ListedAccount[],
  { accountsAt, whole }: { accountsAt: Date | null; whole: boolean },
): AccessLine {
  return {
    kind: "kept",
    instance: instance.id,
    accounts: kept.map(presenter.shown),
    accountsAt: accountsAt?.toISOString() ?? null,
    whole,
  };
}
