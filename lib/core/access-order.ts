/**
 * In which order accounts and roles stand, and under which headings. Alone knows it: the server renders the first screen
 * and the page the rest, and both must stand in the same places.
 */

import type { NamedAccount } from "@/lib/core/access";
import { calledName, environments } from "@/lib/core/account-look";
import type { Grouping } from "@/lib/core/preferences";

type Placed = Pick<NamedAccount, "accountId" | "name" | "look" | "path">;

/** Numbers in names count as numbers: `team-9` stands before `team-10`. */
const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export const compareNames: (one: string, other: string) => number = order.compare;

/** The heading that an account stands under: an environment, a label, a path. Null: it has none, and stands last. */
export function groupOf(account: Placed, groupBy: Grouping): string | null {
  if (groupBy === "environment") return account.look?.environment ?? null;
  if (groupBy === "label") return account.look?.label ?? null;
  return groupBy === "path" ? account.path : null;
}

function rankOf(group: string): number {
  const ranks: readonly string[] = environments;
  return ranks.indexOf(group);
}

function compareGroups(one: string | null, other: string | null, groupBy: Grouping): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? 1 : -1;
  if (groupBy === "environment") return rankOf(one) - rankOf(other);
  return order.compare(one, other) || (one < other ? -1 : 1);
}

/** By heading, then by what an account is called. Within a heading those without a name come last, by their ids. */
export function compareAccounts(groupBy: Grouping): (one: Placed, other: Placed) => number {
  return (one, other) => {
    const [name, otherName] = [calledName(one), calledName(other)];
    return (
      compareGroups(groupOf(one, groupBy), groupOf(other, groupBy), groupBy) ||
      Number(name === one.accountId) - Number(otherName === other.accountId) ||
      order.compare(name, otherName) ||
      (one.accountId < other.accountId ? -1 : Number(one.accountId > other.accountId))
    );
  };
}
