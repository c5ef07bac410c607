/** Accounts that ask for their name before anything is taken there. A second thought for people, never what gives a role. */

import "server-only";
import { isNameOf } from "@/lib/core/account-look";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import { currentLooks } from "@/lib/portal/account-looks";
import { instanceNamed } from "@/lib/portal/instance";
import { nameIn, organizationOf } from "@/lib/portal/organization-data";
import { keptAccount } from "@/lib/store/inventory";

/**
 * False where the account asks for its name and `confirmation` is another, or none. An account that is not on the person's list
 * could be one that asks: where any account does, its id is wanted.
 */
export async function isConfirmed(
  person: Person,
  grant: Grant,
  confirmation: string | undefined,
): Promise<boolean> {
  const { anyConfirms, version, lookOf } = await currentLooks();
  if (!anyConfirms) return true;
  const { accountId } = grant;
  const instance = instanceNamed(grant.instance);
  const [kept, organization] = await Promise.all([
    keptAccount(person.id, instance.id, accountId),
    organizationOf(instance),
  ]);
  // What the page calls it: that is what people are asked to type.
  const account = { accountId, name: kept && nameIn(organization, kept) };
  const look = kept && lookOf({ ...account, path: organization.account(accountId)?.path ?? null });
  if (kept !== null && version !== null && !look?.confirm) return true;
  return confirmation !== undefined && isNameOf(confirmation, { ...account, look });
}

/** Throws `confirmation-needed` where that is false. */
export async function mustBeConfirmed(
  person: Person,
  grant: Grant,
  confirmation: string | undefined,
): Promise<void> {
  if (await isConfirmed(person, grant, confirmation)) return;
  throw new PortalError("confirmation-needed", `account ${grant.accountId} was not named`);
}
