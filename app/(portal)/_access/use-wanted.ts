"use client";
/** Tells which accounts are on screen or searched for: AWS is asked for their roles first. */

import { useEffect } from "react";
import { useAccess } from "./use-access";

const none: readonly string[] = [];

/** Keys of the accounts on screen, and of those that a search found, best first; empty where nothing is searched for. */
export function useWanted(visible: readonly string[], found: readonly string[] = none): void {
  const { look } = useAccess();
  useEffect(() => look(visible, found), [look, visible, found]);
}
