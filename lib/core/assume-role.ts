/**
 * What STS takes in AssumeRole, as keys of `~/.aws/config` say it. Profile sets are checked by it on the server and config files
 * in the browser, so there is no zod here.
 */

/** STS's own limits. Between roles an hour is the most, and asking for more makes the call fail. */
export const roleSeconds = { least: 900, most: 43_200, mostBetweenRoles: 3_600 } as const;

export const credentialSources = ["Environment", "Ec2InstanceMetadata", "EcsContainer"] as const;

const partitions = "aws|aws-cn|aws-us-gov|aws-eusc|aws-iso|aws-iso-b|aws-iso-e|aws-iso-f";

type Rule = { shape: RegExp; says: string };

const rules = {
  role_arn: {
    shape: new RegExp(`^(?=.{20,2048}$)arn:(${partitions}):iam::\\d{12}:role/[\\w+=,.@/-]{1,1000}$`, "u"),
    says: "is no role's ARN, such as arn:aws:iam::123456789012:role/Deploy",
  },
  role_session_name: {
    shape: /^[A-Za-z0-9_+=,.@-]{2,64}$/,
    says: "takes 2 to 64 of A-Z, a-z, 0-9 and _+=,.@-",
  },
  external_id: {
    shape: /^[A-Za-z0-9_+=,.@:/-]{2,1224}$/,
    says: "takes 2 to 1,224 of A-Z, a-z, 0-9 and _+=,.@:/-",
  },
  mfa_serial: {
    shape: /^[A-Za-z0-9_+=/:,.@-]{9,256}$/,
    says: "takes 9 to 256 of A-Z, a-z, 0-9 and _+=/:,.@-",
  },
} as const satisfies Record<string, Rule>;

export type AssumeRoleKey = keyof typeof rules | "duration_seconds";

/** What is wrong with a value, as it goes on from the key's name; null where STS takes it. */
export function assumeRoleFault(key: AssumeRoleKey, value: string): string | null {
  if (key !== "duration_seconds") return rules[key].shape.test(value) ? null : rules[key].says;
  const seconds = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  return seconds >= roleSeconds.least && seconds <= roleSeconds.most
    ? null
    : `takes ${roleSeconds.least} to ${roleSeconds.most} seconds`;
}

export function isAssumeRoleKey(key: string): key is AssumeRoleKey {
  return key === "duration_seconds" || Object.hasOwn(rules, key);
}
