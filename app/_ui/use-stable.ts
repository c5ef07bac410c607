"use client";
/** A function that stays the same from paint to paint and always does what the latest one would. For handlers, not for rendering. */

import { useCallback, useLayoutEffect, useRef } from "react";

export function useStable<A extends unknown[], R>(latest: (...args: A) => R): (...args: A) => R {
  const now = useRef(latest);
  useLayoutEffect(() => {
    now.current = latest;
  });
  return useCallback((...args: A) => now.current(...args), []);
}
