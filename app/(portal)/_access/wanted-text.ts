/** What a person wants of keys: all of them for one tool, one value of the three, or only to see them. Pure. */

import { type FormatId, formats } from "@/lib/credentials/formats";
import { profileName } from "@/lib/credentials/profile-name";
import { singleValues } from "@/lib/credentials/single-values";
import type { Keys, Target } from "./take-keys";

export type Wanted =
  | { kind: "format"; format: FormatId; fields?: Readonly<Record<string, string>> }
  | { kind: "value"; label: ValueLabel }
  | { kind: "show"; format: FormatId };

export const valueLabels = ["Access key ID", "Secret access key", "Session token"] as const;

export type ValueLabel = (typeof valueLabels)[number];

/** The text for the clipboard or the eye. Throws, without any value in it, where a format cannot write the keys safely. */
export function wantedText(wanted: Wanted, { grant }: Target, { credentials, region }: Keys): string {
  if (wanted.kind === "value") {
    const found = singleValues(credentials).find(({ label }) => label === wanted.label);
    if (!found) throw new Error("There is no such value.");
    return found.value;
  }
  const { accountId } = grant;
  const fields = wanted.kind === "format" ? wanted.fields : undefined;
  return formats[wanted.format].render({
    credentials,
    region,
    accountId,
    profileName: profileName(grant),
    fields,
  });
}

/** For the audit record: which format, or that it was one value or only looked at. */
export function purposeOf(wanted: Wanted): string {
  return wanted.kind === "value" ? "single-value" : wanted.kind === "show" ? "shown" : wanted.format;
}

/** What was copied, as the page says it. */
export function nameOfWanted(wanted: Wanted): string {
  return wanted.kind === "value" ? wanted.label : formats[wanted.format].label;
}
