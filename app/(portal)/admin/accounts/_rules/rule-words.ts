/** Rules in people's words. Pure. */

import { type AccountColour, accountColours, type Environment, environments } from "@/lib/core/account-look";
import type { AccountRule } from "@/lib/core/account-rules";

export const fieldChoices = [
  ["name", "Name"],
  ["id", "Account id"],
  ["path", "Organisation path"],
] as const satisfies readonly (readonly [AccountRule["field"], string])[];

export const kindChoices = [
  ["glob", "is like"],
  ["regex", "matches regex"],
] as const satisfies readonly (readonly [AccountRule["kind"], string])[];

export const environmentChoices = [
  ["none", "none"],
  ...environments.map((one) => [one, one] as const),
] as const satisfies readonly (readonly [Environment | "none", string])[];

/** `own`: the environment's, if there is one. */
export function colourChoices(
  environment: Environment | null,
): readonly (readonly [AccountColour | "own", string])[] {
  const own = environment ? "its environment’s" : "none";
  return [["own", own], ...accountColours.map((one) => [one, one] as const)];
}

/** An example in the empty field: what is written there depends on what it is held against. */
export function patternExample({ field, kind }: AccountRule): string {
  if (field === "id") return kind === "glob" ? "1234*" : "^(1234|5678)";
  if (field === "path") return kind === "glob" ? "Retail / *" : "(^|/ )Retail";
  return kind === "glob" ? "*-prod" : "-(prod|prd)$";
}

const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

export const accountsText = (number: number) => count(number, "account", "accounts");

export const rulesText = (number: number) => count(number, "rule", "rules");
