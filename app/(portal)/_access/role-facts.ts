/** What is known of a role in an account, in words. Pure. */

import type { PermissionSetFacts } from "@/lib/core/access";
import type { AccessState } from "./access-state";
import type { RowName } from "./list-cursor";

export type RoleFacts = {
  description: string | null;
  /** `up to 4 h`. */
  length: string | null;
  /** Groups that give the role. */
  groups: readonly string[];
};

/** `4 h`, `1 h 30 m`, `45 m`. */
export function lengthWords(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return [hours > 0 ? `${hours} h` : "", minutes > 0 ? `${minutes} m` : ""].filter(Boolean).join(" ");
}

export function roleFacts({ entries, sets }: Pick<AccessState, "entries" | "sets">, row: RowName): RoleFacts {
  const entry = entries.get(row.key);
  const set: PermissionSetFacts | undefined = entry ? own(sets.get(entry.instance), row.role) : undefined;
  const seconds = set?.sessionSeconds ?? 0;
  return {
    description: set?.description?.trim() || null,
    length: seconds >= 60 ? `up to ${lengthWords(seconds)}` : null,
    groups: own(entry?.groups ?? undefined, row.role) ?? [],
  };
}

/** Roles are called anything, `constructor` too. */
function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}
