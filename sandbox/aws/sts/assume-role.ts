/** AssumeRole: keys for another role, by AWS's rules of trust, chaining, tags and packed policies. */

import { assumedRoleArn, type Emulator, now, toldInstant } from "@/sandbox/aws/emulator";
import type { Answer } from "@/sandbox/aws/http/answer";
import { form } from "@/sandbox/aws/http/asked";
import { companyOf, managementAccountId, roleId } from "@/sandbox/aws/instance";
import type { Handler } from "@/sandbox/aws/operation";
import { mintKeys } from "@/sandbox/aws/role-keys";
import { instanceNames } from "@/sandbox/instances";
import { type AssumeRoleRequest, parseAssumeRole } from "./assume-role-request";
import { type Caller, callerOf } from "./caller";
import { type TrustedRole, trustedRoles } from "./roles";
import { stsAnswer, stsError } from "./service";

/** A session that was made with another session's keys lasts an hour at most. */
const longestChainedSeconds = 3600;
const mostPackedCharacters = 2048;

export const assumeRole: Handler = (asked, emulator) => {
  const caller = callerOf(asked, emulator);
  if ("refused" in caller) return caller.refused;
  const request = parseAssumeRole(form(asked));
  if ("refused" in request) return request.refused;

  const target = targetOf(request.roleArn, emulator);
  if (!target || !trusts(target.role, request, caller))
    return notAuthorized(caller, "sts:AssumeRole", request.roleArn);
  const refused =
    refusedDuration(request, target.role, caller) ??
    refusedPolicy(request) ??
    refusedTags(request, target.role, caller) ??
    refusedSource(request, target.role, caller);
  return refused ?? assumed(request, target, caller, emulator);
};

type Target = { accountId: string; role: TrustedRole };

function targetOf(roleArn: string, emulator: Emulator): Target | undefined {
  const [, accountId = "", name] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(roleArn) ?? [];
  const role = trustedRoles.find((one) => one.name === name);
  if (!role) return undefined;
  const isThere = role.only
    ? instanceNames.some((one) => accountId === managementAccountId(companyOf(emulator, one)))
    : emulator.company.accountOf(accountId) !== undefined;
  return isThere ? { accountId, role } : undefined;
}

function trusts(role: TrustedRole, request: AssumeRoleRequest, caller: Caller): boolean {
  if (role.only && !caller.arn.endsWith(`:user/${role.only.userName}`)) return false;
  return role.externalId === undefined || role.externalId === request.externalId;
}

function refusedDuration(request: AssumeRoleRequest, role: TrustedRole, caller: Caller): Answer | undefined {
  if (caller.session && request.durationSeconds > longestChainedSeconds) {
    return stsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  }
  if (request.durationSeconds > role.maxSessionSeconds) {
    return stsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  }
  return undefined;
}

function refusedPolicy(request: AssumeRoleRequest): Answer | undefined {
  if (request.policy !== undefined && !isPolicy(request.policy)) {
    return stsError("MalformedPolicyDocument", "Syntax errors in policy.");
  }
  if (packedPercent(request) > 100) {
    return stsError(
      "PackedPolicyTooLarge",
      `Packed policy consumes ${packedPercent(request)}% of allotted space`,
    );
  }
  return undefined;
}

function isPolicy(text: string): boolean {
  try {
    const policy: unknown = JSON.parse(text);
    return typeof policy === "object" && policy !== null && "Statement" in policy;
  } catch {
    return false;
  }
}

/** AWS packs in a way of its own; the plain length is the documented limit beside it. */
function packedPercent({ policy = "", policyArns, tags }: AssumeRoleRequest): number {
  const texts = [policy, ...policyArns, ...[...tags].flat()];
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  return Math.ceil((length / mostPackedCharacters) * 100);
}

function refusedTags(request: AssumeRoleRequest, role: TrustedRole, caller: Caller): Answer | undefined {
  if (request.tags.size === 0 && request.transitiveTagKeys.length === 0) return undefined;
  if (!role.mayTag) return notAuthorized(caller, "sts:TagSession", request.roleArn);

  const given = new Set([...request.tags.keys()].map((key) => key.toLowerCase()));
  const inherited = [...(caller.session?.transitiveTags.keys() ?? [])];
  if (inherited.some((key) => given.has(key.toLowerCase()))) {
    return stsError(
      "ValidationError",
      "One of the specified tag keys conflicts with a transitive tag key from the calling session.",
    );
  }
  if (request.transitiveTagKeys.some((key) => !given.has(key.toLowerCase()))) {
    return stsError("ValidationError", "A transitive tag key is not among the specified tags.");
  }
  return undefined;
}

/** A source identity, once set, goes with every further session and cannot be changed. */
function refusedSource(request: AssumeRoleRequest, role: TrustedRole, caller: Caller): Answer | undefined {
  const { sourceIdentity } = request;
  const inherited = caller.session?.sourceIdentity;
  const changes = inherited !== undefined && sourceIdentity !== undefined && sourceIdentity !== inherited;
  const mayNot = (sourceIdentity ?? inherited) !== undefined && !role.mayNameSource;
  return changes || mayNot ? notAuthorized(caller, "sts:SetSourceIdentity", request.roleArn) : undefined;
}

function assumed(request: AssumeRoleRequest, target: Target, caller: Caller, emulator: Emulator): Answer {
  const { accountId, role } = target;
  const transitive = new Set(request.transitiveTagKeys.map((key) => key.toLowerCase()));
  const passedOn = [...request.tags].filter(([key]) => transitive.has(key.toLowerCase()));
  const keys = mintKeys(emulator, {
    expiresAt: now(emulator) + request.durationSeconds * 1000,
    instance: "main",
    accountId,
    iamRoleName: role.name,
    sessionName: request.sessionName,
    console: caller.session ? { kind: "forbidden" } : { kind: "at-most", seconds: role.maxSessionSeconds },
    sourceIdentity: request.sourceIdentity ?? caller.session?.sourceIdentity,
    transitiveTags: new Map([...(caller.session?.transitiveTags ?? []), ...passedOn]),
    userAgent: undefined,
  });
  const packed = packedPercent(request);
  return stsAnswer("AssumeRole", {
    Credentials: {
      AccessKeyId: keys.accessKeyId,
      SecretAccessKey: keys.secretAccessKey,
      SessionToken: keys.sessionToken,
      Expiration: new Date(toldInstant(emulator, keys.expiresAt)).toISOString().replace(/\.\d+Z$/, "Z"),
    },
    AssumedRoleUser: {
      AssumedRoleId: `${roleId(accountId, role.name)}:${keys.sessionName}`,
      Arn: assumedRoleArn(keys),
    },
    PackedPolicySize: packed > 0 ? packed : undefined,
    SourceIdentity: keys.sourceIdentity,
  });
}

function notAuthorized(caller: Caller, action: string, roleArn: string): Answer {
  return stsError(
    "AccessDenied",
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${roleArn}`,
  );
}
