"use client";
/** A list of short texts: added by Enter or a click on what is known, taken out by a click. */

import { type KeyboardEvent, useId, useState } from "react";
import { Button } from "@/app/_ui/button";
import { CloseIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";

type ChipsProps = {
  label: string;
  values: readonly string[];
  onValues: (values: string[]) => void;
  known: readonly string[];
  /** Whether what is known is worth a button each. */
  offers?: boolean;
  placeholder: string;
  maxLength: number;
  fault?: string | undefined;
  /** What the first of them is. */
  firstIs?: string;
};

export function Chips(props: ChipsProps) {
  const { label, values, onValues, known, placeholder, maxLength, fault, firstIs, offers } = props;
  const [text, setText] = useState("");
  const id = useId();

  function add(value: string): void {
    const trimmed = value.trim();
    if (trimmed !== "" && !values.includes(trimmed)) onValues([...values, trimmed]);
    setText("");
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== "Enter" || text.trim() === "") return;
    event.preventDefault();
    add(text);
  }
  const offered = offers ? known.filter((one) => !values.includes(one)).slice(0, 8) : [];
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-dim text-xs">
        {label}
      </label>
      {values.length > 0 ? (
        <ul aria-label={label} className="mb-1.5 flex flex-wrap gap-1.5">
          {values.map((value, at) => (
            <li
              key={value}
              className="flex min-w-0 max-w-full items-center gap-1 rounded-md bg-hover pl-2 text-sm"
            >
              <Name text={value} />
              {at === 0 && firstIs ? <span className="shrink-0 text-dim text-xs">{firstIs}</span> : null}
              <button
                type="button"
                aria-label={`Remove ${value}`}
                onClick={() => onValues(values.filter((other) => other !== value))}
                className="grid size-6 shrink-0 place-items-center rounded-md text-dim hover:text-ink"
              >
                <CloseIcon />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex gap-2">
        <input
          id={id}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          maxLength={maxLength}
          placeholder={placeholder}
          list={`${id}-known`}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-fault`}
          className="h-9 w-full min-w-0 rounded-lg border border-field bg-panel px-2.5 text-sm outline-none focus:border-accent focus:ring-3 focus:ring-accent/20 aria-invalid:border-bad"
        />
        <datalist id={`${id}-known`}>
          {known.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <Button className="h-9" aria-label={`Add to ${label}`} onClick={() => add(text)}>
          Add
        </Button>
      </div>
      {offered.length > 0 ? (
        <div className="mt-1.5 flex flex-wrap gap-1">
          {offered.map((one) => (
            <Button key={one} kind="quiet" size="small" onClick={() => add(one)} className="max-w-full">
              + <Name text={one} />
            </Button>
          ))}
        </div>
      ) : null}
      <p id={`${id}-fault`} className="mt-1 text-pretty text-bad text-xs empty:hidden">
        {fault}
      </p>
    </div>
  );
}
