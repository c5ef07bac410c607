/** Whose keys these are, by AWS's own word. Asked before anything that a new token gives is handed out or kept. */

import "server-only";
import { callerIdentity } from "@/lib/aws/caller-identity";
import type { Credentials } from "@/lib/core/credentials";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import type { Instance } from "@/lib/env";
import { record } from "@/lib/portal/record";

/**
 * Answers the ARN by which AWS knows this person. Where AWS names somebody else it throws `identity-mismatch`, after
 * `drop` has thrown the token away and the refusal is recorded: a token is dropped even if that cannot be recorded.
 */
export async function mustBeTheirs(
  person: Person,
  instance: Instance,
  { credentials, drop }: { credentials: Credentials; drop: () => Promise<void> },
  facts: RequestFacts,
): Promise<string> {
  const { arn, sessionName } = await callerIdentity(instance, credentials, facts);
  if (person.userName !== null && sessionName === person.userName) return arn;

  await drop();
  const problem = "identity-mismatch";
  const reason = `AWS answers for ${sessionName}, the provider for ${person.userName ?? "nobody"}`;
  const detail = { problem, reason, instance: instance.id };
  await record(person, facts, { kind: "connection.refused", detail });
  throw new PortalError(problem, reason);
}
