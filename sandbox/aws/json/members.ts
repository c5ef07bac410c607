/** Holds a request's members to the rules of AWS's models, and words what is wrong as AWS does. */

import type { Answer } from "@/sandbox/aws/http/answer";
import { jsonFailure } from "./service";

type Body = ReadonlyMap<string, unknown>;

/** A text's rule. `pattern` is held against all of it. Lengths are those that the model sets beside it. */
export type Rule = { pattern: RegExp; least?: number; most: number; optional?: true };

/** `error`: how the service calls it. */
export type Rules = { error: string; texts: Record<string, Rule>; mostResults: number | undefined };

/** The first thing that is wrong with the request. Undefined: nothing is. */
export function violation(body: Body, rules: Rules): Answer | undefined {
  const wrong =
    Object.entries(rules.texts)
      .map(([name, rule]) => textViolation(name, body.get(name) ?? undefined, rule))
      .find((sentence) => sentence !== undefined) ??
    (rules.mostResults === undefined ? undefined : resultsViolation(body, rules.mostResults));
  return wrong === undefined ? undefined : jsonFailure(rules.error, `1 validation error detected: ${wrong}`);
}

/** How many items a page may have: what was asked for, or the most. */
export function pageLength(body: Body, most: number): number {
  const asked = body.get("MaxResults");
  return typeof asked === "number" ? asked : most;
}

function textViolation(name: string, value: unknown, rule: Rule): string | undefined {
  if (value === undefined) return rule.optional ? undefined : constraint(name, "Member must not be null");
  if (typeof value !== "string") return constraint(name, "Member must be a string");
  if (value.length < (rule.least ?? 1)) {
    return constraint(name, `Member must have length greater than or equal to ${rule.least ?? 1}`);
  }
  if (value.length > rule.most) {
    return constraint(name, `Member must have length less than or equal to ${rule.most}`);
  }
  const whole = new RegExp(`^(?:${rule.pattern.source})$`, rule.pattern.flags);
  if (whole.test(value)) return undefined;
  return constraint(name, `Member must satisfy regular expression pattern: ${rule.pattern.source}`);
}

function resultsViolation(body: Body, most: number): string | undefined {
  const asked = body.get("MaxResults") ?? undefined;
  if (asked === undefined) return undefined;
  if (typeof asked !== "number" || !Number.isInteger(asked))
    return constraint("MaxResults", "Member must be an integer");
  if (asked < 1) return constraint("MaxResults", "Member must have value greater than or equal to 1");
  if (asked > most) return constraint("MaxResults", `Member must have value less than or equal to ${most}`);
  return undefined;
}

function constraint(name: string, sentence: string): string {
  return `Value at '${name[0]?.toLowerCase()}${name.slice(1)}' failed to satisfy constraint: ${sentence}`;
}
