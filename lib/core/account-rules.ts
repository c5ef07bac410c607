/** Administrators' rules on how accounts are called and coloured, for everybody. The first rule that matches an account decides. */

import { z } from "zod";
import { accountColours, environments } from "@/lib/core/account-look";

/** Controls and half characters would not be seen by whoever reads a rule, and databases refuse some. */
const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);

export const AccountRule = z.strictObject({
  /** What the pattern is held against: the account's name, its twelve digits, or its path of organisational units. */
  field: z.enum(["name", "id", "path"]),
  /** `glob`: the whole text, with * and ?. `regex`: RE2 syntax, found anywhere. Neither minds upper and lower case. */
  kind: z.enum(["glob", "regex"]),
  pattern: text(200),
  environment: z.enum(environments).nullable(),
  /** Null: the environment's own colour. */
  colour: z.enum(accountColours).nullable(),
  label: text(40).nullable(),
  /** May hold $1 to $9: what the pattern's groups, or a glob's stars, stand for. */
  displayName: text(120).nullable(),
  /** Whether whoever takes a role there must type the account's name first. */
  confirm: z.boolean(),
});

export type AccountRule = z.infer<typeof AccountRule>;

/** In their order. */
export const AccountRules = z.array(AccountRule).max(200);

/** `version` of the list that was read: saving fails where somebody else saved since. 0: there was none yet. */
export type AccountRuleSet = { version: number; rules: readonly AccountRule[] };
