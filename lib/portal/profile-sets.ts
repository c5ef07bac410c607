/**
 * Whose a profile set is, and who else has it. A set that is not yours and one that does not exist look the same; so does one that was
 * shared with a group which you have left.
 */

import "server-only";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import { isInOneOf } from "@/lib/policy/is-in-one-of";
import { rightsOf } from "@/lib/portal/rights";
import { profileSetOf, type StoredSet } from "@/lib/store/profile-sets";

/** `administrator`: of everybody's sets, to take them away. */
export type Hold = "owner" | "group" | "administrator";

export function holdOf(person: Person, set: Pick<StoredSet, "ownerId" | "sharedWith">): Hold | null {
  if (set.ownerId === person.id) return "owner";
  if (isInOneOf(person.groups, set.sharedWith)) return "group";
  return rightsOf(person).administrator ? "administrator" : null;
}

export type HeldSet = StoredSet & { hold: Hold };

/** Throws `not-found`. */
export async function heldSet(person: Person, id: string): Promise<HeldSet> {
  const found = await profileSetOf(id);
  const hold = found && holdOf(person, found);
  if (!found || !hold)
    throw new PortalError("not-found", `no profile set ${id.slice(0, 40)} of this person's`);
  return { ...found, hold };
}

/** For whoever may change it. Throws `not-found`: also for people who have it, to whom the page offers nothing of the kind. */
export async function ownSet(person: Person, id: string): Promise<HeldSet> {
  const found = await heldSet(person, id);
  if (found.hold !== "owner") throw new PortalError("not-found", `the profile set ${found.id} is another's`);
  return found;
}

/** For a machine: what its person made or has by a group. An administrator's token opens nobody's sets. */
export async function setOfMachine(person: Person, id: string): Promise<HeldSet> {
  const found = await heldSet(person, id);
  if (found.hold === "administrator") throw new PortalError("not-found", `${found.id} is another's`);
  return found;
}
