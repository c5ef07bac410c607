/** Fresh keys from AWS for one grant. Every door that hands out keys comes through here. */

import "server-only";
import { roleCredentials } from "@/lib/aws/role-credentials";
import type { Credentials } from "@/lib/core/credentials";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import { problemOf } from "@/lib/core/portal-error";
import type { ProblemCode } from "@/lib/core/problems";
import type { RequestFacts } from "@/lib/core/request-facts";
import type { Instance } from "@/lib/env";
import { mustBeTheirs } from "@/lib/portal/confirm-identity";
import { withIdentityCenterToken } from "@/lib/portal/identity-center-token";
import { paced } from "@/lib/portal/paced";
import { confirmConnection, connectionOf, dropConnection } from "@/lib/store/connections";
import { forgetSealedCredentials } from "@/lib/store/sealed-credentials";

/** Keys, and the Identity Center token that they were made with. */
type Minted = { credentials: Credentials; token: string };

/**
 * Before the first keys of a connection leave, AWS says whose they are. A provider that maps two people to one
 * user, or lets people choose their e-mail address, would otherwise hand one person another's access.
 */
async function confirmIdentity(
  person: Person,
  instance: Instance,
  { credentials, token }: Minted,
  facts: RequestFacts,
): Promise<void> {
  // What was found out about another token, made while AWS answered, says nothing of these keys; nor they of it.
  const sameToken = async () => {
    const connection = await connectionOf(person.id, instance.id);
    return connection?.accessToken === token ? connection : null;
  };
  if ((await sameToken())?.arn) return;

  const drop = () => dropConnection(person.id, instance.id);
  const arn = await mustBeTheirs(person, instance, { credentials, drop }, facts);
  if (await sameToken()) await confirmConnection(person.id, instance.id, arn);
}

/** With these AWS, or who people are, stands against all that a person has at an instance. */
const noAccess: ReadonlySet<ProblemCode> = new Set([
  "aws-sign-in-ended",
  "aws-connection-needed",
  "aws-assignment-required",
  "aws-user-unmatched",
  "identity-mismatch",
  "email-unverified",
]);

/** What AWS refuses to one door, no other door goes on handing out. */
async function purge(person: Person, grant: Grant, failure: unknown): Promise<void> {
  const problem = problemOf(failure);
  if (problem === "role-not-granted") await forgetSealedCredentials(person.id, grant);
  if (noAccess.has(problem)) await forgetSealedCredentials(person.id, { instance: grant.instance });
}

async function minted(person: Person, instance: Instance, grant: Grant, facts: RequestFacts) {
  const keys = await withIdentityCenterToken(person, instance, facts, async (token) => ({
    credentials: await paced(instance, { priority: "mint" }, () =>
      roleCredentials(instance, token, grant, facts),
    ),
    token,
  }));
  await confirmIdentity(person, instance, keys, facts);
  return keys.credentials;
}

export async function mint(
  person: Person,
  instance: Instance,
  grant: Grant,
  facts: RequestFacts,
): Promise<Credentials> {
  try {
    return await minted(person, instance, grant, facts);
  } catch (failure) {
    await purge(person, grant, failure);
    throw failure;
  }
}
