"use client";
/** One line to find anything by. What it may mean is offered while it is typed, the likeliest first. */

import { Autocomplete } from "@base-ui/react/autocomplete";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { SearchIcon } from "@/app/_ui/icons";
import { Keys } from "@/app/_ui/keys";
import { useInBrowser } from "@/app/_ui/use-in-browser";
import { visibleText } from "@/app/_ui/visible-text";
import { type Guess, guesses } from "./audit-address";

type BoxProps = { box: RefObject<HTMLInputElement | null>; onChoose: (guess: Guess) => void };

const frame =
  "flex h-9 min-w-0 grow basis-72 items-center gap-2.5 rounded-lg border border-field bg-panel px-3 focus-within:border-accent focus-within:ring-3 focus-within:ring-accent/20";

const field = {
  type: "search",
  name: "q",
  "aria-label": "Search the record",
  placeholder: "Person, account, role, address, access key id",
  maxLength: 128,
  autoComplete: "off",
  spellCheck: false,
  className: "h-full min-w-0 grow bg-transparent outline-none",
} as const;

/** What was done with the field before the page was ready. */
type Early = { line: string; focused: boolean };

/**
 * What the library would send from the server has styles of its own, which no page of ours may have: a plain field goes ahead, and
 * what is typed into it counts.
 */
export function SearchBox({ box, onChoose }: BoxProps) {
  const ready = useInBrowser(() => true, false);
  const early = useRef<Early>({ line: "", focused: false });
  return ready ? (
    <OfferingField box={box} onChoose={onChoose} early={early} />
  ) : (
    <div className={frame}>
      <SearchIcon className="text-faint" />
      <EarlyField early={early} />
    </div>
  );
}

function EarlyField({ early }: { early: RefObject<Early> }) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const element = input.current;
    return () => {
      early.current = {
        line: element?.value ?? "",
        focused: element !== null && document.activeElement === element,
      };
    };
  }, [early]);
  return <input ref={input} {...field} />;
}

function OfferingField({ box, onChoose, early }: BoxProps & { early: RefObject<Early> }) {
  const [line, setLine] = useState("");
  const items = guesses(line);

  useEffect(() => {
    setLine(early.current.line);
    if (early.current.focused) box.current?.focus();
  }, [early, box]);

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
      <div className={frame}>
        <SearchIcon className="text-faint" />
        <Autocomplete.Input ref={box} {...field} />
        <span className="max-sm:hidden">
          <Keys keys="/" />
        </span>
      </div>
      <Offers box={box} onChoose={choose} />
    </Autocomplete.Root>
  );
}

function Offers({ box, onChoose }: BoxProps) {
  return (
    // Inside the landmark that the field stands in: nothing of the page is outside of one.
    <Autocomplete.Portal container={box.current?.closest("main")}>
      <Autocomplete.Positioner
        sideOffset={6}
        align="start"
        alignOffset={-38}
        collisionPadding={8}
        className="z-40 outline-none"
      >
        <Autocomplete.Popup className="w-(--anchor-width) min-w-80 max-w-(--available-width) rounded-xl bg-panel p-1.5 text-ink text-sm shadow-float outline-none data-empty:hidden">
          <Autocomplete.List aria-label="What it may mean">
            {(guess: Guess) => (
              <Autocomplete.Item
                key={guess.name}
                value={guess}
                onClick={() => onChoose(guess)}
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
  );
}
