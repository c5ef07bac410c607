/** What a form is, in which a rendered set leaves Sallyport. Each is a file here and a row in `profileFormats`. */

import type { ProfileBlock } from "./profile-block";
import type { ProfileInstance } from "./profile-grant";

export type ProfileFormatInput = { block: ProfileBlock; instances: readonly ProfileInstance[] };

export type ProfileFile = {
  /** For a download. Never starts with a dot: browsers drop it. */
  fileName: string;
  /** Ends in a line break. */
  text: string;
};

export type ProfileFormat = {
  /** The key of this form in `profileFormats`. */
  id: string;
  /** What people call it. */
  label: string;
  /** When to take this one, in one sentence. */
  whenToUse: string;
  files(input: ProfileFormatInput): readonly ProfileFile[];
};

/** Current names of what a person can take, without older names and assumed roles. */
export function grantsOf({ profiles }: ProfileBlock) {
  return profiles.flatMap(({ name, settings, from, aliasOf }) =>
    from === null || aliasOf !== null ? [] : [{ name, settings, from, ...from.grant, region: from.region }],
  );
}
