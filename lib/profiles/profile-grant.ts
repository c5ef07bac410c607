/** What profiles are made from: a person's grants, as the list shows them, and the instances they are of. */

import type { Environment } from "@/lib/core/account-look";
import type { Grant } from "@/lib/core/grant";

export type ProfileGrant = Grant & {
  /** As AWS calls it. */
  accountName: string | null;
  /** What administrators' rules make of it. */
  displayName: string | null;
  label: string | null;
  environment: Environment | null;
};

export type ProfileInstance = {
  id: string;
  startUrl: string;
  /** The instance's own, where its sign-in is. */
  region: string;
};

/** One text for one grant. The parts' own rules allow no slash in them. */
export function grantKey({ instance, accountId, role }: Grant): string {
  return `${instance}/${accountId}/${role}`;
}
