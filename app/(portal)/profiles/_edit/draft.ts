/** A set as it is being written. */

import type { ProfileSelection, ProfileSet } from "@/lib/core/profile-set";
import type { ProfileSetDraft } from "@/lib/core/shared-set";
import type { ProfilePreview } from "@/lib/portal/preview-profiles";

export type Filter = NonNullable<ProfileSelection["filter"]>;

export const noFilter: Filter = { environments: [], labels: [], accounts: [], roles: [], favourites: false };

/** What every part of the editor is given. */
export type PartProps = {
  draft: ProfileSetDraft;
  onSet: (part: Partial<ProfileSet>) => void;
  /** The sentence for a field, where something is wrong with it. */
  faultOf: (field: string) => string | undefined;
  preview: ProfilePreview | null;
};

/** One more, or one less. */
export function toggled<T>(list: readonly T[], one: T): T[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}

export function replaced<T>(list: readonly T[], at: number, one: T): T[] {
  return list.map((other, place) => (place === at ? one : other));
}

export function without<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, place) => place !== at);
}
