/** Words of a search that mean no account and no role, but a page of the console: a service, a region. Pure. */

import {
  type ConsoleRegion,
  consoleRegions,
  isSamePartition,
  otherWordsFor,
  placeOf,
} from "@/lib/core/console-regions";
import { type ConsoleServiceId, consoleServiceIds, consoleServices } from "@/lib/core/console-services";
import { meant } from "./word-match";

/** How sure it is that the page is meant. `exact`: it is called so. `begun`: the start of it was typed. */
export type Sureness = "exact" | "begun" | "mistyped";

/** Words that stand side by side, by their places in the search. */
export type PageWord = {
  from: number;
  to: number;
  sure: Sureness;
} & ({ service: ConsoleServiceId } | { region: ConsoleRegion });

type Name = { spelt: string; page: { service: ConsoleServiceId } | { region: ConsoleRegion } };

/** Letters and digits alone: `step-functions`, `Step Functions` and `stepfunctions` are one. */
function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

function spellings(...texts: string[]): string[] {
  return [...new Set(texts.map(squeezed))].filter(Boolean);
}

/** Everything that a page is called. `home`: a region of each partition that the person has accounts in. */
export function pageNames(homes: readonly string[]): Name[] {
  const services = consoleServiceIds.flatMap((service) => {
    const { name, words = "" } = consoleServices[service];
    const called = spellings(service, name, ...words.split(" "));
    return called.map((spelt) => ({ spelt, page: { service } }));
  });
  const regions = consoleRegions
    .filter((region) => homes.some((home) => isSamePartition(home, region)))
    .flatMap((region) => {
      const called = spellings(region, placeOf(region), ...otherWordsFor(region).split(" "));
      // A place's accents are not typed by everybody.
      const plain = called.map((word) => word.normalize("NFD").replace(/\p{Mn}/gu, ""));
      return [...new Set([...called, ...plain])].map((spelt) => ({ spelt, page: { region } }));
    });
  return [...regions, ...services];
}

/** A name of three words is the longest: `IAM Identity Center`, `CloudWatch Logs Insights`. */
const mostWords = 3;

/** Names that words side by side spell out, from the left and the longest first. Then those that a word begins. */
export function pageWords(words: readonly string[], names: readonly Name[]): PageWord[] {
  const found: PageWord[] = [];
  let from = 0;
  while (from < words.length) {
    const next = spelledAt(words, from, names) ?? begunAt(words, from, names);
    if (next) found.push(next);
    from = next ? next.to : from + 1;
  }
  return found;
}

function spelledAt(words: readonly string[], from: number, names: readonly Name[]): PageWord | null {
  for (let to = Math.min(words.length, from + mostWords); to > from; to -= 1) {
    const spelt = squeezed(words.slice(from, to).join(""));
    const name = names.find((one) => one.spelt === spelt);
    if (name) return { from, to, sure: "exact", ...name.page };
  }
  return null;
}

function begunAt(words: readonly string[], from: number, names: readonly Name[]): PageWord | null {
  const start = squeezed(words[from] ?? "");
  const name = start.length < 2 ? undefined : names.find((one) => one.spelt.startsWith(start));
  return name ? { from, to: from + 1, sure: "begun", ...name.page } : null;
}

/** For a word that nothing else is: the page that is called nearly so. */
export function mistypedPage(
  words: readonly string[],
  from: number,
  names: readonly Name[],
): PageWord | null {
  const typed = squeezed(words[from] ?? "");
  if (typed.length < 4) return null;
  const called = meant(
    names.map(({ spelt }) => spelt),
    typed,
  );
  const name = names.find(({ spelt }) => called.has(spelt));
  return name ? { from, to: from + 1, sure: "mistyped", ...name.page } : null;
}
