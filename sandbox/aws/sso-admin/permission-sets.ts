/** The permission sets of the instance: every role that anybody of the company has, under the ARN that it would have. */

import { createHash } from "node:crypto";
import type { Emulator } from "@/sandbox/aws/emulator";
import { instanceId } from "@/sandbox/aws/instance";
import { identities } from "@/sandbox/company";
import { everyRole, usualSessionHours } from "@/sandbox/company-grants";
import { descriptionOf } from "@/sandbox/company-groups";

export function permissionSetArn(name: string): string {
  const digits = createHash("sha256").update(`permission set ${name}`).digest("hex").slice(0, 16);
  return `arn:aws:sso:::permissionSet/${instanceId}/ps-${digits}`;
}

export function permissionSetNames(emulator: Emulator): string[] {
  const given = identities.flatMap(({ login }) => emulator.company.grantsOf(login));
  return [...new Set([...everyRole, ...given.map(({ roleName }) => roleName)])];
}

/** As DescribePermissionSet tells it. */
export function described(name: string) {
  const description = descriptionOf(name);
  return {
    Name: name,
    PermissionSetArn: permissionSetArn(name),
    ...(description !== undefined && { Description: description }),
    CreatedDate: 1_700_000_000.5,
    SessionDuration: `PT${usualSessionHours(name)}H`,
  };
}
