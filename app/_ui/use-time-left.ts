"use client";
/** A span that runs out, counted from when this was first shown: a clock that is wrong here does no harm. */

import { useEffect, useState } from "react";

/** Seconds, never below 0. */
export function useTimeLeft(atFirst: number): number {
  const [left, setLeft] = useState(atFirst);
  useEffect(() => {
    const end = Date.now() + atFirst * 1000;
    const timer = setInterval(() => setLeft(Math.max(0, (end - Date.now()) / 1000)), 1000);
    return () => clearInterval(timer);
  }, [atFirst]);
  return left;
}
