/** Accounts that ask for their name before anything is taken there. A second thought for people, never what gives a role. */

import "server-only";
import { isNameOf } from "@/lib/core/account-look";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import { currentLooks } from "@/lib/portal/account-looks";
import { keptAccount } from "@/lib/store/inventory";

/**
 * Throws `confirmation-needed` where the account asks for its name and `confirmation` is another, or none. An account that is
 * not on the person's list could be one that asks: where any account does, its id is wanted.
 */
export async function mustBeConfirmed(
  person: Person,
  { instance, accountId }: Grant,
  confirmation: string | undefined,
): Promise<void> {
  const { anyConfirms, version, lookOf } = await currentLooks();
  if (!anyConfirms) return;
  const kept = await keptAccount(person.id, instance, accountId);
  const account = { accountId, name: kept?.name ?? null };
  const look = kept && lookOf({ ...account, path: null });
  const isFree = kept !== null && version !== null && !look?.confirm;
  if (isFree || (confirmation !== undefined && isNameOf(confirmation, { ...account, look }))) return;
  throw new PortalError("confirmation-needed", `account ${accountId} was not named`);
}
