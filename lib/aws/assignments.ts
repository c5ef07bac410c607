/**
 * Asks what has been assigned to a user, directly and through groups. It says what an administrator wrote down, not what
 * a person may take: AWS's own list says that. The only file that knows `ListAccountAssignmentsForPrincipal`.
 */

import "server-only";

import { ListAccountAssignmentsForPrincipalCommand } from "@aws-sdk/client-sso-admin";
import { z } from "zod";
import { answerOf } from "@/lib/aws/answer";
import { type Call, named } from "@/lib/aws/call";
import type { IdentityCenter } from "@/lib/aws/identity-center-instance";
import { askAsReader, ssoAdminClient } from "@/lib/aws/organization-reader";
import { AccountId } from "@/lib/core/grant";
import type { Instance } from "@/lib/env";

export type Assignment = {
  accountId: string;
  permissionSetArn: string;
  /** The group that gives it; null where it was assigned to the person. */
  groupId: string | null;
};

const Page = z.object({
  AccountAssignments: z.array(
    z.object({
      AccountId,
      PermissionSetArn: z.string().min(1).max(1224),
      PrincipalId: z.string().min(1).max(64),
      PrincipalType: z.enum(["USER", "GROUP"]),
    }),
  ),
  NextToken: z.string().nullish(),
});

/**
 * One page of at most 100. Needs the management account: anywhere else AWS refuses, also the delegated administrator's.
 * Throws `aws-malformed` where it tells another user's, too.
 */
export async function assignmentsPage(
  instance: Instance,
  { instanceArn: InstanceArn }: IdentityCenter,
  userId: string,
  call: Call,
): Promise<{ items: Assignment[]; next: string | null }> {
  const client = ssoAdminClient(instance);
  const command = new ListAccountAssignmentsForPrincipalCommand({
    InstanceArn,
    PrincipalId: userId,
    PrincipalType: "USER",
    MaxResults: 100,
    NextToken: call.next ?? undefined,
  });
  const answer = await askAsReader("ListAccountAssignmentsForPrincipal", call, client, (options) =>
    client.send(named(command, call), options),
  );
  const OfUser = Page.refine(
    (page) =>
      page.AccountAssignments.every((one) => one.PrincipalType === "GROUP" || one.PrincipalId === userId),
    { path: ["AccountAssignments", "PrincipalId"] },
  );
  const { AccountAssignments, NextToken } = answerOf("ListAccountAssignmentsForPrincipal", OfUser, answer);
  const items = AccountAssignments.map((one) => ({
    accountId: one.AccountId,
    permissionSetArn: one.PermissionSetArn,
    groupId: one.PrincipalType === "GROUP" ? one.PrincipalId : null,
  }));
  return { items, next: NextToken || null };
}
