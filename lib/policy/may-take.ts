/** What an access token is for. Whether its person has the role is AWS's to say, each time. */

import type { Scope } from "@/lib/core/access-token";
import type { Grant } from "@/lib/core/grant";

/** A role that is named, or any where the token is for all of them. An empty list is none. */
export function mayTake(token: { grants: Scope }, { instance, accountId, role }: Grant): boolean {
  return (
    token.grants === null ||
    token.grants.some(
      (grant) => grant.instance === instance && grant.accountId === accountId && grant.role === role,
    )
  );
}
