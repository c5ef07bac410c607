/** What is to be done to which file, and what comes of it. Pure; all of it in memory. */

import type { WritableHandle } from "@/app/(portal)/profiles/_file/pick-file";
import { type Merge, merge, unmerge } from "@/lib/profiles/merge";
import type { ProfileBlock } from "@/lib/profiles/profile-block";

export type Way = "put in" | "take out";

/** `handle`: the way back into the file, where the browser knows one. */
export type Existing = { text: string; handle: WritableHandle | null };

export type ApplyState = {
  existing: Existing | null;
  way: Way;
  /** Profiles that stay out of the block, because somebody has one of that name. */
  left: ReadonlySet<string>;
};

export const nothingYet: ApplyState = { existing: null, way: "put in", left: new Set() };

export function withExisting(state: ApplyState, existing: Existing | null): ApplyState {
  return { ...state, existing, left: new Set() };
}

export function leftOut(state: ApplyState, names: readonly string[]): ApplyState {
  return { ...state, left: new Set([...state.left, ...names]) };
}

/** Null while no file is there. */
export function outcomeOf({ existing, way, left }: ApplyState, block: ProfileBlock): Merge | null {
  if (!existing) return null;
  if (way === "take out") return unmerge(existing.text, block.setId);
  if (left.size === 0) return merge(existing.text, block);
  return merge(existing.text, { ...block, profiles: block.profiles.filter(({ name }) => !left.has(name)) });
}

/** What is in the way and can be left out. */
export function inTheWay(merged: Merge): readonly string[] {
  return merged.ok ? [] : merged.findings.flatMap(({ profile }) => (profile === null ? [] : [profile]));
}

export type ChangeKind = "added" | "changed" | "removed" | "kept";

export type ChangedProfile = { name: string; kind: ChangeKind };

/** By name, those that change first. */
export function changedProfiles(merged: Merge): readonly ChangedProfile[] {
  if (!merged.ok) return [];
  const kinds = ["added", "changed", "removed", "kept"] as const;
  return kinds.flatMap((kind) => merged[kind].map((name) => ({ name, kind })));
}

export function namedLike(profiles: readonly ChangedProfile[], words: string): readonly ChangedProfile[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return profiles;
  return profiles.filter(({ name }) => wanted.every((word) => name.toLowerCase().includes(word)));
}
