"use client";
/** The search of the access page: what is typed, what it finds, and what may be changed about it. */

import { useMemo, useState } from "react";
import { useStable } from "@/app/_ui/use-stable";
import type { Grant } from "@/lib/core/grant";
import type { Preferences } from "@/lib/core/preferences";
import type { RowName } from "./list-cursor";
import { placeWithin, withoutPart } from "./place-words";
import type { ConsolePlace, PagePart } from "./read-query";
import { useAccess } from "./use-access";
import { useFound } from "./use-found";

export type PortalInstance = { id: string; region: string };

type Searching = {
  first: string;
  instances: readonly PortalInstance[];
  preferences: Preferences;
  recents: readonly Grant[];
  /** Another search begins with its own best row. */
  onOther: () => void;
};

const nothingForced: ReadonlySet<string> = new Set();

export function useSearch({ first, instances, preferences, recents, onOther }: Searching) {
  const { state, labels } = useAccess();
  const [query, setQuery] = useState(first);
  const [forced, setForced] = useState(nothingForced);
  const [showHidden, setShowHidden] = useState(false);
  const homes = useMemo(() => [...new Set(instances.map(({ region }) => region))], [instances]);
  const found = useFound({
    entries: state.entries,
    labels,
    homes,
    query,
    forced,
    preferences,
    recents,
    showHidden,
  });

  const onQuery = useStable((next: string) => {
    setQuery(next);
    // What a word was said to mean holds as long as the search that it stands in.
    if (next.trim() === "") setForced(nothingForced);
    onOther();
  });
  const onForce = useStable((part: PagePart) => setForced((before) => new Set([...before, part.text])));
  const onWithout = useStable((part: PagePart) => onQuery(withoutPart(query, part)));

  const placeOf = useStable(({ key }: RowName): ConsolePlace => {
    const home = instances.find(({ id }) => key.startsWith(`${id}/`))?.region;
    return placeWithin(found.answer?.place ?? {}, home);
  });
  return { query, onQuery, onForce, onWithout, placeOf, showHidden, setShowHidden, ...found };
}
