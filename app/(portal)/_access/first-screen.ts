"use client";
/**
 * The list before this browser has taken it over: the same blocks one below the other, as tall as they will be. A server
 * knows neither how wide a window is nor how far it is scrolled, and so cannot place them.
 */

import { useInBrowser } from "@/app/_ui/use-in-browser";

/** Whether blocks stand in the page's own flow: on the server, and in the browser until its first paint is over. */
export function useInFlow(): boolean {
  return !useInBrowser(() => true, false);
}

/** Every block, as the list would place it if it could. */
export function inOrder(blocks: readonly unknown[], keyOf: (index: number) => string | number) {
  return blocks.map((_, index) => ({ key: keyOf(index), index, start: 0 }));
}
