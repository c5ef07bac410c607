/** Asks IAM Identity Center which roles a person has in an account. The only file that knows `ListAccountRoles`. */

import "server-only";

import { ListAccountRolesCommand } from "@aws-sdk/client-sso";
import { z } from "zod";
import { answerOf } from "@/lib/aws/answer";
import { ask, type Call, named } from "@/lib/aws/call";
import { identityCenterClient } from "@/lib/aws/clients";
import { RoleName } from "@/lib/core/grant";
import type { Instance } from "@/lib/env";

const Page = z.object({
  roleList: z.array(z.object({ roleName: z.string() })),
  nextToken: z.string().nullish(),
});

/**
 * One page of at most 100 roles, in AWS's order. Names that AWS itself would not allow are left out: nobody could
 * take them, and some are made to break whoever shows them. Throws `role-not-granted` for a foreign account.
 */
export async function rolesPage(
  instance: Instance,
  token: string,
  accountId: string,
  call: Call,
): Promise<{ roles: string[]; next: string | null }> {
  const input = { accessToken: token, accountId, maxResults: 100, nextToken: call.next ?? undefined };
  const answer = await ask("ListAccountRoles", call, (options) =>
    identityCenterClient(instance).send(named(new ListAccountRolesCommand(input), call), options),
  );

  const { roleList, nextToken } = answerOf("ListAccountRoles", Page, answer);
  const roles = roleList.map(({ roleName }) => roleName).filter((name) => RoleName.safeParse(name).success);
  return { roles, next: nextToken || null };
}
