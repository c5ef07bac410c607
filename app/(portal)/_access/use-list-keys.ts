"use client";
/** The keyboard on the access page: from the search box into the list, through it, and back. */

import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef } from "react";
import { type Row, type RowName, rowId } from "./list-cursor";

type ListKeys = {
  rows: readonly Row[];
  /** Place of the chosen row; -1 where there is none. */
  cursor: number;
  query: string;
  box: RefObject<HTMLInputElement | null>;
  /** Whether a single letter or sign may do something. */
  single: boolean;
  choose: (row: RowName) => void;
  open: (row: RowName) => void;
  copy: (row: RowName) => void;
  onQuery: (query: string) => void;
  onHelp: () => void;
};

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

function withCommand(event: { ctrlKey: boolean; metaKey: boolean }): boolean {
  return event.ctrlKey || event.metaKey;
}

export function useListKeys({
  rows,
  cursor,
  query,
  box,
  single,
  choose,
  open,
  copy,
  onQuery,
  onHelp,
}: ListKeys) {
  const wanted = useRef<string | null>(null);

  // After the row was painted: it may not have been in the page when it was chosen.
  useEffect(() => {
    if (wanted.current === null) return;
    const row = document.getElementById(wanted.current);
    wanted.current = null;
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  });

  const goTo = useCallback(
    (place: number) => {
      const row = rows[Math.max(0, Math.min(place, rows.length - 1))];
      if (!row) return;
      wanted.current = rowId(row);
      choose({ key: row.key, role: row.role });
    },
    [rows, choose],
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
    else if (event.key === "Enter" && ready) withCommand(event) ? copy(ready) : open(ready);
    else return;
    event.preventDefault();
  }

  function onRowKey(event: KeyboardEvent, target: HTMLElement): boolean {
    const onButton = target.closest("button");
    if (event.key === "Enter" && withCommand(event) && row) copy(row);
    else if (event.key === "Enter" && !onButton && row) open(row);
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft")
      sideways(target, event.key === "ArrowRight");
    else if (event.key in steps) {
      if (event.key === "ArrowUp" && cursor === 0) toBox();
      else goTo(cursor + (steps[event.key] ?? 0));
    } else if (event.key === "Home") goTo(0);
    else if (event.key === "End") goTo(rows.length - 1);
    else if (event.key === "Escape") toBox();
    else return false;
    return true;
  }

  function onLetter(event: KeyboardEvent, target: HTMLElement): boolean {
    if (withCommand(event) || event.altKey || event.key.length !== 1 || event.key === " ") return false;
    const letter = event.key.toLowerCase();
    if (single && letter === "c" && row) copy(row);
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
    if (!(target instanceof HTMLElement) || !target.closest('[role="row"][id]')) return;
    if (onRowKey(event, target) || onLetter(event, target)) event.preventDefault();
  }

  return { onBoxKey, onListKey, pointsAt: ready ? rowId(ready) : undefined, goTo };
}

/** A row and its buttons, in a line. */
function sideways(target: HTMLElement, right: boolean): void {
  const row = target.closest<HTMLElement>('[role="row"]');
  if (!row) return;
  const line = [row, ...row.querySelectorAll<HTMLElement>("button")];
  line[line.indexOf(target) + (right ? 1 : -1)]?.focus();
}

function menuOf(target: HTMLElement): HTMLElement | null | undefined {
  return target.closest('[role="row"]')?.querySelector<HTMLElement>("[aria-haspopup]");
}

type PageKeys = { single: boolean; toBox: () => void; onHelp: () => void };

/** Keys that work wherever the keyboard is, but for places where people write. */
function usePageKeys({ single, toBox, onHelp }: PageKeys): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector("[role=dialog], [role=menu]")) return;
      const search = withCommand(event) && event.key.toLowerCase() === "k";
      const plain = single && !withCommand(event) && !event.altKey && !isWriting(event.target);
      if (search || (plain && event.key === "/")) toBox();
      else if (plain && event.key === "?") onHelp();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [single, toBox, onHelp]);
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}
