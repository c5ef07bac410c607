/** A favourite among others: how it is named, and how what it is taken by looks. Pure. */

import type { ReactNode } from "react";
import { visibleText } from "@/app/_ui/visible-text";
import type { Found } from "./findable";
import type { RowName } from "./list-cursor";

/** For whoever puts favourites into their order. */
export type Movable = {
  favourites: readonly Found[];
  /** One favourite, with what it is taken by. */
  children: (favourite: Found, grip: ReactNode) => ReactNode;
};

export function nameOfFavourite({ findable, roles }: Found): RowName {
  return { section: "favourites", key: findable.entry.key, role: roles[0] ?? "" };
}

export function titleOfFavourite({ findable, roles }: Found): string {
  return `${roles[0]} in ${visibleText(findable.title)}`;
}

export const favouriteLook = "group/favourite relative";

export const gripLook =
  "absolute z-10 grid cursor-grab touch-none place-items-center rounded-sm text-faint opacity-0 hover:text-ink focus-visible:opacity-100 group-hover/favourite:opacity-100 max-md:top-2.5 max-md:right-2 max-md:size-8 md:inset-y-1 md:left-0.5 md:w-4 pointer-coarse:opacity-100";
