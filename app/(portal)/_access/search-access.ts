/** Finding a role among thousands, between two keystrokes. Pure. */

import type { Range } from "@/app/_ui/name";
import type { AccessEntry } from "./access-state";

/** An entry made ready to be searched: lower-case once, not at every keystroke. */
export type Findable = {
  entry: AccessEntry;
  /** What the account is called on the page: its name, or its id where AWS gives none. */
  title: string;
  haystack: string;
  roles: readonly { name: string; haystack: string }[];
};

/** An account with the roles of it that were found. */
export type Found = { findable: Findable; roles: readonly string[] };

/** Numbers in names count as numbers: `team-9` stands before `team-10`. */
const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export function titleOf({ account }: Pick<AccessEntry, "account">): string {
  return account.name?.trim() ? account.name : account.accountId;
}

function isNameless({ entry, title }: Findable): boolean {
  return title === entry.account.accountId;
}

function findable(entry: AccessEntry): Findable {
  const { name, accountId, email } = entry.account;
  return {
    entry,
    title: titleOf(entry),
    // The line breaks keep a word from being found across two fields.
    haystack: [name ?? "", accountId, email ?? ""].join("\n").toLowerCase(),
    roles: [...(entry.roles ?? [])]
      .sort(order.compare)
      .map((name) => ({ name, haystack: name.toLowerCase() })),
  };
}

/** Sorted by name; accounts without one come last, by their ids. `known` are findables of before: what did not change is taken over as it is. */
export function findables(
  entries: Iterable<AccessEntry>,
  known: ReadonlyMap<AccessEntry, Findable> = new Map(),
): Findable[] {
  return Array.from(entries, (entry) => known.get(entry) ?? findable(entry)).sort(
    (one, other) =>
      Number(isNameless(one)) - Number(isNameless(other)) ||
      order.compare(one.title, other.title) ||
      one.entry.account.accountId.localeCompare(other.entry.account.accountId),
  );
}

/** The words of a search, lower-case. `1234 5678 9012` and `1234-5678-9012` are one word: an account's id as AWS writes it. */
export function searchWords(query: string): string[] {
  return query
    .toLowerCase()
    .replace(/\b(\d{4})[ -](\d{4})[ -](\d{1,4})\b/g, "$1$2$3")
    .split(/\s+/)
    .filter((word) => word !== "");
}

/**
 * All words must be found, each in the account or in the role. An account whose own words suffice shows all its roles;
 * one whose roles are not known yet is found by its own words alone.
 */
export function search(all: readonly Findable[], words: readonly string[]): Found[] {
  const found: Found[] = [];
  for (const one of all) {
    const missing = words.filter((word) => !one.haystack.includes(word));
    const roles =
      missing.length === 0
        ? one.roles
        : one.roles.filter(({ haystack }) => missing.every((word) => haystack.includes(word)));
    if (roles.length > 0 || missing.length === 0) {
      found.push({ findable: one, roles: roles.map(({ name }) => name) });
    }
  }
  return found;
}

/** Where the words stand in a text, in order, overlapping ones as one. */
export function foundIn(text: string, words: readonly string[]): Range[] {
  const lower = text.toLowerCase();
  // A few letters change their length when made lower-case; then no place would be right.
  if (lower.length !== text.length) return [];
  const ranges: [number, number][] = [];
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1))
      ranges.push([at, at + word.length]);
  }
  ranges.sort(([one], [other]) => one - other);
  const apart: [number, number][] = [];
  for (const [from, to] of ranges) {
    const last = apart.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else apart.push([from, to]);
  }
  return apart;
}
