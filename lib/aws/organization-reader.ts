/**
 * As whom the portal reads the organization: as its own AWS identity, or in a role that it assumes for nothing else.
 * The only file that knows `AssumeRole`.
 */

import "server-only";

import type { IdentitystoreClient } from "@aws-sdk/client-identitystore";
import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import type { SSOAdminClient } from "@aws-sdk/client-sso-admin";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { z } from "zod";
import { answerOf } from "@/lib/aws/answer";
import { ask, type Call, named } from "@/lib/aws/call";
import {
  type Identity,
  newIdentityStoreClient,
  newOrganizationsClient,
  newSsoAdminClient,
  ownStsClient,
} from "@/lib/aws/clients";
import type { OrganizationOperation } from "@/lib/aws/errors";
import { failureOf } from "@/lib/aws/failure";
import type { Credentials } from "@/lib/core/credentials";
import { forget, once } from "@/lib/core/once";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { Instance } from "@/lib/env";

/** How CloudTrail calls us there. */
const sessionName = "sallyport";

/** A session with less life than this is made anew: longer than any call takes. Milliseconds. */
const marginMs = 5 * 60 * 1000;

const text = z.string().min(1);

const Answer = z.object({
  Credentials: z.object({
    AccessKeyId: text,
    SecretAccessKey: text,
    SessionToken: text,
    Expiration: z.date(),
  }),
});

async function assume(instance: Instance, roleArn: string): Promise<Credentials> {
  const call = { correlationId: crypto.randomUUID() };
  const client = ownStsClient(instance);
  const command = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName });
  const answer = await ask("AssumeRole", call, async (options) => {
    await client.config.credentials().catch(noIdentity);
    return client.send(named(command, call), options);
  });

  const { Credentials: keys } = answerOf("AssumeRole", Answer, answer);
  return {
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretAccessKey,
    sessionToken: keys.SessionToken,
    expiresAt: keys.Expiration,
  };
}

type Session = Credentials & { expiration: Date };

/** One session for all clients and requests of this process. Whoever finds it near its end makes the next one, for all. */
async function session(instance: Instance, roleArn: string): Promise<Session> {
  const role = `${instance.region} ${roleArn}`;
  const current = () => once(`aws-organization-session ${role}`, () => assume(instance, roleArn));
  const kept = current();
  const isFresh = (await kept).expiresAt.getTime() - Date.now() > marginMs;
  if (!isFresh && current() === kept) forget(`aws-organization-session ${role}`);
  const credentials = await current();
  return { ...credentials, expiration: credentials.expiresAt };
}

function identityFor(instance: Instance): Identity {
  const roleArn = instance.organization?.roleArn;
  return roleArn ? { credentials: () => session(instance, roleArn) } : {};
}

function clientName(service: string, { id, region, organization }: Instance): string {
  return `${service} ${id} ${region} ${organization?.roleArn ?? ""}`;
}

export function organizationsClient(instance: Instance): OrganizationsClient {
  return once(`aws-reader ${clientName("organizations", instance)}`, () =>
    newOrganizationsClient(instance, identityFor(instance)),
  );
}

export function ssoAdminClient(instance: Instance): SSOAdminClient {
  return once(`aws-reader ${clientName("sso-admin", instance)}`, () =>
    newSsoAdminClient(instance, identityFor(instance)),
  );
}

export function identityStoreClient(instance: Instance): IdentitystoreClient {
  return once(`aws-reader ${clientName("identitystore", instance)}`, () =>
    newIdentityStoreClient(instance, identityFor(instance)),
  );
}

/** What the reader's policy must allow. */
export const actions: Readonly<Record<OrganizationOperation, string>> = {
  ListInstances: "sso:ListInstances",
  ListPermissionSets: "sso:ListPermissionSets",
  DescribePermissionSet: "sso:DescribePermissionSet",
  ListAccountAssignmentsForPrincipal: "sso:ListAccountAssignmentsForPrincipal",
  GetUserId: "identitystore:GetUserId",
  DescribeGroup: "identitystore:DescribeGroup",
  ListRoots: "organizations:ListRoots",
  ListOrganizationalUnitsForParent: "organizations:ListOrganizationalUnitsForParent",
  ListAccountsForParent: "organizations:ListAccountsForParent",
  ListTagsForResource: "organizations:ListTagsForResource",
};

/**
 * Asks as the reader. Throws `aws-misconfigured` where there is no identity to ask as, or the role may not be assumed.
 * The detail of a refusal names the action that a policy lacks.
 */
export async function askAsReader<Answer>(
  operation: OrganizationOperation,
  call: Call,
  client: { config: { credentials: () => Promise<unknown> } },
  send: (options: { abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask(operation, call, async (options) => {
      await client.config.credentials().catch(noIdentity);
      return send(options);
    });
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : "";
    const [, detail] = /^aws-refused: (\w+: AccessDenied.*)$/.exec(message) ?? [];
    if (detail === undefined) throw failure;
    throw new PortalError("aws-refused", `${detail} (does its policy allow ${actions[operation]}?)`);
  }
}

/** Looked for on its own, so that STS refusing the portal is never taken for the service refusing to be read. */
function noIdentity(failure: unknown): never {
  const isOurs = problemOf(failure) !== "unexpected";
  if (isOurs && problemOf(failure) !== "aws-refused") throw failure;
  const detail = isOurs && failure instanceof Error ? failure.message : failureOf(failure).detail;
  throw new PortalError(
    "aws-misconfigured",
    `the identity that reads the organization could not be had: ${detail}`,
  );
}
