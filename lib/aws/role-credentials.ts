/** Asks IAM Identity Center for temporary keys. The only file that knows `GetRoleCredentials`. */

import "server-only";

import { GetRoleCredentialsCommand } from "@aws-sdk/client-sso";
import { z } from "zod";
import { answerOf } from "@/lib/aws/answer";
import { ask, type Call, named } from "@/lib/aws/call";
import { identityCenterClient } from "@/lib/aws/clients";
import type { Credentials } from "@/lib/core/credentials";
import type { Grant } from "@/lib/core/grant";
import type { Instance } from "@/lib/env";

/** Printable ASCII with no space, as all of AWS's keys are: nothing that could end a line or a string. */
const key = z.string().regex(/^[\x21-\x7e]+$/);

const Answer = z.object({
  roleCredentials: z.object({
    /** As strict as the audit record is: keys whose id could not be recorded are not handed out. */
    accessKeyId: z.string().regex(/^[A-Z0-9]{16,32}$/),
    secretAccessKey: key,
    sessionToken: key,
    /** Epoch milliseconds. In seconds it would be a time in 1970. */
    expiration: z.number().int().min(1e12).max(8.64e15),
  }),
});

/** Fresh keys: every call mints anew. Throws `role-not-granted` where AWS knows no such role for this person. */
export async function roleCredentials(
  instance: Instance,
  token: string,
  grant: Grant,
  call: Call,
): Promise<Credentials> {
  const input = { accessToken: token, accountId: grant.accountId, roleName: grant.role };
  const answer = await ask("GetRoleCredentials", call, (options) =>
    identityCenterClient(instance).send(named(new GetRoleCredentialsCommand(input), call), options),
  );

  const { expiration, ...keys } = answerOf("GetRoleCredentials", Answer, answer).roleCredentials;
  return { ...keys, expiresAt: new Date(expiration) };
}
