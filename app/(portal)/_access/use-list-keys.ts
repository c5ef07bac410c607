"use client";
/** The keyboard on the access page: from the search box into the list, through it, and back. */

import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef } from "react";
import type { ListActions } from "./list-actions";
import { isSameRow, type Row, type RowName, rowId } from "./list-cursor";
import { usePageKeys } from "./use-page-keys";

type ListKeys = Pick<ListActions, "choose" | "open" | "copy" | "favourite" | "move"> & {
  rows: readonly Row[];
  /** Place of the chosen row; -1 where there is none. */
  cursor: number;
  query: string;
  box: RefObject<HTMLInputElement | null>;
  /** Whether a single letter or sign may do something. */
  single: boolean;
  onQuery: (query: string) => void;
  onHelp: () => void;
};

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

function withCommand(event: { ctrlKey: boolean; metaKey: boolean }): boolean {
  return event.ctrlKey || event.metaKey;
}

export function useListKeys({ rows, cursor, query, box, single, onQuery, onHelp, ...act }: ListKeys) {
  const wanted = useRef<RowName | null>(null);
  const focusOn = useCallback(
    (row: RowName) => {
      wanted.current = row;
      act.choose(row);
    },
    [act.choose],
  );

  // After the row was painted: it may not have been in the page when it was chosen.
  useEffect(() => {
    if (wanted.current === null) return;
    const row = document.getElementById(rowId(wanted.current));
    wanted.current = null;
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  });

  const goTo = useCallback(
    (place: number) => {
      const row = rows[Math.max(0, Math.min(place, rows.length - 1))];
      if (row) focusOn({ section: row.section, key: row.key, role: row.role });
    },
    [rows, focusOn],
  );

  const toBox = useCallback(() => {
    box.current?.focus();
    box.current?.select();
  }, [box]);

  usePageKeys({ single, toBox, onHelp });

  const row = rows[cursor];
  /** Whether the Enter key means this row: it is shown so only once something was typed or chosen. */
  const ready = query.trim() !== "" && row ? row : null;

  function onBoxKey(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") goTo(ready ? cursor + 1 : cursor);
    else if (event.key === "Escape" && query !== "") onQuery("");
    else if (event.key === "Enter" && ready) withCommand(event) ? act.copy(ready) : act.open(ready);
    else return;
    event.preventDefault();
  }

  /** With Alt, a favourite goes along. */
  function move(by: number): boolean {
    const to = rows[cursor + by];
    if (row?.section !== "favourites") return false;
    if (to?.section === "favourites") {
      act.move(row, to);
      focusOn(row);
    }
    return true;
  }

  function onArrow(event: KeyboardEvent, target: HTMLElement): boolean {
    if (event.altKey) return Math.abs(steps[event.key] ?? 0) === 1 && move(steps[event.key] ?? 0);
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") sideways(target, event.key === "ArrowRight");
    else if (event.key === "ArrowUp" && cursor === 0) toBox();
    else goTo(cursor + (steps[event.key] ?? 0));
    return true;
  }

  function onRowKey(event: KeyboardEvent, target: HTMLElement): boolean {
    const onButton = target.closest("button");
    if (event.key === "Enter" && withCommand(event) && row) act.copy(row);
    else if (event.key === "Enter" && !onButton && row) act.open(row);
    else if (event.key in steps || event.key === "ArrowRight" || event.key === "ArrowLeft")
      return onArrow(event, target);
    else if (event.key === "Home") goTo(0);
    else if (event.key === "End") goTo(rows.length - 1);
    else if (event.key === "Escape") toBox();
    else return false;
    return true;
  }

  /** The row stays under the keyboard; one that is a favourite no more has its account to go back to. */
  function toggle(chosen: Row): void {
    act.favourite(chosen);
    if (chosen.section === "accounts") return;
    const next = rows.filter(({ section }) => section === "favourites");
    const at = next.findIndex((one) => isSameRow(one, chosen));
    const other = next[at + 1] ?? next[at - 1];
    if (other) focusOn({ section: other.section, key: other.key, role: other.role });
    else focusOn({ ...chosen, section: "accounts" });
  }

  function onLetter(event: KeyboardEvent, target: HTMLElement): boolean {
    if (withCommand(event) || event.altKey || event.key.length !== 1 || event.key === " ") return false;
    const letter = event.key.toLowerCase();
    if (single && letter === "c" && row) act.copy(row);
    else if (single && letter === "f" && row) toggle(row);
    else if (single && letter === "m") menuOf(target)?.click();
    else if (single && (letter === "/" || letter === "?")) return false;
    else {
      // Whoever goes on typing means the search: the letter itself lands there.
      box.current?.focus();
      return false;
    }
    return true;
  }

  function onListKey(event: KeyboardEvent): void {
    const { target } = event;
    if (!(target instanceof HTMLElement)) return;
    // What is picked up by its grip is moved by who knows how.
    const grip = target.closest("[data-grip]");
    if (grip?.getAttribute("aria-pressed") === "true") return;
    const known = grip ? event.key.startsWith("Arrow") && onArrow(event, target) : onRow(event, target);
    if (known) event.preventDefault();
  }

  function onRow(event: KeyboardEvent, target: HTMLElement): boolean {
    if (!target.closest('[role="row"][id]')) return false;
    return onRowKey(event, target) || onLetter(event, target);
  }

  return { onBoxKey, onListKey, pointsAt: ready ? rowId(ready) : undefined };
}

/** What a favourite is taken by, its row and the row's buttons, in a line. */
function sideways(target: HTMLElement, right: boolean): void {
  const whole = target.closest<HTMLElement>("[data-favourite]");
  const row = target.closest<HTMLElement>('[role="row"][id]') ?? whole?.querySelector('[role="row"][id]');
  if (!(row instanceof HTMLElement)) return;
  const grip = whole?.querySelector<HTMLElement>("button[data-grip]");
  const line = [...(grip ? [grip] : []), row, ...row.querySelectorAll<HTMLElement>("button")];
  line[line.indexOf(target) + (right ? 1 : -1)]?.focus();
}

function menuOf(target: HTMLElement): HTMLElement | null | undefined {
  return target.closest('[role="row"]')?.querySelector<HTMLElement>("[aria-haspopup]");
}
