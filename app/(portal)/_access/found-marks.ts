/** Where in a name the words of a search stand. Pure. */

import type { Range } from "@/app/_ui/name";

/** `words` as they were typed; `meant`: whole words of names that stand for what was mistyped. All lower-case. */
export type Marks = { words: readonly string[]; meant: ReadonlySet<string> };

export const noMarks: Marks = { words: [], meant: new Set() };

const pieces = /[\p{L}\p{N}]+/gu;
const parts = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|[\p{L}]+|\p{N}+/gu;

const nowhere: readonly Range[] = [];

/** In order, overlapping ones as one. Where there is none, always the same: rows know by it that nothing changed. */
export function foundIn(text: string, { words, meant }: Marks): readonly Range[] {
  const lower = text.toLowerCase();
  // A few letters change their length when made lower-case; then no place would be right.
  if (lower.length !== text.length) return nowhere;
  const ranges: [number, number][] = [];
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1))
      ranges.push([at, at + word.length]);
  }
  if (meant.size > 0) ranges.push(...wholeWords(text, lower, meant));
  if (ranges.length === 0) return nowhere;
  ranges.sort(([one], [other]) => one - other);
  const apart: [number, number][] = [];
  for (const [from, to] of ranges) {
    const last = apart.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else apart.push([from, to]);
  }
  return apart;
}

/** The smallest words that are meant: `Admin` of `BillingAdmin`, and all of it only where no part is. */
function wholeWords(text: string, lower: string, meant: ReadonlySet<string>): [number, number][] {
  const of = (pattern: RegExp) =>
    Array.from(text.matchAll(pattern), ({ 0: { length }, index }): [number, number] => [
      index,
      index + length,
    ]).filter(([from, to]) => meant.has(lower.slice(from, to)));
  const found = of(parts);
  return found.length > 0 ? found : of(pieces);
}
