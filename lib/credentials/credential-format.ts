/** What a format is: credentials become text that one shell, file or tool takes. Each format is a file here and a row in `formats`. */

import type { Credentials } from "@/lib/core/credentials";

/**
 * What a text is made of. Only values: no name of an account or a person is ever part of it.
 * `profileName` comes from `profileName()`; without `region` the text leaves the reader's region alone.
 * `fields` are what a person typed for a format that asks for more; what is missing there is written as a placeholder.
 */
export type FormatInput = {
  credentials: Credentials;
  region?: string | undefined;
  accountId: string;
  profileName: string;
  fields?: Readonly<Record<string, string>> | undefined;
};

/** What it takes to clear a text again. No secret is needed, so it can still be shown when the keys are gone. */
export type UndoInput = Omit<FormatInput, "credentials">;

/** Where a text is put: in the order in which AWS offers them, from what ends with a terminal to what stays in a tool's settings. */
export type FormatGroup = "terminals" | "files" | "tools";

/** Something that only the person knows, as the name of a cluster. Never a secret. */
export type FormatField = {
  name: string;
  label: string;
  /** Stands in the text until something is typed, and says what belongs there. */
  placeholder: string;
  /** Whole values that may be written. Whatever else is typed is refused, with `rule` as the reason. */
  allowed: RegExp;
  rule: string;
};

export type CredentialFormat = {
  /** The key of this format in `formats`, and what a browser remembers of somebody's choice. */
  id: string;
  group: FormatGroup;
  /** What people call it. */
  label: string;
  /** For a download. Never starts with a dot: browsers drop it. */
  fileName: string;
  /** How values are quoted, in one sentence for people who want to know before they paste. */
  quoting: string;
  /** When to take this one, in one sentence. */
  whenToUse: string;
  /** False where the text holds no keys, but tells a tool where it finds them. */
  holdsKeys: boolean;
  /** What to ask the person for. */
  fields: readonly FormatField[];
  /** The text, ending in a line break. Throws an `Error` without any value in it rather than write something unsafe. */
  render(input: FormatInput): string;
  /** What clears it: lines for the same shell, or the text that takes the place of the block or file. */
  undo(input: UndoInput): string;
};

/** What was typed for a field, or `otherwise` where nothing was. Throws an `Error` that says what may stand there. */
export function fieldValue(field: FormatField, { fields }: UndoInput, otherwise = field.placeholder): string {
  const typed = fields && Object.hasOwn(fields, field.name) ? fields[field.name]?.trim() : undefined;
  if (!typed) return otherwise;
  if (field.allowed.test(typed)) return typed;
  throw new Error(`${field.label}: ${field.rule}`);
}
