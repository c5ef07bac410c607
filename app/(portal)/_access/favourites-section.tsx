"use client";
/** The person's favourites, in their order. What moves them is fetched when somebody comes near, for few come to move them. */

import { type ComponentType, memo, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { GripIcon } from "@/app/_ui/icons";
import { AccountBlock, type CopyState, type ListFacts, type RowState } from "./account-block";
import { favouriteLook, gripLook, type Movable, nameOfFavourite } from "./favourite";
import type { Found } from "./findable";
import type { RowName } from "./list-cursor";

type SectionProps = {
  favourites: readonly Found[];
  facts: ListFacts;
  chosen: RowState;
  copying: CopyState;
  menuOf: RowName | null;
};

function isOf(state: { row: Pick<RowName, "key" | "role"> } | null, name: RowName): boolean {
  return state?.row.key === name.key && state.row.role === name.role;
}

export const FavouritesSection = memo(function FavouritesSection(props: SectionProps) {
  const { favourites, facts, chosen, copying, menuOf } = props;
  const { box, Sortable, load } = useSortable(favourites.length > 1, menuOf !== null);

  function block(favourite: Found, grip: ReactNode) {
    const name = nameOfFavourite(favourite);
    return (
      <AccountBlock
        found={favourite}
        section="favourites"
        facts={facts}
        chosen={chosen && isOf(chosen, name) ? chosen : null}
        copying={copying && isOf(copying, name) ? copying : null}
        menuOf={menuOf && isOf({ row: menuOf }, name) ? menuOf : null}
        grip={grip}
      />
    );
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done but to fetch what is about to be needed.
    <div ref={box} role="presentation" onPointerEnter={load} onFocus={load}>
      {Sortable ? (
        <Sortable favourites={favourites}>{block}</Sortable>
      ) : (
        favourites.map((favourite) => (
          <div
            key={`${favourite.findable.entry.key}/${favourite.roles[0]}`}
            role="presentation"
            data-favourite=""
            className={favouriteLook}
          >
            {block(
              favourite,
              favourites.length > 1 ? (
                <span aria-hidden="true" className={gripLook}>
                  <GripIcon />
                </span>
              ) : null,
            )}
          </div>
        ))
      )}
    </div>
  );
});

/** The keyboard is where it was though the rows around it are made anew; a menu that hangs on one of them is waited for. */
function useSortable(wanted: boolean, hasMenu: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const asked = useRef(false);
  const held = useRef<{ row: string; place: number } | null>(null);
  const [loaded, setLoaded] = useState<{ Sortable: ComponentType<Movable> } | null>(null);
  const [isUsed, setIsUsed] = useState(false);

  function load() {
    if (asked.current || !wanted) return;
    asked.current = true;
    const taking = import("./sortable-favourites");
    taking.then(
      ({ SortableFavourites }) => setLoaded({ Sortable: SortableFavourites }),
      () => {
        asked.current = false;
      },
    );
  }

  // From here to the rows that are made anew nobody presses a key in between.
  useLayoutEffect(() => {
    if (!loaded || hasMenu || isUsed) return;
    held.current = placeOfKeyboard(box.current);
    setIsUsed(true);
  }, [loaded, hasMenu, isUsed]);

  useLayoutEffect(() => {
    if (!isUsed || !held.current) return;
    const row = document.getElementById(held.current.row);
    const target = row && [row, ...row.querySelectorAll<HTMLElement>("button")][held.current.place];
    held.current = null;
    target?.focus({ preventScroll: true });
  }, [isUsed]);

  return { box, load, Sortable: wanted && isUsed ? loaded?.Sortable : undefined };
}

function placeOfKeyboard(box: HTMLElement | null): { row: string; place: number } | null {
  const active = document.activeElement;
  const row = active?.closest<HTMLElement>('[role="row"][id]');
  if (!active || !row || !box?.contains(row)) return null;
  const line: Element[] = [row, ...row.querySelectorAll("button")];
  return { row: row.id, place: line.indexOf(active) };
}
