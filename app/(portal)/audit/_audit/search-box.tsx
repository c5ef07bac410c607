"use client";
/** One line to find anything by. What it may mean is offered while it is typed, the likeliest first. */

import { Autocomplete } from "@base-ui/react/autocomplete";
import { type RefObject, useState } from "react";
import { SearchIcon } from "@/app/_ui/icons";
import { Keys } from "@/app/_ui/keys";
import { visibleText } from "@/app/_ui/visible-text";
import { type Guess, guesses } from "./audit-address";

type BoxProps = { box: RefObject<HTMLInputElement | null>; onChoose: (guess: Guess) => void };

export function SearchBox({ box, onChoose }: BoxProps) {
  const [line, setLine] = useState("");
  const items = guesses(line);

  function choose(guess: Guess) {
    setLine("");
    onChoose(guess);
  }

  return (
    <Autocomplete.Root
      items={items}
      mode="none"
      value={line}
      onValueChange={(value, { reason }) => {
        // What is chosen becomes a filter and does not stay in the line.
        if (reason !== "item-press") setLine(value);
      }}
      itemToStringValue={({ value }) => value}
      autoHighlight="always"
    >
      <div className="flex h-9 min-w-0 grow basis-72 items-center gap-2.5 rounded-lg border border-field bg-panel px-3 focus-within:border-accent focus-within:ring-3 focus-within:ring-accent/20">
        <SearchIcon className="text-faint" />
        <Autocomplete.Input
          ref={box}
          type="search"
          name="q"
          aria-label="Search the record"
          placeholder="Person, account, role, address, access key id"
          maxLength={128}
          spellCheck={false}
          className="h-full min-w-0 grow bg-transparent outline-none"
        />
        <span className="max-sm:hidden">
          <Keys keys="/" />
        </span>
      </div>
      <Autocomplete.Portal>
        <Autocomplete.Positioner
          sideOffset={6}
          align="start"
          collisionPadding={8}
          className="z-40 outline-none"
        >
          <Autocomplete.Popup className="w-(--anchor-width) min-w-72 max-w-(--available-width) rounded-xl bg-panel p-1.5 text-ink text-sm shadow-float outline-none empty:hidden data-empty:hidden">
            <Autocomplete.List aria-label="What it may mean">
              {(guess: Guess) => (
                <Autocomplete.Item
                  key={guess.name}
                  value={guess}
                  onClick={() => choose(guess)}
                  className="flex min-h-8 cursor-default select-none items-center gap-3 rounded-md px-2.5 outline-none data-highlighted:bg-hover"
                >
                  <span className="w-40 shrink-0 text-dim">{guess.words}</span>
                  <bdi className="min-w-0 truncate font-medium">{visibleText(guess.value)}</bdi>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
