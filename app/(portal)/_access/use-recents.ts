"use client";
/** What the person used lately: as the server ranked it when the page was made, and since then the newest first. */

import { useCallback, useState } from "react";
import type { Grant } from "@/lib/core/grant";
import { isSameGrant } from "./take-keys";

const most = 8;

export function useRecents(first: readonly Grant[]): [readonly Grant[], (used: Grant) => void] {
  const [recents, setRecents] = useState(first);
  const note = useCallback((used: Grant) => {
    setRecents((before) => [used, ...before.filter((one) => !isSameGrant(one, used))].slice(0, most));
  }, []);
  return [recents, note];
}
