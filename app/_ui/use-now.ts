"use client";
/** The time, once a second, for whoever shows a time that passes. */

import { useEffect, useState } from "react";

/** Milliseconds since 1970. `first` is what the server saw, so that the first paint is the same on both sides. */
export function useNow(first: number, everyMs = 1000): number {
  const [now, setNow] = useState(first);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
