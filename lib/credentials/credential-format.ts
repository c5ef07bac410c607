/** What a format is: credentials become text that one shell, file or tool takes. Each format is a file here and a row in `formats`. */

import type { Credentials } from "@/lib/core/credentials";

/**
 * What a text is made of. Only values: no name of an account or a person is ever part of it.
 * `profileName` comes from `profileName()`; without `region` the text leaves the reader's region alone.
 */
export type FormatInput = {
  credentials: Credentials;
  region?: string | undefined;
  accountId: string;
  profileName: string;
};

/** What it takes to clear a text again. No secret is needed, so it can still be shown when the keys are gone. */
export type UndoInput = Pick<FormatInput, "region" | "profileName">;

export type CredentialFormat = {
  /** The key of this format in `formats`, and what a browser remembers of somebody's choice. */
  id: string;
  /** What people call it. */
  label: string;
  /** For a download. Never starts with a dot: browsers drop it. */
  fileName: string;
  /** How values are quoted, in one sentence for people who want to know before they paste. */
  quoting: string;
  /** When to take this one, in one sentence. */
  whenToUse: string;
  /** The text, ending in a line break. Throws an `Error` without any value in it rather than write something unsafe. */
  render(input: FormatInput): string;
  /** What clears it: lines for the same shell, or the text that takes the place of the block or file. */
  undo(input: UndoInput): string;
};
