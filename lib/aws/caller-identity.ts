/** Asks STS whom keys belong to. The only file that knows `GetCallerIdentity`. */

import "server-only";

import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { z } from "zod";
import { answerOf } from "@/lib/aws/answer";
import { ask, type Call, named } from "@/lib/aws/call";
import { stsClient } from "@/lib/aws/clients";
import type { Credentials } from "@/lib/core/credentials";
import { AccountId } from "@/lib/core/grant";
import type { Instance } from "@/lib/env";

/** `arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Developer_0123456789abcdef/ada.lovelace` */
const assumedRole = /^arn:aws[a-z-]*:sts::\d{12}:assumed-role\/[^/]+\/([^/]+)$/;

const Answer = z.object({ Account: AccountId, Arn: z.string().max(512).regex(assumedRole) });

/**
 * Who AWS thinks the holder of these keys is. `sessionName` is the Identity Center user name. Needs no permission.
 * Throws `aws-refused` where AWS does not accept the keys.
 */
export async function callerIdentity(
  instance: Instance,
  credentials: Credentials,
  call: Call,
): Promise<{ accountId: string; arn: string; sessionName: string }> {
  const client = stsClient(instance, credentials);
  const answer = await ask("GetCallerIdentity", call, (options) =>
    client.send(named(new GetCallerIdentityCommand({}), call), options),
  );

  const { Account: accountId, Arn: arn } = answerOf("GetCallerIdentity", Answer, answer);
  return { accountId, arn, sessionName: assumedRole.exec(arn)?.[1] ?? "" };
}
