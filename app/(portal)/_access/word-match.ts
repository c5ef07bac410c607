/** How well one word of a search fits a text: at the start of one of its words, somewhere inside, or but for a typing mistake. Pure. */

import uFuzzy from "@leeoniya/ufuzzy";
import type { Hay } from "./findable";

/** The lower the better. */
export type Fit = number;

export const fits = { start: 0, inside: 1, typo: 2, no: 3 } as const satisfies Record<string, Fit>;

const letterOrDigit = /[\p{L}\p{N}]/u;
const small = /\p{Ll}/u;
const capital = /\p{Lu}/u;

/** Whether a word begins there: after a sign, or at a capital letter. */
function begins(text: string, at: number): boolean {
  const [before, here] = [text[at - 1] ?? "", text[at] ?? ""];
  return !letterOrDigit.test(before) || (small.test(before) && capital.test(here));
}

export function fitIn({ text, lower }: Hay, word: string): Fit {
  let at = lower.indexOf(word);
  if (at < 0) return fits.no;
  // A few letters change their length when made lower-case; then the places in the two are not the same.
  const places = text.length === lower.length ? text : lower;
  while (at >= 0) {
    if (begins(places, at)) return fits.start;
    at = lower.indexOf(word, at + 1);
  }
  return fits.inside;
}

/** Letters of any script. A word of ours holds no other sign. */
const anyScript: uFuzzy.Options = {
  unicode: true,
  interSplit: "[^\\p{L}\\p{N}]+",
  intraSplit: null,
  intraBound: null,
  intraChars: "[\\p{L}\\p{N}]",
  intraContr: "'\\p{L}{1,2}\\b",
  // Only from the start of a word: else `amd` would be found in whatever holds these letters somewhere.
  interLft: 2,
};

/** One letter too many, too few, wrong, or two swapped. In short words only what does not make any word of any other. */
function mistakesIn(word: string): ReturnType<NonNullable<uFuzzy.Options["intraRules"]>> {
  const may = word.length < 3 || /^\d*$/.test(word) ? 0 : 1;
  const mayIfFrom = (length: number) => (word.length < length ? 0 : may);
  return {
    intraSlice: [1, Number.POSITIVE_INFINITY],
    intraIns: may,
    intraTrn: may,
    intraSub: mayIfFrom(5),
    intraDel: mayIfFrom(4),
  };
}

/** With more letters left out, as in `pymnts`, it is another word. At most two in a place. */
const mostLeftOut = 1.75;

/** Those of `words` that somebody may have meant who typed `typed`: letters and digits, all lower-case. */
export function meant(words: readonly string[], typed: string): Set<string> {
  if (typed.length < 3 || typed.length > 40 || !/\p{L}/u.test(typed)) return new Set();
  // The line marks where a word starts, for letters that a regular expression's \b does not know.
  const marked = words.map((word) => `_${word}`);
  const mistaken = new uFuzzy({ ...anyScript, intraMode: 1, intraRules: mistakesIn }).filter(marked, typed);
  const leftOut = new uFuzzy({ ...anyScript, intraMode: 0, intraIns: 2 }).filter(marked, typed);
  const found = [
    ...(mistaken ?? []),
    ...(leftOut ?? []).filter((at) => (words[at] ?? "").length <= typed.length * mostLeftOut),
  ];
  return new Set(found.map((at) => words[at] ?? ""));
}
