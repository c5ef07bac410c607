/** Finding a role among thousands, between two keystrokes, though it be mistyped. Pure. */

import type { Findable, Found, Hay, RoleHay } from "./findable";
import { type Fit, fitIn, fits, meant } from "./word-match";

/** The words of a search, lower-case. `1234 5678 9012` and `1234-5678-9012` are one word: an account's id as AWS writes it. */
export function searchWords(query: string): string[] {
  return query
    .toLowerCase()
    .replace(/\b(\d{4})[ -](\d{4})[ -](\d{1,4})\b/g, "$1$2$3")
    .split(/\s+/)
    .filter((word) => word !== "");
}

/** A role as it fits so far: the lower, the better. */
type FitRole = { role: RoleHay; typos: number; score: number };

/** An account that is still among what may be meant. One whose roles are not known has its own fit alone. */
export type Fitting = { findable: Findable; roles: readonly FitRole[]; typos: number; score: number };

/** All that there is to be found, and the words that it is called by: made when the first search is mistyped. */
export type Everything = { list: readonly Fitting[]; vocabulary: () => readonly string[] };

export function everything(all: readonly Found[]): Everything {
  const list = all.map(({ findable }) => ({
    findable,
    roles: findable.roles.map((role) => ({ role, typos: 0, score: 0 })),
    typos: 0,
    score: 0,
  }));
  let words: readonly string[] | undefined;
  function vocabulary(): readonly string[] {
    words ??= vocabularyOf(list);
    return words;
  }
  return { list, vocabulary };
}

/** How a word fits texts; asked for each role's name once, as a few names stand in thousands of accounts. */
type Fitter = { account: (one: Findable) => Fit; role: (one: RoleHay) => Fit };

function fitter(word: string, worst: Fit, typos: Typos | null): Fitter {
  const known = new Map<string, Fit>();
  const better = (fit: Fit) => (fit <= worst ? fit : fits.no);
  function role({ name, hay }: RoleHay): Fit {
    const fit = known.get(name) ?? better(Math.min(fitIn(hay, word), typos?.fit(hay) ?? fits.no));
    known.set(name, fit);
    return fit;
  }
  function account({ names, facts }: Findable): Fit {
    const fit = fitIn(names, word);
    // What is found beside the name is never as good as the start of the name itself.
    if (fit === fits.no && facts.includes(word)) return better(fits.inside);
    return better(fit === fits.no ? (typos?.fit(names) ?? fits.no) : fit);
  }
  return { account, role };
}

/** Each word must be found in the account or in the role; an account whose own words suffice keeps all its roles. */
function narrowed(list: readonly Fitting[], { account, role }: Fitter): Fitting[] {
  const left: Fitting[] = [];
  for (const one of list) {
    const own = account(one.findable);
    const roles: FitRole[] = [];
    for (const each of one.roles) {
      const fit = own === fits.start ? own : Math.min(own, role(each.role));
      if (fit === fits.no) continue;
      const typos = each.typos + (fit === fits.typo ? 1 : 0);
      roles.push({ role: each.role, typos, score: each.score + fit });
    }
    if (roles.length === 0 && own === fits.no) continue;
    left.push({
      findable: one.findable,
      roles,
      typos: one.typos + (own === fits.typo ? 1 : 0),
      score: one.score + own,
    });
  }
  return left;
}

/** Those that a word is found in as it was typed. `fits.start`: only where a word of theirs starts with it. */
export function withWord(list: readonly Fitting[], word: string, worst: Fit = fits.inside): Fitting[] {
  return narrowed(list, fitter(word, worst, null));
}

type Typos = { fit: (hay: Hay) => Fit; words: readonly string[] };

/** For a word of several pieces, such as `pymnts-prd`, each piece must be meant or begin a word. */
function typosOf(word: string, vocabulary: readonly string[]): Typos {
  const pieces = word.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const each = pieces.map((piece) => ({ piece, wanted: meant(vocabulary, piece) }));
  const isMeant = (words: readonly string[]) =>
    each.length > 0 &&
    each.every(({ piece, wanted }) => words.some((one) => wanted.has(one) || one.startsWith(piece)));
  return {
    fit: (hay) => (isMeant(hay.words()) ? fits.typo : fits.no),
    words: each.flatMap(({ piece, wanted }) => [piece, ...wanted]),
  };
}

/** Numbers are left out: nobody is taken to have meant another one. */
function vocabularyOf(list: readonly Fitting[]): string[] {
  const words = new Set<string>();
  const add = (word: string) => words.add(word);
  const names = new Set<string>();
  for (const { findable } of list) {
    findable.names.words().forEach(add);
    for (const { name, hay } of findable.roles) {
      if (names.has(name)) continue;
      names.add(name);
      hay.words().forEach(add);
    }
  }
  return [...words].filter((word) => /\p{L}/u.test(word));
}

export type Narrowed = {
  left: readonly Fitting[];
  /** Words of names that were found for what was mistyped: they are marked in place of it. */
  meant: readonly string[];
};

/**
 * Those that hold all the words. Only where nothing holds them all as they were typed may some be mistyped, and then
 * those are left that need the fewest mistakes.
 */
export function withWords({ list, vocabulary }: Everything, words: readonly string[]): Narrowed {
  let left = list;
  for (const word of words) left = withWord(left, word);
  if (left.length > 0 || words.length === 0) return { left, meant: [] };

  const typos = words.map((word) => typosOf(word, vocabulary()));
  left = words.reduce<readonly Fitting[]>(
    (still, word, place) => narrowed(still, fitter(word, fits.typo, typos[place] ?? null)),
    list,
  );
  const fewest = Math.min(...left.map(fewestTypos));
  return { left: left.flatMap((one) => withTypos(one, fewest)), meant: typos.flatMap((one) => one.words) };
}

function fewestTypos({ roles, typos }: Fitting): number {
  return roles.reduce((fewest, role) => Math.min(fewest, role.typos), roles.length > 0 ? Infinity : typos);
}

function withTypos(one: Fitting, fewest: number): Fitting[] {
  const roles = one.roles.filter(({ typos }) => typos === fewest);
  return roles.length > 0 || (one.roles.length === 0 && one.typos === fewest) ? [{ ...one, roles }] : [];
}

/** A row's place among those that the person uses, 0 being the first, by its account's key and its role. Few are used at all. */
export type Usage = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The best first: how well the words fit, then what the person uses most, then the list's own order. */
export function ranked(left: readonly Fitting[], usage: Usage): Found[] {
  const placed = left.map((one, place) => {
    const places = usage.get(one.findable.entry.key);
    const used = (role: FitRole) => places?.get(role.role.name) ?? never;
    const compare = (a: FitRole, b: FitRole) => a.score - b.score || compareUse(used(a), used(b));
    // Sorting keeps the order of what is alike.
    const roles = one.roles.length > 1 ? [...one.roles].sort(compare) : one.roles;
    const [best] = roles;
    return { one, roles, place, score: best?.score ?? one.score, used: best ? used(best) : never };
  });
  placed.sort((a, b) => a.score - b.score || compareUse(a.used, b.used) || a.place - b.place);
  return placed.map(({ one, roles }) => ({
    findable: one.findable,
    roles: roles.map(({ role }) => role.name),
  }));
}

const never = Number.POSITIVE_INFINITY;

/** Not a difference: of two that were never used it would be no number. */
function compareUse(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
