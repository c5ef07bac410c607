"use client";
/** The list of accounts. Only what is seen exists in the page, whether there are three accounts or thousands. */

import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEventHandler,
  type ReactNode,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { Grid } from "@/app/_ui/grid";
import { useMedia } from "@/app/_ui/use-media";
import { AccountBlock, type CopyState, type ListFacts, type RowState } from "./account-block";
import { FavouritesSection } from "./favourites-section";
import { inOrder, useInFlow } from "./first-screen";
import type { RowName } from "./list-cursor";
import { ListHeading } from "./list-heading";
import type { ListItem } from "./list-items";
import { itemHeight, rowCountOf, wideFrom } from "./row-layout";
import { type Slots, slotsFor } from "./slots";
import { type Pointer, useStill } from "./use-still";
import { useWanted } from "./use-wanted";

type ListProps = {
  items: readonly ListItem[];
  facts: ListFacts;
  /** What was searched for, and how the list is arranged: another one may move everything. */
  arrangement: string;
  /** Whether all accounts have come. */
  counted: boolean;
  /** Keys of accounts that a search found; null where nothing is searched for. */
  searched: readonly string[] | null;
  /** The chosen row and the place in `items` of what it stands in. */
  chosen: RowState;
  chosenItem: number;
  copying: CopyState;
  menuOf: RowName | null;
  pointer: Pointer;
  /** How the list is arranged, for its first heading. */
  tools: ReactNode;
  onKeyDown: KeyboardEventHandler;
  /** Whether the keyboard is somewhere in the list. */
  onInside: (inside: boolean) => void;
};

export function AccessList(props: ListProps) {
  const { items, arrangement, searched, chosenItem, onKeyDown, onInside } = props;
  const list = useRef<HTMLDivElement>(null);
  const wide = useMedia(wideFrom);
  const inFlow = useInFlow();
  const virtual = useVirtual({ list, items, wide, chosenItem });
  const seen = inFlow ? inOrder(items) : virtual.getVirtualItems();
  const slots = useSlots(seen.map(({ key }) => String(key)));
  useStill({ list, pointer: props.pointer, places: usePlaces(items, wide), query: arrangement });
  useWanted(useKeysSeen(items, seen), searched ?? undefined);

  const one = (item: ListItem) => <Item {...props} item={item} />;
  return (
    <Grid
      ref={list}
      aria-label="Roles by account"
      aria-rowcount={rowCountOf(items)}
      onKeyDown={onKeyDown}
      onFocus={() => onInside(true)}
      onBlur={() => onInside(false)}
      // The first thing's upper line is the panel's own border.
      className="relative -mt-px"
      style={inFlow ? undefined : { height: virtual.getTotalSize() }}
    >
      {seen.map(({ key, index, start, size }) => {
        const item = items[index];
        if (!item) return null;
        return (
          <div
            key={slots.get(String(key))}
            role="presentation"
            data-block={item.key}
            className={inFlow ? "" : "absolute inset-x-0 top-0 contain-strict"}
            style={
              inFlow
                ? undefined
                : { transform: `translateY(${start - virtual.options.scrollMargin}px)`, height: size }
            }
          >
            {one(item)}
          </div>
        );
      })}
    </Grid>
  );
}

type ItemProps = Pick<
  ListProps,
  "items" | "facts" | "counted" | "chosen" | "copying" | "menuOf" | "tools"
> & {
  item: ListItem;
};

function Item({ item, items, facts, counted, chosen, copying, menuOf, tools }: ItemProps) {
  if (item.kind === "heading") {
    return <ListHeading item={item} counted={counted} tools={item === items[0] ? tools : null} />;
  }
  if (item.kind === "favourites") {
    const inside = (section: string | undefined) => section === "favourites";
    return (
      <FavouritesSection
        favourites={item.favourites}
        facts={facts}
        chosen={inside(chosen?.row.section) ? chosen : null}
        copying={copying}
        menuOf={inside(menuOf?.section) ? menuOf : null}
      />
    );
  }
  const { key } = item;
  const inside = (row: RowName | undefined) => row?.section === "accounts" && row.key === key;
  return (
    <AccountBlock
      found={item.found}
      section="accounts"
      facts={facts}
      chosen={inside(chosen?.row) ? chosen : null}
      copying={copying?.row.key === key ? copying : null}
      menuOf={inside(menuOf ?? undefined) ? menuOf : null}
    />
  );
}

type Virtual = {
  list: RefObject<HTMLElement | null>;
  items: readonly ListItem[];
  wide: boolean;
  chosenItem: number;
};

function useVirtual({ list, items, wide, chosenItem }: Virtual) {
  // A new function where sizes changed: that is how the virtualizer learns to place everything anew.
  const keyOf = useCallback((index: number) => items[index]?.key ?? index, [items]);
  const sizeOf = useCallback(
    (index: number) => {
      const item = items[index];
      return item ? itemHeight(item, wide) : 0;
    },
    [items, wide],
  );
  const withChosen = useCallback(
    (range: Range) => {
      const seen = defaultRangeExtractor(range);
      // The row with the keyboard stays in the page even when it is scrolled away, or the keyboard would be lost.
      const missing = chosenItem >= 0 && !seen.includes(chosenItem);
      return missing ? [...seen, chosenItem].sort((one, other) => one - other) : seen;
    },
    [chosenItem],
  );
  return useWindowVirtualizer({
    count: items.length,
    estimateSize: sizeOf,
    getItemKey: keyOf,
    rangeExtractor: withChosen,
    overscan: 2,
    scrollMargin: useTop(list),
  });
}

/** Where each thing begins, in pixels from the list's top. */
function usePlaces(items: readonly ListItem[], wide: boolean): ReadonlyMap<string, number> {
  return useMemo(() => {
    let at = 0;
    return new Map(
      items.map((item) => {
        const place = at;
        at += itemHeight(item, wide);
        return [item.key, place];
      }),
    );
  }, [items, wide]);
}

/** The same list as long as the same accounts are on screen. */
function useKeysSeen(items: readonly ListItem[], seen: readonly { index: number }[]): readonly string[] {
  const text = seen
    .flatMap(({ index }) => {
      const item = items[index];
      if (item?.kind === "favourites") return item.favourites.map(({ findable }) => findable.entry.key);
      return item?.kind === "account" ? [item.key] : [];
    })
    .join("\n");
  return useMemo(() => (text === "" ? [] : text.split("\n")), [text]);
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
