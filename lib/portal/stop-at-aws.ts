/** Writes out, for each instance, what stops a person's sessions at AWS; with their user id where AWS told it, or the portal may look it up. */

import "server-only";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import { partitionIdOf } from "@/lib/core/region";
import type { RequestFacts } from "@/lib/core/request-facts";
import { denyPolicy, type StopAtAws } from "@/lib/core/stop-at-aws";
import { posixQuote } from "@/lib/credentials/bash";
import { type Instance, instances } from "@/lib/env";
import { assignedUser } from "@/lib/portal/assigned-access";
import { keptUserId } from "@/lib/store/identity-center-users";
import { personById } from "@/lib/store/people";

/** Whoever waits for a policy has it without the id rather than late. Milliseconds. */
const patienceMs = 6_000;

/** As AWS told it with the person's token, or looked up. Null where neither was, or AWS does not answer. */
async function userIdAt(person: Person, instance: Instance, facts: RequestFacts): Promise<string | null> {
  const kept = await keptUserId(person.id, instance.id);
  if (kept !== null || !instance.organization) return kept;
  const signal = AbortSignal.timeout(patienceMs);
  const late = new Promise<null>((resolve) => signal.addEventListener("abort", () => resolve(null)));
  const asked = assignedUser(person, instance, { correlationId: facts.correlationId, signal });
  return await Promise.race([asked.catch(() => null), late]);
}

/** As JSON in which nothing is left that a terminal or a shell would act on. */
function plainJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replaceAll(/[^ -~]/g, escaped);
}

/** One command, whatever the name holds. Both ways that AWS knows compare the whole text. */
export function lookUpCommand(
  { userName, email }: Pick<Person, "userName" | "email">,
  { region }: Pick<Instance, "region">,
): string | null {
  const by = userName ? ["userName", userName] : email ? ["emails.value", email] : null;
  if (!by) return null;
  const [AttributePath, AttributeValue] = by;
  const identifier = posixQuote(plainJson({ UniqueAttribute: { AttributePath, AttributeValue } }));
  const store = `aws sso-admin list-instances --region ${region} --query 'Instances[0].IdentityStoreId' --output text`;
  return [
    `aws identitystore get-user-id --region ${region}`,
    `  --identity-store-id "$(${store})"`,
    `  --alternate-identifier ${identifier}`,
    "  --query UserId --output text",
  ].join(" \\\n");
}

/** Throws `not-found`. */
export async function stopAtAws(personId: string, facts: RequestFacts): Promise<StopAtAws[]> {
  const person = await personById(personId);
  if (!person) throw new PortalError("not-found", `no person is ${personId}`);
  return await Promise.all(
    instances().map(async (instance) => {
      const userId = await userIdAt(person, instance, facts);
      return {
        instance: instance.id,
        label: instance.label,
        partition: partitionIdOf(instance.region) ?? "aws",
        userId,
        policy: denyPolicy(userId),
        lookUp: userId === null ? lookUpCommand(person, instance) : null,
      };
    }),
  );
}
