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

type Called = Parameters<typeof calledName>[0];

/** Longer ones nobody types, and doors take no more. */
const longestToType = 120;

/** Without what cannot be seen, and so not typed; the id where nothing is left, or too much. */
export function nameToType(account: Called): string {
  const seen = calledName(account).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, "");
  const name = seen.replace(/\s+/gu, " ").trim();
  return name === "" || name.length > longestToType ? account.accountId : name;
}

function plain(text: string): string {
  return text.normalize("NFC").replace(/\s+/gu, " ").trim().toLowerCase();
}

/**
 * Whether what was typed names the account: as it is called on the page or, for whoever saw it before it was given another
 * name, as AWS calls it. Upper and lower case are alike.
 */
export function isNameOf(typed: string, account: Called): boolean {
  const names = [account, { ...account, look: null }].map((one) => plain(nameToType(one)));
  return names.includes(plain(typed));
}
