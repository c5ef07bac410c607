"use client";
/** The way out, here or everywhere. */

import { useState } from "react";
import { askWhereTo } from "./ask";
import { useSay } from "./say";

export function useSignOut(): { leaving: boolean; signOut: (everywhere: boolean) => Promise<void> } {
  const [leaving, setLeaving] = useState(false);
  const say = useSay();

  async function signOut(everywhere: boolean): Promise<void> {
    setLeaving(true);
    const outcome = await askWhereTo("/api/sign-out", { everywhere });
    // Replaced, not followed: no step back may lead to a page of somebody who left.
    if (outcome.ok) location.replace(outcome.value);
    else if (outcome.trouble.code === "sign-in-required") location.replace("/signed-out");
    else say(`${outcome.trouble.title}. You are still signed in.`);
    setLeaving(false);
  }
  return { leaving, signOut };
}
