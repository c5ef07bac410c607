/** Keys for a program with an access token: as far as the token goes, and then the way of everybody's keys. */

import "server-only";
import type { Credentials } from "@/lib/core/credentials";
import type { Grant } from "@/lib/core/grant";
import { PortalError } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { mayTake } from "@/lib/policy/may-take";
import { admitMachine, type Machine } from "@/lib/portal/admit-machine";
import { issueCredentials } from "@/lib/portal/issue-credentials";
import { recordRefusal } from "@/lib/portal/record-refusal";

type Wanted = {
  /** Null where the request names none that could be. */
  grant: Grant | null;
  /** The door, for the record. */
  format: string;
  /** The header that let the program in: it is looked at again when keys have taken a while. */
  authorization: string | null;
};

/**
 * What cannot be, what the token is not for and what AWS does not give are all `role-not-granted`: a token does not tell which roles
 * there are. An account that asks for its name is given to tokens that name it, since naming it is what they were made with.
 */
export async function machineCredentials(
  { person, token }: Machine,
  facts: RequestFacts & { path: string },
  { grant, format, authorization }: Wanted,
): Promise<{ credentials: Credentials; accountId: string }> {
  if (!grant || !mayTake(token, grant)) {
    const problem = "role-not-granted";
    await recordRefusal(problem, person, facts, "GET");
    throw new PortalError(problem, grant ? "the access token is not for this role" : "no role is named so");
  }
  const machine = {
    fingerprint: token.fingerprint,
    named: token.grants !== null,
    mustStillBeIn: async () => void (await admitMachine(authorization, facts)),
  };
  const { credentials } = await issueCredentials(person, facts, { grant, format, machine });
  return { credentials, accountId: grant.accountId };
}
