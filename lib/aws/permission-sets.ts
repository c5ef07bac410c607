/** Asks which permission sets there are and what each is. The only file that knows those calls. */

import "server-only";

import { DescribePermissionSetCommand, ListPermissionSetsCommand } from "@aws-sdk/client-sso-admin";
import { z } from "zod";
import { textOrNull } from "@/lib/aws/accounts";
import { answerOf } from "@/lib/aws/answer";
import { type Call, named } from "@/lib/aws/call";
import type { IdentityCenter } from "@/lib/aws/identity-center-instance";
import { askAsReader, ssoAdminClient } from "@/lib/aws/organization-reader";
import { RoleName } from "@/lib/core/grant";
import type { Instance } from "@/lib/env";

export type PermissionSet = {
  arn: string;
  name: string;
  description: string | null;
  sessionSeconds: number | null;
};

const Arn = z
  .string()
  .max(1224)
  .regex(/^arn:aws[a-z-]*:sso:::permissionSet\/[\w.-]+\/ps-[\w./-]+$/);

const Page = z.object({ PermissionSets: z.array(Arn), NextToken: z.string().nullish() });

const Described = z.object({
  PermissionSet: z.object({
    Name: z.string().min(1).max(200),
    Description: z.string().max(10_000).nullish(),
    SessionDuration: z.string().max(100).nullish(),
  }),
});

/** One page of at most 100 ARNs. */
export async function permissionSetsPage(
  instance: Instance,
  { instanceArn: InstanceArn }: IdentityCenter,
  call: Call,
): Promise<{ items: string[]; next: string | null }> {
  const client = ssoAdminClient(instance);
  const command = new ListPermissionSetsCommand({
    InstanceArn,
    MaxResults: 100,
    NextToken: call.next ?? undefined,
  });
  const answer = await askAsReader("ListPermissionSets", call, client, (options) =>
    client.send(named(command, call), options),
  );
  const { PermissionSets, NextToken } = answerOf("ListPermissionSets", Page, answer);
  return { items: PermissionSets, next: NextToken || null };
}

/** Null for a name outside AWS's own rule: lists leave such roles out, too. Throws `not-found` for one that is gone. */
export async function permissionSet(
  instance: Instance,
  { instanceArn: InstanceArn }: IdentityCenter,
  arn: string,
  call: Call,
): Promise<PermissionSet | null> {
  const client = ssoAdminClient(instance);
  const command = new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn: arn });
  const answer = await askAsReader("DescribePermissionSet", call, client, (options) =>
    client.send(named(command, call), options),
  );
  const { PermissionSet: told } = answerOf("DescribePermissionSet", Described, answer);
  if (!RoleName.safeParse(told.Name).success) return null;
  // Administrators write it in lines; it is shown in one.
  const description = textOrNull(told.Description?.replace(/\s+/g, " ").trim());
  return { arn, name: told.Name, description, sessionSeconds: secondsOf(told.SessionDuration ?? "") };
}

/** `PT4H`, `PT1H30M`, `P1D`: ISO 8601 as far as AWS takes it. Null for anything else. */
function secondsOf(duration: string): number | null {
  const parts = /^P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,7})(?:\.\d+)?S)?)?$/.exec(
    duration,
  );
  if (!parts) return null;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0) || null;
}
