/** Which of a person's grants belong to a profile set. */

import type { Grant } from "@/lib/core/grant";
import { compilePattern, type Pattern, type PatternText } from "@/lib/core/pattern";
import type { ProfileSelection } from "@/lib/core/profile-set";
import { grantKey, type ProfileGrant } from "./profile-grant";

/** `faults`: patterns that cannot be read, each in a sentence. They match nothing. */
export type SelectedGrants = { grants: readonly ProfileGrant[]; faults: readonly string[] };

type Filter = NonNullable<ProfileSelection["filter"]>;
type Condition = (grant: ProfileGrant) => boolean;

/** In the order in which they were given. Never throws. */
export function selectGrants(
  grants: readonly ProfileGrant[],
  { filter, picked }: ProfileSelection,
  favourites: readonly Grant[],
): SelectedGrants {
  const byHand = new Set(picked.map(grantKey));
  const faults: string[] = [];
  const conditions = filter ? conditionsOf(filter, new Set(favourites.map(grantKey)), faults) : null;
  const chosen = grants.filter(
    (grant) => conditions?.every((holds) => holds(grant)) || byHand.has(grantKey(grant)),
  );
  return { grants: chosen, faults };
}

function conditionsOf(filter: Filter, favourites: ReadonlySet<string>, faults: string[]): Condition[] {
  const environments: ReadonlySet<string> = new Set(filter.environments);
  const labels = new Set(filter.labels);
  const roles = compiled(filter.roles, faults);
  const names = compiled(
    filter.accounts.filter(({ field }) => field === "name"),
    faults,
  );
  const ids = compiled(
    filter.accounts.filter(({ field }) => field === "id"),
    faults,
  );

  const all: readonly (readonly [given: boolean, holds: Condition])[] = [
    [environments.size > 0, ({ environment }) => environments.has(environment ?? "none")],
    [labels.size > 0, ({ label }) => label !== null && labels.has(label)],
    [
      filter.accounts.length > 0,
      (grant) => matches(names, grant.accountName) || matches(ids, grant.accountId),
    ],
    [filter.roles.length > 0, ({ role }) => matches(roles, role)],
    [filter.favourites, (grant) => favourites.has(grantKey(grant))],
  ];
  return all.filter(([given]) => given).map(([, holds]) => holds);
}

function compiled(patterns: readonly PatternText[], faults: string[]): readonly Pattern[] {
  return patterns.flatMap((one) => {
    const made = compilePattern(one);
    if (made.ok) return [made.pattern];
    faults.push(`${one.pattern}: ${made.message}`);
    return [];
  });
}

function matches(patterns: readonly Pattern[], text: string | null): boolean {
  return text !== null && patterns.some((pattern) => pattern.test(text));
}
