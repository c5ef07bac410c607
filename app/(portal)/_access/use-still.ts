"use client";
/** Keeps still what a person points at while more of the list arrives above it: the page is scrolled by as much as it grew. */

import { type RefObject, useLayoutEffect, useRef } from "react";

/** Where each block begins, by its key, in pixels from the list's top. */
export type Places = ReadonlyMap<string, number>;

type Still = {
  list: RefObject<HTMLElement | null>;
  places: Places;
  /** What the list was made for: another search may move everything. */
  query: string;
};

/** The block under the pointer or with the keyboard; else the first one that is seen, unless the page stands at its top. */
function anchorIn(list: HTMLElement): string | null {
  const held = list.querySelector("[data-block]:focus-within, [data-block]:hover");
  if (held instanceof HTMLElement) return held.dataset.block ?? null;
  if (scrollY < 4) return null;
  const blocks = Array.from(list.querySelectorAll<HTMLElement>("[data-block]"));
  return blocks.find((block) => block.getBoundingClientRect().bottom > 120)?.dataset.block ?? null;
}

/** For whoever makes everything above the list higher or lower by so many pixels. */
export function keepStill(list: HTMLElement, grownBy: number): void {
  if (anchorIn(list)) scrollBy({ top: grownBy, behavior: "instant" });
}

export function useStill({ list, places, query }: Still): void {
  const before = useRef({ places, query });
  useLayoutEffect(() => {
    const { places: old, query: oldQuery } = before.current;
    before.current = { places, query };
    if (!list.current || old === places || query !== oldQuery) return;
    const anchor = anchorIn(list.current);
    const [from, to] = [old.get(anchor ?? ""), places.get(anchor ?? "")];
    if (from !== undefined && to !== undefined && from !== to)
      scrollBy({ top: to - from, behavior: "instant" });
  }, [list, places, query]);
}
