"use client";
/** The list of accounts. Only what is seen exists in the page, whether there are three accounts or thousands. */

import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEventHandler,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { Grid } from "@/app/_ui/grid";
import { useMedia } from "@/app/_ui/use-media";
import { AccountBlock, type CopyState, type RowState } from "./account-block";
import { blockHeight, rowCount, wideFrom } from "./row-layout";
import type { Found } from "./search-access";
import { useStill } from "./use-still";

type ListProps = {
  found: readonly Found[];
  words: readonly string[];
  /** The chosen row and its block's place in `found`. */
  chosen: RowState;
  chosenBlock: number;
  copying: CopyState;
  onKeyDown: KeyboardEventHandler;
  /** Whether the keyboard is somewhere in the list. */
  onInside: (inside: boolean) => void;
};

export function AccessList({ found, words, chosen, chosenBlock, copying, onKeyDown, onInside }: ListProps) {
  const list = useRef<HTMLDivElement>(null);
  const wide = useMedia(wideFrom);
  const top = useTop(list);

  const places = useMemo(() => {
    let at = 0;
    return new Map(
      found.map((one) => {
        const place = at;
        at += blockHeight(one, wide);
        return [one.findable.entry.key, place];
      }),
    );
  }, [found, wide]);

  // A new function where sizes changed: that is how the virtualizer learns to place everything anew.
  const keyOf = useCallback((index: number) => found[index]?.findable.entry.key ?? index, [found]);
  const sizeOf = useCallback(
    (index: number) => {
      const one = found[index];
      return one ? blockHeight(one, wide) : 0;
    },
    [found, wide],
  );
  const withChosen = useCallback(
    (range: Range) => {
      const seen = defaultRangeExtractor(range);
      // The row with the keyboard stays in the page even when it is scrolled away, or the keyboard would be lost.
      const missing = chosenBlock >= 0 && !seen.includes(chosenBlock);
      return missing ? [...seen, chosenBlock].sort((one, other) => one - other) : seen;
    },
    [chosenBlock],
  );
  const virtual = useWindowVirtualizer({
    count: found.length,
    estimateSize: sizeOf,
    getItemKey: keyOf,
    rangeExtractor: withChosen,
    overscan: 6,
    scrollMargin: top,
  });
  useStill({ list, places, query: words.join(" ") });

  return (
    <Grid
      ref={list}
      id="roles"
      aria-label="Roles by account"
      aria-rowcount={found.reduce((sum, one) => sum + rowCount(one), 0)}
      onKeyDown={onKeyDown}
      onFocus={() => onInside(true)}
      onBlur={() => onInside(false)}
      className="relative"
      style={{ height: virtual.getTotalSize() }}
    >
      {virtual.getVirtualItems().map(({ key, index, start }) => {
        const one = found[index];
        if (!one) return null;
        return (
          <div
            key={key}
            role="presentation"
            data-block={one.findable.entry.key}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${start - top}px)`, height: sizeOf(index) }}
          >
            <AccountBlock
              found={one}
              words={words}
              chosen={chosen?.row.key === one.findable.entry.key ? chosen : null}
              copying={copying?.row.key === one.findable.entry.key ? copying : null}
            />
          </div>
        );
      })}
    </Grid>
  );
}

/** Where the list begins on the page. What stands above it may come and go. */
function useTop(list: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  // No dependencies: any painting may have moved it, and a state that is the same paints nothing.
  useLayoutEffect(() => {
    if (list.current) setTop(Math.round(list.current.getBoundingClientRect().top + scrollY));
  });
  return top;
}
