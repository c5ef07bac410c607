/** What the page knows that tells how a role is used in a tool. All of it from the store; no key and no token is part of it. */

import "server-only";
import type { NamedAccount } from "@/lib/core/access";
import { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import { env, instances } from "@/lib/env";
import { presenterOf } from "@/lib/portal/shown-accounts";
import { keptAccount } from "@/lib/store/inventory";

export type ToolPage = {
  portalUrl: string;
  grant: Grant;
  /** The instance's own, until the person says another. */
  region: string;
  account: NamedAccount;
  /** Whether the role is in the person's list. It says what may be asked for, and opens nothing. */
  isListed: boolean;
};

/** Throws `not-found` for what is no grant's name, and for an instance that we do not have. */
export async function toolPage(person: Person, named: Record<string, string | undefined>): Promise<ToolPage> {
  const { instance: id, accountId, role } = named;
  const grant = Grant.safeParse({ instance: id, accountId, role }).data;
  const instance = instances().find((one) => one.id === grant?.instance);
  if (!grant || !instance) throw new PortalError("not-found", "no such grant can be named");
  const [kept, presenter] = await Promise.all([
    keptAccount(person.id, grant.instance, grant.accountId),
    presenterOf(instance),
  ]);
  const unknown = { accountId: grant.accountId, name: null, email: null };
  return {
    portalUrl: env().PORTAL_URL,
    grant,
    region: instance.region,
    account: presenter.named(kept ?? unknown),
    isListed: kept?.roles.includes(grant.role) ?? false,
  };
}
