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
import { inOrder, useInFlow } from "./first-screen";
import type { RowName } from "./list-cursor";
import { blockHeight, rowCount, wideFrom } from "./row-layout";
import type { Found } from "./search-access";
import { type Slots, slotsFor } from "./slots";
import { useStill } from "./use-still";
import { useWanted } from "./use-wanted";

type ListProps = {
  found: readonly Found[];
  words: readonly string[];
  /** The chosen row and its block's place in `found`. */
  chosen: RowState;
  chosenBlock: number;
  copying: CopyState;
  menuOf: RowName | null;
  onKeyDown: KeyboardEventHandler;
  /** Whether the keyboard is somewhere in the list. */
  onInside: (inside: boolean) => void;
};

export function AccessList({
  found,
  words,
  chosen,
  chosenBlock,
  copying,
  menuOf,
  onKeyDown,
  onInside,
}: ListProps) {
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
    overscan: 2,
    scrollMargin: top,
  });
  const inFlow = useInFlow();
  const items = inFlow ? inOrder(found, keyOf) : virtual.getVirtualItems();
  const slots = useSlots(items.map(({ key }) => String(key)));
  useStill({ list, places, query: words.join(" ") });
  useWanted(
    items.map(({ key }) => String(key)),
    words.length > 0 ? found.slice(0, 50).map((one) => one.findable.entry.key) : [],
  );

  return (
    <Grid
      ref={list}
      aria-label="Roles by account"
      aria-rowcount={found.reduce((sum, one) => sum + rowCount(one), 0)}
      onKeyDown={onKeyDown}
      onFocus={() => onInside(true)}
      onBlur={() => onInside(false)}
      className="relative"
      style={inFlow ? undefined : { height: virtual.getTotalSize() }}
    >
      {items.map(({ key, index, start }) => {
        const one = found[index];
        if (!one) return null;
        return (
          <div
            key={slots.get(String(key))}
            role="presentation"
            data-block={one.findable.entry.key}
            className={inFlow ? "" : "absolute inset-x-0 top-0 contain-strict"}
            style={inFlow ? undefined : { transform: `translateY(${start - top}px)`, height: sizeOf(index) }}
          >
            <AccountBlock
              found={one}
              words={words}
              chosen={chosen?.row.key === one.findable.entry.key ? chosen : null}
              copying={copying?.row.key === one.findable.entry.key ? copying : null}
              menuOf={menuOf?.key === one.findable.entry.key ? menuOf : null}
            />
          </div>
        );
      })}
    </Grid>
  );
}

function useSlots(keys: readonly string[]): Slots {
  const before = useRef<Slots>(new Map());
  const slots = slotsFor(keys, before.current);
  useLayoutEffect(() => {
    before.current = slots;
  });
  return slots;
}

/** Where the list begins on the page. Told when what stands above it changes its height, and never asked for in between. */
function useTop(list: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      if (list.current) setTop(Math.round(list.current.getBoundingClientRect().top + scrollY));
    };
    const above = new ResizeObserver(measure);
    let element = list.current?.parentElement?.previousElementSibling;
    for (; element; element = element.previousElementSibling) above.observe(element);
    measure();
    return () => above.disconnect();
  }, [list]);
  return top;
}
