/** The parameters of AssumeRole, with the rules that AWS's model sets for each. */

import type { Answer } from "@/sandbox/aws/http/answer";
import { stsError } from "./service";

export type AssumeRoleRequest = {
  roleArn: string;
  sessionName: string;
  durationSeconds: number;
  policy: string | undefined;
  policyArns: string[];
  /** Keys as written. */
  tags: Map<string, string>;
  transitiveTagKeys: string[];
  externalId: string | undefined;
  sourceIdentity: string | undefined;
};

type Rule = { name: string; from: number; to: number; pattern: RegExp; required?: boolean };

/** JavaScript's `\w` is ASCII, as AWS means it. */
const rules: Rule[] = [
  { name: "RoleArn", from: 20, to: 2048, pattern: /^[\t\n\r\u0020-\u{10FFFF}]+$/u, required: true },
  { name: "RoleSessionName", from: 2, to: 64, pattern: /^[\w+=,.@-]*$/, required: true },
  { name: "ExternalId", from: 2, to: 1224, pattern: /^[\w+=,.@:/-]*$/ },
  { name: "SerialNumber", from: 9, to: 256, pattern: /^[\w+=/:,.@-]*$/ },
  { name: "TokenCode", from: 6, to: 6, pattern: /^\d*$/ },
  { name: "SourceIdentity", from: 2, to: 64, pattern: /^(?!aws:)[\w+=,.@-]*$/ },
  { name: "Policy", from: 1, to: 100_000, pattern: /^[\t\n\r\u0020-\u00FF]+$/ },
];

export function parseAssumeRole(fields: URLSearchParams): AssumeRoleRequest | { refused: Answer } {
  const broken = rules.flatMap((rule) => violation(rule, fields.get(rule.name)) ?? []);
  const duration = fields.get("DurationSeconds") ?? "3600";
  if (!/^\d{1,9}$/.test(duration)) broken.push(constraint("DurationSeconds", "Member must be an integer"));
  else if (Number(duration) < 900)
    broken.push(constraint("DurationSeconds", "Member must have value greater than or equal to 900"));
  else if (Number(duration) > 43_200)
    broken.push(constraint("DurationSeconds", "Member must have value less than or equal to 43200"));

  const tags = tagsOf(fields);
  broken.push(...tags.broken);
  const policyArns = members(fields, "PolicyArns", ".arn");
  const transitiveTagKeys = members(fields, "TransitiveTagKeys", "");
  if (policyArns.length > 10)
    broken.push(constraint("PolicyArns", "Member must have length less than or equal to 10"));
  if (transitiveTagKeys.length > 50)
    broken.push(constraint("TransitiveTagKeys", "Member must have length less than or equal to 50"));
  if (broken.length > 0) return { refused: validationError(broken) };

  return {
    roleArn: fields.get("RoleArn") ?? "",
    sessionName: fields.get("RoleSessionName") ?? "",
    durationSeconds: Number(duration),
    policy: fields.get("Policy") ?? undefined,
    policyArns,
    tags: tags.tags,
    transitiveTagKeys,
    externalId: fields.get("ExternalId") ?? undefined,
    sourceIdentity: fields.get("SourceIdentity") ?? undefined,
  };
}

function violation({ name, from, to, pattern, required }: Rule, value: string | null): string | undefined {
  if (value === null) return required ? constraint(name, "Member must not be null") : undefined;
  if (value.length < from)
    return constraint(name, `Member must have length greater than or equal to ${from}`);
  if (value.length > to) return constraint(name, `Member must have length less than or equal to ${to}`);
  return pattern.test(value)
    ? undefined
    : constraint(name, `Member must satisfy regular expression pattern: ${pattern.source}`);
}

/** `Tags.member.N.Key` and `.Value`; keys that differ only in case are the same key. */
function tagsOf(fields: URLSearchParams): { tags: Map<string, string>; broken: string[] } {
  const keys = members(fields, "Tags", ".Key");
  const values = keys.map((_, index) => fields.get(`Tags.member.${index + 1}.Value`) ?? "");
  const legal = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
  const broken: string[] = [];

  if (keys.length > 50) broken.push(constraint("Tags", "Member must have length less than or equal to 50"));
  if (keys.some((key) => key.length < 1 || key.length > 128 || !legal.test(key))) {
    broken.push(constraint("Tags.key", "Member must be a legal tag key of 1 to 128 characters"));
  }
  if (values.some((value) => value.length > 256 || !legal.test(value))) {
    broken.push(constraint("Tags.value", "Member must be a legal tag value of 0 to 256 characters"));
  }
  if (new Set(keys.map((key) => key.toLowerCase())).size < keys.length) {
    broken.push(constraint("Tags", "Duplicate tag keys found"));
  }
  return { tags: new Map(keys.map((key, index) => [key, values[index] ?? ""])), broken };
}

/** A list of the query protocol: numbered from 1, without gaps. */
function members(fields: URLSearchParams, list: string, suffix: string): string[] {
  const found: string[] = [];
  for (let index = 1; ; index++) {
    const value = fields.get(`${list}.member.${index}${suffix}`);
    if (value === null) return found;
    found.push(value);
  }
}

function constraint(name: string, sentence: string): string {
  return `Value at '${name[0]?.toLowerCase()}${name.slice(1)}' failed to satisfy constraint: ${sentence}`;
}

function validationError(broken: string[]): Answer {
  const plural = broken.length === 1 ? "error" : "errors";
  return stsError("ValidationError", `${broken.length} validation ${plural} detected: ${broken.join("; ")}`);
}
