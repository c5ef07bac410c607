/**
 * Before a list is shown that was read with a token which somebody approved: whose it is. A token that reached no account could not be
 * asked when it came, and may reach one now.
 */

import "server-only";
import { signOutOfAws } from "@/lib/aws/sign-out-of-aws";
import type { Person } from "@/lib/core/person";
import type { RequestFacts } from "@/lib/core/request-facts";
import type { Instance } from "@/lib/env";
import { mustBeTheirs } from "@/lib/portal/confirm-identity";
import { firstKeys } from "@/lib/portal/token-owner";
import { confirmConnection, connectionOf, dropConnection } from "@/lib/store/connections";

/** Throws `identity-mismatch` where AWS names somebody else: then the connection is gone. Asks nothing where the owner is known. */
export async function mustHaveKnownOwner(
  person: Person,
  instance: Instance,
  facts: RequestFacts,
): Promise<void> {
  if (instance.connect !== "device-code") return;
  const connection = await connectionOf(person.id, instance.id);
  if (!connection || connection.arn) return;
  const { accessToken } = connection;
  const credentials = await firstKeys(instance, accessToken, facts);
  if (!credentials) return;

  async function drop(): Promise<void> {
    await dropConnection(person.id, instance.id);
    await signOutOfAws(instance, accessToken, facts).catch(() => undefined);
  }
  const arn = await mustBeTheirs(person, instance, { credentials, drop }, facts);
  await confirmConnection(person.id, instance.id, arn);
}
