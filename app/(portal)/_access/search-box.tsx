"use client";
/** Where everything begins: type, and the list follows. */

import { type KeyboardEventHandler, type RefObject, useEffect } from "react";
import { CloseIcon, SearchIcon } from "@/app/_ui/icons";
import { Keys } from "@/app/_ui/keys";

type SearchBoxProps = {
  box: RefObject<HTMLInputElement | null>;
  query: string;
  onQuery: (query: string) => void;
  onKeyDown: KeyboardEventHandler<HTMLInputElement>;
  /** The row that Enter opens, for readers aloud. */
  pointsAt: string | undefined;
};

export function SearchBox({ box, query, onQuery, onKeyDown, pointsAt }: SearchBoxProps) {
  useEffect(() => {
    if (!box.current) return;
    // Words typed before the page was ready count; the keyboard of a telephone does not jump up by itself.
    if (box.current.value !== "") onQuery(box.current.value);
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) box.current.focus({ preventScroll: true });
  }, [box, onQuery]);

  return (
    <search className="group flex h-12 items-center gap-3 rounded-xl border border-field bg-panel px-4 shadow-rest transition-shadow focus-within:border-accent focus-within:ring-3 focus-within:ring-accent/20">
      <SearchIcon className="text-faint group-focus-within:text-accent" />
      <input
        ref={box}
        type="search"
        name="q"
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={onKeyDown}
        aria-label="Search accounts, roles and services"
        aria-controls="roles"
        aria-activedescendant={pointsAt}
        placeholder="Account, role, service or link"
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="go"
        className="h-full min-w-0 grow bg-transparent text-lg outline-none"
      />
      {query === "" ? (
        <span aria-hidden="true" className="flex pointer-coarse:hidden">
          <Keys keys="/" />
        </span>
      ) : (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={() => {
            onQuery("");
            box.current?.focus();
          }}
          className="-mr-2 grid size-8 place-items-center rounded-md text-dim hover:bg-hover hover:text-ink"
        >
          <CloseIcon />
        </button>
      )}
    </search>
  );
}
