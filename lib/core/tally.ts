/** What is added up of the record, for charts. This is stored data: a word that changes its meaning needs another `tallyVersion`. */

/** Keys that a machine was handed again are the same keys, and are not counted again. `failures`: also what ended nobody knows how. */
export const tallied = ["keys", "machine-keys", "consoles", "sign-ins", "refusals", "failures"] as const;

export type Tallied = (typeof tallied)[number];

export function isTallied(value: unknown): value is Tallied {
  return tallied.some((known) => known === value);
}

/** What hands out access: what most charts show. */
export const taken = ["keys", "machine-keys", "consoles"] as const satisfies readonly Tallied[];

/** Whom or what a count is about. */
export type TallySubject = "account" | "role" | "person";

/** With another one, everything is counted anew. */
export const tallyVersion = 1;
