"use client";
/** Keeps still what a person points at while more of the list arrives above it: the page is scrolled by as much as it grew. */

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

/** Where each block begins, by its key, in pixels from the list's top. */
export type Places = ReadonlyMap<string, number>;

/** Where the mouse is in the window; null where there is none, or it has left. */
export type Pointer = RefObject<{ x: number; y: number } | null>;

/** A browser tells what is under a mouse that rests only some frames later: where it rests is known at once. */
export function usePointer(): Pointer {
  const at = useRef<{ x: number; y: number } | null>(null);
  useEffect(() => {
    const seen = ({ pointerType, clientX: x, clientY: y }: PointerEvent) => {
      at.current = pointerType === "mouse" ? { x, y } : null;
    };
    const left = () => {
      at.current = null;
    };
    addEventListener("pointermove", seen, { passive: true });
    // A mouse that came to rest before this page could listen: what comes to be under it tells where it is.
    addEventListener("pointerover", seen, { passive: true });
    document.documentElement.addEventListener("pointerleave", left);
    return () => {
      removeEventListener("pointermove", seen);
      removeEventListener("pointerover", seen);
      document.documentElement.removeEventListener("pointerleave", left);
    };
  }, []);
  return at;
}

type Still = {
  list: RefObject<HTMLElement | null>;
  pointer: Pointer;
  places: Places;
  /** What the list was made for: another search may move everything. */
  query: string;
};

/** The block that the mouse was over before anything moved. */
function pointedAt(list: HTMLElement, places: Places, pointer: Pointer): string | null {
  const { left, right, top, bottom } = list.getBoundingClientRect();
  const at = pointer.current;
  if (!at || at.x < left || at.x > right || at.y < top || at.y > bottom) return null;
  let found: string | null = null;
  for (const [key, place] of places) if (place <= at.y - top) found = key;
  return found;
}

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

export function useStill({ list, pointer, places, query }: Still): void {
  const before = useRef({ places, query });
  useLayoutEffect(() => {
    const { places: old, query: oldQuery } = before.current;
    before.current = { places, query };
    if (!list.current || old === places || query !== oldQuery) return;
    const focused = list.current.querySelector("[data-block]:focus-within") !== null;
    const pointed = focused ? null : pointedAt(list.current, old, pointer);
    const anchor = pointed ?? anchorIn(list.current);
    const [from, to] = [old.get(anchor ?? ""), places.get(anchor ?? "")];
    if (from !== undefined && to !== undefined && from !== to)
      scrollBy({ top: to - from, behavior: "instant" });
  }, [list, pointer, places, query]);
}
