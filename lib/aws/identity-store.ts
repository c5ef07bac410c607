/** Asks the identity store who a user is and what a group is called. The only file that knows its calls. */

import "server-only";

import { DescribeGroupCommand, GetUserIdCommand } from "@aws-sdk/client-identitystore";
import { z } from "zod";
import { textOrNull } from "@/lib/aws/accounts";
import { answerOf } from "@/lib/aws/answer";
import { type Call, named } from "@/lib/aws/call";
import type { IdentityCenter } from "@/lib/aws/identity-center-instance";
import { askAsReader, identityStoreClient } from "@/lib/aws/organization-reader";
import type { Instance } from "@/lib/env";

const User = z.object({
  UserId: z.string().regex(/^([0-9a-f]{10}-|)[A-Fa-f0-9]{8}(-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}$/),
});

const Group = z.object({ DisplayName: z.string().max(1024).nullish() });

/** The user whom a user name or an address belongs to; it is compared by AWS. Throws `not-found` where it is nobody's. */
export async function userIdOf(
  instance: Instance,
  { identityStoreId: IdentityStoreId }: IdentityCenter,
  by: { userName: string } | { email: string },
  call: Call,
): Promise<string> {
  const client = identityStoreClient(instance);
  const UniqueAttribute =
    "userName" in by
      ? { AttributePath: "userName", AttributeValue: by.userName }
      : { AttributePath: "emails.value", AttributeValue: by.email };
  const command = new GetUserIdCommand({ IdentityStoreId, AlternateIdentifier: { UniqueAttribute } });
  const answer = await askAsReader("GetUserId", call, client, (options) =>
    client.send(named(command, call), options),
  );
  return answerOf("GetUserId", User, answer).UserId;
}

/** Null where it has no name. Throws `not-found` where it is gone. */
export async function groupName(
  instance: Instance,
  { identityStoreId: IdentityStoreId }: IdentityCenter,
  groupId: string,
  call: Call,
): Promise<string | null> {
  const client = identityStoreClient(instance);
  const command = new DescribeGroupCommand({ IdentityStoreId, GroupId: groupId });
  const answer = await askAsReader("DescribeGroup", call, client, (options) =>
    client.send(named(command, call), options),
  );
  return textOrNull(answerOf("DescribeGroup", Group, answer).DisplayName);
}
