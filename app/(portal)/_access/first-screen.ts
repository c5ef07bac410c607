"use client";
/**
 * The list before this browser has taken it over: one thing below the other, as high as they will be. A server knows neither
 * how wide a window is nor how far it is scrolled, and so cannot place them.
 */

import { useInBrowser } from "@/app/_ui/use-in-browser";

/** More than any screen shows. */
const firstItems = 32;

/** Whether things stand in the page's own flow: on the server, and in the browser until its first paint is over. */
export function useInFlow(): boolean {
  return !useInBrowser(() => true, false);
}

/** The first of all, as the list would give them if it could place them. */
export function inOrder(items: readonly { key: string }[]) {
  return items.slice(0, firstItems).map(({ key }, index) => ({ key, index, start: 0, size: 0 }));
}
