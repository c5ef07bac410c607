/** Accounts and roles made ready to be searched: lower-case and in words once, not at every keystroke. Pure. */

import { compareAccounts, compareNames } from "@/lib/core/access-order";
import { calledName } from "@/lib/core/account-look";
import type { Grouping } from "@/lib/core/preferences";
import type { AccessEntry } from "./access-state";

/** A text to be searched. `words`: what it is made of, lower-case: `ReadOnly-eu1` is of readonly, read, only and eu1. */
export type Hay = { text: string; lower: string; words: () => readonly string[] };

export type RoleHay = { name: string; hay: Hay };

export type Findable = {
  entry: AccessEntry;
  /** What the account is called on the page. */
  title: string;
  /** What people name it by. */
  names: Hay;
  /** What else is known of it: id, e-mail, path, tags, environment; lower-case. */
  facts: string;
  roles: readonly RoleHay[];
};

/** An account with the roles of it that were found. */
export type Found = { findable: Findable; roles: readonly string[] };

/** Between small and capital letters, and between letters and digits. */
const inside = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u;

/** AWS allows names of 50 characters, and administrators longer ones. What is longer than any name is not searched for typing mistakes. */
const longestForTypos = 400;

function wordsOf(text: string): string[] {
  const words = new Set<string>();
  for (const piece of text.slice(0, longestForTypos).split(/[^\p{L}\p{N}]+/u)) {
    words.add(piece.toLowerCase());
    for (const part of piece.split(inside)) words.add(part.toLowerCase());
  }
  return [...words].filter(Boolean);
}

export function hayOf(text: string): Hay {
  let words: string[] | undefined;
  function once(): string[] {
    // Only a search that finds nothing as it was typed asks for them.
    words ??= wordsOf(text);
    return words;
  }
  return { text, lower: text.toLowerCase(), words: once };
}

function factsOf({ account, instance }: AccessEntry, instances: InstanceLabels): string {
  const { accountId, email, path, tags, look } = account;
  const tagged = Object.entries(tags ?? {}).map(([key, value]) => `${key}=${value}`);
  // The line breaks keep a word from being found across two facts.
  return [accountId, email, path, look?.environment, instances.get(instance), ...tagged]
    .filter(Boolean)
    .join("\n")
    .toLowerCase();
}

function findable(
  entry: AccessEntry,
  instances: InstanceLabels,
  hayOfRole: (name: string) => RoleHay,
): Found {
  const { account } = entry;
  const title = calledName(account);
  const called = new Set([title, account.name ?? "", account.look?.label ?? ""]);
  const roles = [...(entry.roles ?? [])].sort(compareNames);
  return {
    findable: {
      entry,
      title,
      names: hayOf([...called].join("\n")),
      facts: factsOf(entry, instances),
      roles: roles.map(hayOfRole),
    },
    roles,
  };
}

/** What each instance is called, where there are several: then people search for that too. */
export type InstanceLabels = ReadonlyMap<string, string>;

export type Finding = { instances: InstanceLabels; groupBy: Grouping };

/** All there is, in the list's order. `known` is what was made of entries before: what did not change is taken over as it is. */
export function findables(
  entries: Iterable<AccessEntry>,
  { instances, groupBy }: Finding,
  known: ReadonlyMap<AccessEntry, Found> = new Map(),
): Found[] {
  // A few names stand in thousands of accounts.
  const roles = new Map<string, RoleHay>();
  function hayOfRole(name: string): RoleHay {
    const made = roles.get(name) ?? { name, hay: hayOf(name) };
    roles.set(name, made);
    return made;
  }
  const compare = compareAccounts(groupBy);
  return Array.from(entries, (entry) => known.get(entry) ?? findable(entry, instances, hayOfRole)).sort(
    (one, other) => compare(one.findable.entry.account, other.findable.entry.account),
  );
}
