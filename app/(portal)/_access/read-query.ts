/** What a search asks for: which rows, and which page of the console is to be opened with one. Pure. */

import { type ConsoleLink, consoleLink } from "@/lib/core/console-link";
import type { ConsoleRegion } from "@/lib/core/console-regions";
import type { ConsoleServiceId } from "@/lib/core/console-services";
import type { Marks } from "./found-marks";
import { mistypedPage, type PageWord, type pageNames, pageWords } from "./page-words";
import {
  type Everything,
  type Fitting,
  type Narrowed,
  searchWords,
  withWord,
  withWords,
} from "./search-access";
import { fits } from "./word-match";

/** Where in the console Enter leads. Empty: to its home. */
export type ConsolePlace = {
  destination?: string;
  service?: ConsoleServiceId;
  region?: ConsoleRegion;
};

/** A part of the search that means a page, and its words as they were typed. */
export type PagePart = { text: string } & ({ service: ConsoleServiceId } | { region: ConsoleRegion });

export type Answer = {
  left: readonly Fitting[];
  marks: Marks;
  place: ConsolePlace;
  /** What was pasted, if it was an address. */
  link: ConsoleLink | null;
  /** Parts that mean a page, and those that could but name a row already. */
  parts: readonly PagePart[];
  offers: readonly PagePart[];
};

type Question = {
  /** Everything that may be meant; made once, not at every letter. */
  all: Everything;
  query: string;
  names: ReturnType<typeof pageNames>;
  /** Texts of parts that were said to mean a page, though rows are called so. */
  forced: ReadonlySet<string>;
};

export function answerTo({ all, query, names, forced }: Question): Answer {
  const link = consoleLink(query);
  if (link) return ofLink(all, link);
  const words = searchWords(query);
  return ofWords(all, words, names, forced);
}

/** The first account of the link that the person has. One that they have not finds nothing. */
function ofLink({ list }: Everything, link: ConsoleLink): Answer {
  const has = new Set(list.map(({ findable }) => findable.entry.account.accountId));
  const accountId = link.accountIds.find((id) => has.has(id)) ?? link.accountIds[0];
  const wanted = [...(accountId ? [accountId] : []), ...(link.role ? [link.role.toLowerCase()] : [])];
  let left = list;
  for (const word of wanted) left = withWord(left, word);
  return {
    left,
    marks: { words: wanted, meant: new Set() },
    place: link.page ? { destination: link.page } : {},
    link,
    parts: [],
    offers: [],
  };
}

function textOf(words: readonly string[], { from, to }: { from: number; to: number }): string {
  return words.slice(from, to).join(" ");
}

function partOf(words: readonly string[], page: PageWord): PagePart {
  const text = textOf(words, page);
  return "service" in page ? { text, service: page.service } : { text, region: page.region };
}

/** Nothing is called so, neither as it was typed nor nearly. */
function isUnknown(all: Everything, word: string): boolean {
  return withWords(all, [word]).left.length === 0;
}

function ofWords(
  all: Everything,
  words: readonly string[],
  names: Question["names"],
  forced: ReadonlySet<string>,
): Answer {
  const pages = pageWords(words, names);
  const ofPages = new Set(pages.flatMap(({ from, to }) => words.slice(from, to).map((_, at) => from + at)));
  const ordinary = words.filter((_, place) => !ofPages.has(place));
  let narrowed = withWords(all, ordinary);
  const marked = [...ordinary];

  if (narrowed.left.length === 0) {
    const mistyped = words
      .map((word, place) =>
        ofPages.has(place) || !isUnknown(all, word) ? null : mistypedPage(words, place, names),
      )
      .filter((page) => page !== null);
    if (mistyped.length > 0) {
      const places = new Set(mistyped.map(({ from }) => from));
      narrowed = withWords(
        all,
        words.filter((_, place) => !ofPages.has(place) && !places.has(place)),
      );
      pages.push(...mistyped);
    }
  }
  return withPages({ narrowed, words, pages, marked, forced });
}

type Pages = {
  narrowed: Narrowed;
  words: readonly string[];
  pages: readonly PageWord[];
  marked: string[];
  forced: ReadonlySet<string>;
};

/**
 * A word for a page finds rows all the same if some are called so, and then means them: a service's exact name where a
 * word of theirs starts with it, the start of one wherever it stands. One that finds no row means the page.
 */
function withPages({ narrowed, words, pages, marked, forced }: Pages): Answer {
  let { left } = narrowed;
  const parts: PagePart[] = [];
  const offers: PagePart[] = [];
  for (const page of pages) {
    const part = partOf(words, page);
    const worst = page.sure === "exact" ? fits.start : fits.inside;
    const each = words.slice(page.from, page.to);
    const named = each.reduce((still, word) => withWord(still, word, worst), left);
    if (page.sure === "mistyped" || named.length === 0 || forced.has(part.text)) parts.push(part);
    else {
      left = named;
      marked.push(...each);
      offers.push(part);
    }
  }
  return {
    left,
    marks: { words: marked, meant: new Set(narrowed.meant) },
    place: placeOf(parts),
    link: null,
    parts,
    // Half a word is no offer: it would come and go with every letter.
    offers: offers.filter(({ text }) =>
      pages.some((page) => page.sure === "exact" && textOf(words, page) === text),
    ),
  };
}

/** Of two services the last one counts: it was typed last. */
function placeOf(parts: readonly PagePart[]): ConsolePlace {
  const place: ConsolePlace = {};
  for (const part of parts) {
    if ("service" in part) place.service = part.service;
    else place.region = part.region;
  }
  return place;
}
