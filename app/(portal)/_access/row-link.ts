/** Links to a row. They give nobody a role that is not theirs. Pure. */

import type { Grant } from "@/lib/core/grant";

/** Opens the page with this row found: `/?instance=main&account=123456789012&role=ReadOnly`. */
export function linkToRow({ instance, accountId, role }: Grant, origin: string): string {
  return `${origin}/?${new URLSearchParams({ instance, account: accountId, role })}`;
}

/** The page that tells how tools get this role's keys by themselves. */
export function pathToTools({ instance, accountId, role }: Grant): string {
  return `/use/${instance}/${accountId}/${encodeURIComponent(role)}`;
}
