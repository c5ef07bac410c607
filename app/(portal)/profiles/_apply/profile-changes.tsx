"use client";
/** Profiles and sign-ins by what happens to them, with a search among them: a team may have thousands. */

import { useVirtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { Name } from "@/app/_ui/name";
import { type ChangedProfile, type ChangeKind, namedLike } from "./apply-state";

const kinds: readonly ChangeKind[] = ["added", "changed", "removed", "kept"];

const paints: Record<ChangeKind, string> = {
  added: "bg-development-tint text-good",
  changed: "bg-warn-tint text-warn",
  removed: "bg-bad-tint text-bad",
  kept: "bg-hover text-dim",
};

const rowHeight = 28;
/** Fewer are found by looking. */
const searchFrom = 12;

export function ProfileChanges({ profiles }: { profiles: readonly ChangedProfile[] }) {
  const [words, setWords] = useState("");
  const wanted = useDeferredValue(words);
  const found = useMemo(() => namedLike(profiles, wanted), [profiles, wanted]);
  if (profiles.length === 0) return null;
  return (
    <section aria-label="Profiles" className="min-w-0">
      <ul aria-label="Changes" className="mb-2 flex flex-wrap gap-1.5">
        {kinds.map((kind) => {
          const count = profiles.filter((one) => one.kind === kind).length;
          return count === 0 ? null : (
            <li key={kind} className={`rounded-sm px-1.5 font-medium text-sm ${paints[kind]}`}>
              {count.toLocaleString("en")} {kind}
            </li>
          );
        })}
      </ul>
      {profiles.length < searchFrom ? null : (
        <input
          type="search"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          aria-label="Find a profile"
          placeholder="Find a profile"
          autoComplete="off"
          spellCheck={false}
          className="mb-2 h-8 w-full max-w-sm rounded-md border border-field bg-page px-3 text-sm"
        />
      )}
      {found.length === 0 ? (
        <p className="text-dim text-sm">No profile is called so.</p>
      ) : (
        <List found={found} />
      )}
    </section>
  );
}

function List({ found }: { found: readonly ChangedProfile[] }) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: found.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  return (
    <section
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
      tabIndex={0}
      aria-label="Each profile"
      className="max-h-64 overflow-y-auto rounded-lg border border-line"
    >
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const one = found[index];
          return one ? (
            <li
              key={key}
              aria-posinset={index + 1}
              aria-setsize={found.length}
              className="absolute inset-x-0 top-0 flex h-7 items-center gap-2 px-3 font-mono text-xs"
              style={{ transform: `translateY(${start}px)` }}
            >
              <span
                className={`w-16 shrink-0 rounded-sm px-1.5 text-center font-sans text-2xs ${paints[one.kind]}`}
              >
                {one.kind}
              </span>
              <Name text={one.name} className="min-w-0" />
            </li>
          ) : null;
        })}
      </ul>
    </section>
  );
}
