/** All kinds of event by what they are about, for a select. On the server: the table of kinds is not sent to the browser for it. */

import { kindGroupLabel, kindGroupOf, kindGroups } from "@/lib/core/kind-groups";
import { isKnownKind, kindWords } from "./audit-words";

export type Choice = { value: string; label: string };
export type ChoiceGroup = { label: string; choices: readonly Choice[] };

/** Each group begins with all of itself. One that no kind belongs to is left out. */
export function kindChoices(): ChoiceGroup[] {
  const kinds = Object.keys(kindWords).filter(isKnownKind);
  return kindGroups.flatMap((group) => {
    const own = kinds.filter((kind) => kindGroupOf(kind) === group);
    if (own.length === 0) return [];
    const label = kindGroupLabel(group);
    const all = own.length > 1 ? [{ value: group, label: `${label}: all` }] : [];
    return [{ label, choices: [...all, ...own.map((value) => ({ value, label: kindWords[value].label }))] }];
  });
}
