/** The permission sets of an instance: every role that anybody of the company has, under the ARN that it would have. */

import { createHash } from "node:crypto";
import { played } from "@/sandbox/aws/instance";
import type { Reading } from "@/sandbox/aws/json/operation";
import { identities } from "@/sandbox/company";
import { everyRole, usualSessionHours } from "@/sandbox/company-grants";
import { descriptionOf } from "@/sandbox/company-groups";
import type { InstanceName } from "@/sandbox/instances";

export function permissionSetArn(instance: InstanceName, name: string): string {
  const digits = createHash("sha256").update(`permission set ${name}`).digest("hex").slice(0, 16);
  return `arn:aws:sso:::permissionSet/${played(instance).id}/ps-${digits}`;
}

export function permissionSetNames({ company }: Pick<Reading, "company">): string[] {
  const given = identities.flatMap(({ login }) => company.grantsOf(login));
  return [...new Set([...everyRole, ...given.map(({ roleName }) => roleName)])];
}

/** As DescribePermissionSet tells it. */
export function described(instance: InstanceName, name: string) {
  const description = descriptionOf(name);
  return {
    Name: name,
    PermissionSetArn: permissionSetArn(instance, name),
    ...(description !== undefined && { Description: description }),
    CreatedDate: 1_700_000_000.5,
    SessionDuration: `PT${usualSessionHours(name)}H`,
  };
}
