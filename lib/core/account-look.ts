/** How an account looks wherever it appears. Reaches the browser, so there is no zod here. */

export const environments = ["production", "staging", "development"] as const;

export type Environment = (typeof environments)[number];

export const accountColours = [
  "red",
  "orange",
  "amber",
  "green",
  "teal",
  "blue",
  "violet",
  "pink",
  "grey",
] as const;

export type AccountColour = (typeof accountColours)[number];

/** What administrators' rules make of an account. */
export type AccountLook = {
  environment: Environment | null;
  /** Null: the environment's own. */
  colour: AccountColour | null;
  label: string | null;
  /** Stands in place of AWS's name. */
  displayName: string | null;
  /** Whoever takes a role there types the account's name first. */
  confirm: boolean;
};

/** What an account is called on the page, and what is typed to confirm: display name, else AWS's name, else its id. */
export function calledName(account: {
  accountId: string;
  name: string | null;
  look: Pick<AccountLook, "displayName"> | null;
}): string {
  return account.look?.displayName ?? (account.name?.trim() ? account.name : account.accountId);
}
