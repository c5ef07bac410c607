/** How tall things in the list are, in pixels. Alone knows it: the list places them by these figures and never measures. */

import type { Found } from "./findable";
import type { ListItem } from "./list-items";

/** Wide enough for account and roles side by side; the same as `md` in `tailwind.config.ts`. */
export const wideFrom = "(min-width: 800px)";

const sizes = {
  wide: { row: 36, around: 16, heading: 32 },
  narrow: { row: 44, around: 66, heading: 32 },
};

/** Rows below an account: its roles, or one that says why there are none, and one more for a problem. */
export function rowCount({ findable, roles }: Found): number {
  const { problem } = findable.entry;
  return Math.max(1, roles.length + (problem ? 1 : 0));
}

/** A favourite shows its one role and nothing else of its account. */
function favouriteHeight(wide: boolean): number {
  const { row, around } = wide ? sizes.wide : sizes.narrow;
  return row + around;
}

export function itemHeight(item: ListItem, wide: boolean): number {
  const { row, around, heading } = wide ? sizes.wide : sizes.narrow;
  if (item.kind === "heading") return heading;
  if (item.kind === "favourites") return favouriteHeight(wide) * item.favourites.length;
  return row * rowCount(item.found) + around;
}

/** For readers aloud, who are told how many rows there are though most are not in the page. */
export function rowCountOf(items: readonly ListItem[]): number {
  return items.reduce((sum, item) => {
    if (item.kind === "heading") return sum + 1;
    return sum + (item.kind === "favourites" ? item.favourites.length : rowCount(item.found));
  }, 0);
}
