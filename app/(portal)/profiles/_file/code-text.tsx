/** Text of somebody's file: each space kept, and characters shown that have no shape of their own. */

import { visibleParts } from "@/app/_ui/visible-text";

export function CodeText({ text }: { text: string }) {
  return visibleParts(text.replaceAll("\t", "  ")).map((part, at) =>
    part.hidden ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name and never move.
      <span key={at} className="hidden-character">
        {part.text}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above.
      <bdi key={at}>{part.text}</bdi>
    ),
  );
}
