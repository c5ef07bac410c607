/** The lines of a text, as Python opens it. */

/** Offsets in the text, without the line's end. */
export type Span = { from: number; to: number };

/** Python ends a line at each of `\n`, `\r\n` and `\r`. */
export function* linesOf(text: string): Generator<Span> {
  let from = 0;
  if (/\r(?!\n)/.test(text)) {
    for (const { 0: end, index } of text.matchAll(/\r\n?|\n/g)) {
      yield { from, to: index };
      from = index + end.length;
    }
  } else {
    for (let feed = text.indexOf("\n"); feed >= 0; feed = text.indexOf("\n", from)) {
      yield { from, to: feed > from && text.charCodeAt(feed - 1) === 0x0d ? feed - 1 : feed };
      from = feed + 1;
    }
  }
  if (from < text.length) yield { from, to: text.length };
}
