/** A profile set as people know it: what it is called, whose it is, and who else may have it. What is in it: `profile-set.ts`. */

import { z } from "zod";
import { ProfileSet, ProfileSetId } from "@/lib/core/profile-set";

/** Nothing that breaks a line, turns it around, or is half a character. */
const oneLine = /^[^\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]*$/u;

export const ProfileSetDraft = z.strictObject({
  title: z.string().trim().min(1).max(64).regex(oneLine),
  /** Groups of the identity provider, exactly as it says them. Whoever is in one of them has the set. */
  sharedWith: z.array(z.string().min(1).max(256).regex(oneLine)).max(20),
  set: ProfileSet,
});

export type ProfileSetDraft = z.infer<typeof ProfileSetDraft>;

/** A change of the set as it was at `version`. */
export const ProfileSetChange = ProfileSetDraft.extend({ id: ProfileSetId, version: z.int().min(1) });

export type ProfileSetChange = z.infer<typeof ProfileSetChange>;
