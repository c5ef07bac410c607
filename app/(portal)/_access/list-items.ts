/** What the list shows, from top to bottom: favourites, headings, accounts. Pure. */

import { groupOf } from "@/lib/core/access-order";
import { type Environment, environments } from "@/lib/core/account-look";
import type { Grant } from "@/lib/core/grant";
import type { Grouping, Preferences } from "@/lib/core/preferences";
import type { Found } from "./findable";
import { entryKey } from "./take-lines";

export type ListItem =
  | { kind: "heading"; key: string; title: string; count: number; environment: Environment | null }
  /** Each with its one role, in the person's order. */
  | { kind: "favourites"; key: "favourites"; favourites: readonly Found[] }
  | { kind: "account"; key: string; found: Found };

const environmentTitles: Record<Environment, string> = {
  production: "Production",
  staging: "Staging",
  development: "Development",
};

/** What is under no heading of its own. */
const restTitles: Record<Grouping, string> = {
  none: "All accounts",
  environment: "Other accounts",
  label: "No label",
  path: "No organisational unit",
};

function isEnvironment(group: string): group is Environment {
  return environments.some((one) => one === group);
}

function heading(
  key: string,
  title: string,
  count: number,
  environment: Environment | null = null,
): ListItem {
  return { kind: "heading", key: `heading:${key}`, title, count, environment };
}

function account(found: Found): ListItem {
  return { kind: "account", key: found.findable.entry.key, found };
}

function grouped(all: readonly Found[], groupBy: Grouping): ListItem[] {
  const groups = new Map<string | null, Found[]>();
  for (const found of all) {
    const group = groupOf(found.findable.entry.account, groupBy);
    const known = groups.get(group);
    if (known) known.push(found);
    else groups.set(group, [found]);
  }
  return Array.from(groups).flatMap(([group, members]) => {
    if (group === null) {
      const title = groups.size === 1 ? restTitles.none : restTitles[groupBy];
      return [heading("", title, members.length), ...members.map(account)];
    }
    const environment = groupBy === "environment" && isEnvironment(group) ? group : null;
    const title = environment ? environmentTitles[environment] : group;
    return [heading(`${groupBy}:${group}`, title, members.length, environment), ...members.map(account)];
  });
}

export function grantKey({ instance, accountId, role }: Grant): string {
  return `${entryKey(instance, accountId)}/${role}`;
}

/** Those that the person has, as far as is known: an account that is not in the list has none. `known`: taken over where nothing changed. */
export function favouritesIn(
  all: readonly Found[],
  favourites: readonly Grant[],
  known: readonly Found[] = [],
): Found[] {
  if (favourites.length === 0) return [];
  const byKey = new Map(all.map((found) => [found.findable.entry.key, found]));
  return favourites.flatMap(({ instance, accountId, role }) => {
    const found = byKey.get(entryKey(instance, accountId));
    // Roles that are not read yet may hold it.
    if (!found || found.findable.entry.roles?.includes(role) === false) return [];
    const same = known.find(({ findable, roles }) => findable === found.findable && roles[0] === role);
    return [same ?? { findable: found.findable, roles: [role] }];
  });
}

type Everything = {
  all: readonly Found[];
  favourites: readonly Found[];
  hidden: ReadonlySet<string>;
  showHidden: boolean;
  groupBy: Grouping;
};

/** The list where nothing is searched for. */
export function itemsOf({ all, favourites, hidden, showHidden, groupBy }: Everything): ListItem[] {
  const isHidden = ({ findable }: Found) => hidden.has(findable.entry.key);
  const seen = hidden.size === 0 ? all : all.filter((found) => !isHidden(found));
  const hiddenOnes = showHidden ? all.filter(isHidden) : [];
  const above: ListItem[] =
    favourites.length === 0
      ? []
      : [
          heading("favourites", "Favourites", favourites.length),
          { kind: "favourites", key: "favourites", favourites },
        ];
  const below =
    hiddenOnes.length === 0
      ? []
      : [heading("hidden", "Hidden", hiddenOnes.length), ...hiddenOnes.map(account)];
  return [...above, ...grouped(seen, groupBy), ...below];
}

/** The list where something is: ranked, and so without headings. */
export function itemsFound(found: readonly Found[]): ListItem[] {
  return found.map(account);
}

export function hiddenKeys({ hidden }: Pick<Preferences, "hidden">): ReadonlySet<string> {
  return new Set(hidden.map(({ instance, accountId }) => entryKey(instance, accountId)));
}

/** By what there is something to put accounts under headings: what nobody has named is no choice. */
export function groupingsOf(all: readonly Found[], current: Grouping): Grouping[] {
  const named = (grouping: Grouping) =>
    grouping === current ||
    grouping === "none" ||
    all.some(({ findable }) => groupOf(findable.entry.account, grouping) !== null);
  return (["environment", "label", "path", "none"] as const).filter(named);
}
