"use client";
/** A value that only a browser knows: first what the server could know, and after the first paint the truth. */

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** `read` gives a text, number or boolean: the same value as long as nothing changed. */
export function useInBrowser<T extends string | number | boolean | null>(read: () => T, onServer: T): T {
  return useSyncExternalStore(never, read, () => onServer);
}
