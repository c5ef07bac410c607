"use client";
/** Choosing roles out of thousands: search, tick, and see at the top what is ticked. */

import { useId, useMemo, useState } from "react";
import { EnvironmentDot } from "@/app/_ui/environment";
import { SearchIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import { type Choice, found, type Grants } from "./use-grants";

type PickerProps = {
  grants: Grants;
  /** These stand at the top, chosen or not. */
  first?: ReadonlySet<string>;
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
  /** Said under the list where something is wrong with the choice. */
  fault: string | null;
};

/** More nobody reads; a word of search finds the others. */
const mostShown = 60;

const none: ReadonlySet<string> = new Set();

export function GrantPicker({ grants, first = none, chosen, onChosen, fault }: PickerProps) {
  const { choices, trouble } = grants;
  const [query, setQuery] = useState("");
  const [kept, setKept] = useState(chosen);
  const ids = { status: useId(), fault: useId() };
  // What was ticked stands first from the next search on: nothing moves under the pointer.
  const shown = useMemo(() => {
    const all = found(choices ?? [], query);
    const isFirst = ({ key }: Choice) => query === "" && (first.has(key) || kept.has(key));
    return [...all.filter(isFirst), ...all.filter((one) => !isFirst(one))];
  }, [choices, query, first, kept]);

  if (trouble) return <TroubleNotice trouble={trouble} />;
  if (choices?.length === 0) return <NoList />;

  function search(next: string): void {
    setQuery(next);
    setKept(chosen);
  }
  function toggle(key: string): void {
    const next = new Set(chosen);
    if (!next.delete(key)) next.add(key);
    onChosen(next);
  }
  return (
    <div className="overflow-hidden rounded-lg border border-field focus-within:border-accent">
      <div className="flex h-9 items-center gap-2 border-line border-b px-2.5">
        <SearchIcon className="text-faint" />
        <input
          type="search"
          value={query}
          onChange={(event) => search(event.target.value)}
          aria-label="Search your roles"
          aria-describedby={ids.status}
          placeholder="Account or role"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="h-full min-w-0 grow bg-transparent text-sm outline-none"
        />
        <output id={ids.status} className="shrink-0 text-dim text-xs">
          {choices === null ? "Reading your list" : `${chosen.size} chosen`}
        </output>
      </div>
      <fieldset
        aria-label="Your roles"
        aria-describedby={fault ? ids.fault : undefined}
        className="h-64 overflow-y-auto overscroll-contain py-1"
      >
        {shown.slice(0, mostShown).map((choice) => (
          <Row key={choice.key} choice={choice} isChosen={chosen.has(choice.key)} onToggle={toggle} />
        ))}
        {choices !== null && shown.length === 0 ? (
          <p className="px-3 py-2 text-dim text-sm">No account or role of yours is called so.</p>
        ) : null}
        {shown.length > mostShown ? (
          <p className="px-3 py-2 text-dim text-xs">{shown.length - mostShown} more. Search for them.</p>
        ) : null}
      </fieldset>
      <p id={ids.fault} role="alert" className="border-line border-t px-3 py-2 text-bad text-sm empty:hidden">
        {fault}
      </p>
    </div>
  );
}

type RowProps = { choice: Choice; isChosen: boolean; onToggle: (key: string) => void };

function Row({ choice: { key, grant, called, look, instanceLabel }, isChosen, onToggle }: RowProps) {
  return (
    <label className="flex min-h-8 cursor-pointer items-center gap-2.5 px-3 py-1 text-sm hover:bg-hover has-checked:bg-selected has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:-outline-offset-2">
      <input
        type="checkbox"
        checked={isChosen}
        onChange={() => onToggle(key)}
        className="size-4 shrink-0 accent-accent outline-none"
      />
      <EnvironmentDot look={look} />
      <span className="flex min-w-0 grow flex-wrap items-baseline gap-x-2">
        <span className="flex min-w-0 max-w-full font-medium">
          <Name text={called} />
        </span>
        <span className="text-dim">{grant.role}</span>
      </span>
      <span className="hidden shrink-0 text-dim text-xs sm:inline">
        {instanceLabel ? `${instanceLabel}, ` : ""}
        <code className="font-mono">{grant.accountId}</code>
      </span>
    </label>
  );
}

function NoList() {
  return (
    <p className="rounded-lg border border-line bg-sunken px-4 py-3 text-pretty text-sm">
      Your list of roles has not been read yet.{" "}
      <a href="/" className="text-accent underline">
        Open your access page
      </a>{" "}
      until it stands there, then come back here.
    </p>
  );
}
