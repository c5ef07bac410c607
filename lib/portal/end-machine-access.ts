/** What machines hold of a person ends at once, on every replica: the next request finds it ended. */

import "server-only";
import type { Person } from "@/lib/core/person";
import { endUnusedAccess } from "@/lib/portal/end-unused-access";
import { type Occasion, record } from "@/lib/portal/record";
import { revokeAccessTokens } from "@/lib/store/access-tokens";
import { forgetSealedCredentials } from "@/lib/store/sealed-credentials";

/** Who or what ended it: kept in the row and on the record. */
export type EndedBy = "person" | "machine" | "sign-out" | "administrator" | "provider";

type Ending = {
  why: EndedBy;
  /** Who does it, where that is somebody else. The event is theirs, and names the owner. */
  by?: Person;
  /** One token alone. */
  id?: string;
  /** Told of a record that failed, for the log: what should end has ended all the same. */
  noticed?: (failure: unknown) => void;
};

/** Ends a person's living tokens, or one of them. Answers how many. */
export async function revokeTokens(
  person: Person,
  facts: Occasion,
  { why, by, id, noticed = () => undefined }: Ending,
): Promise<number> {
  const ended = await revokeAccessTokens(person.id, why, id === undefined ? {} : { id });
  // Kept for all of a person's machines together: the others have them made anew.
  await forgetSealedCredentials(person.id);
  const owner = by && by.id !== person.id ? { owner: person.id } : {};
  for (const { name, fingerprint: tokenFingerprint } of ended) {
    const detail = { name, why, ...owner };
    const event = { kind: "access-token.revoked", tokenFingerprint, detail } as const;
    await record(by ?? person, facts, event).catch(noticed);
  }
  // The last machine of somebody who is not here takes with it what it was served with.
  await endUnusedAccess(person, facts).catch(noticed);
  return ended.length;
}

/** All of it: every access token, and whatever is kept to serve machines with. Answers how many tokens. */
export async function endMachineAccess(
  person: Person,
  facts: Occasion,
  ending: Omit<Ending, "id">,
): Promise<number> {
  return await revokeTokens(person, facts, ending);
}
