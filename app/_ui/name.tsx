/** A name that somebody else chose: kept apart from the text around it, with hidden characters shown and found words marked. */

import { visibleParts, visibleText } from "./visible-text";

/** From, inclusive, to, exclusive, in UTF-16 units. In order and apart from each other. */
export type Range = readonly [from: number, to: number];

function Pieces({ text }: { text: string }) {
  return visibleParts(text).map((part, index) =>
    part.hidden ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name and never move.
      <span key={index} className="hidden-character">
        {part.text}
      </span>
    ) : (
      part.text
    ),
  );
}

function marked(text: string, ranges: readonly Range[]) {
  const pieces: { text: string; found: boolean }[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    pieces.push({ text: text.slice(at, from), found: false }, { text: text.slice(from, to), found: true });
    at = to;
  }
  return [...pieces, { text: text.slice(at), found: false }].filter((piece) => piece.text !== "");
}

type NameProps = { text: string; found?: readonly Range[]; className?: string };

/** Cut off with dots where there is no room; the whole name stands in its title. */
export function Name({ text, found = [], className = "" }: NameProps) {
  return (
    <bdi title={visibleText(text)} className={`truncate ${className}`}>
      {marked(text, found).map((piece, index) =>
        piece.found ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name and never move.
          <mark key={index}>
            <Pieces text={piece.text} />
          </mark>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above.
          <Pieces key={index} text={piece.text} />
        ),
      )}
    </bdi>
  );
}
