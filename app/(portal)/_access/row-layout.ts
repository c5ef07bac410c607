/** How tall things in the list are, in pixels. Alone knows it: the list places them by these figures and never measures. */

import type { Found } from "./search-access";

/** Wide enough for account and roles side by side; the same as `md` in `tailwind.config.ts`. */
export const wideFrom = "(min-width: 800px)";

const sizes = {
  wide: { row: 36, around: 16 },
  narrow: { row: 44, around: 66 },
};

/** Rows below an account: its roles, or one that says why there are none, and one more for a problem. */
export function rowCount({ findable, roles }: Found): number {
  const { problem } = findable.entry;
  return Math.max(1, roles.length + (problem ? 1 : 0));
}

export function blockHeight(found: Found, wide: boolean): number {
  const { row, around } = wide ? sizes.wide : sizes.narrow;
  return row * rowCount(found) + around;
}
