"use client";
/** The list as the search wants it, made anew only as far as something changed. */

import { useMemo, useRef } from "react";
import type { AccessEntry, AccessState } from "./access-state";
import { rowsOf } from "./list-cursor";
import { type Findable, findables, search, searchWords } from "./search-access";

export function useFound(entries: AccessState["entries"], query: string) {
  const known = useRef<ReadonlyMap<AccessEntry, Findable>>(new Map());
  const all = useMemo(() => {
    const list = findables(entries.values(), known.current);
    known.current = new Map(list.map((one) => [one.entry, one]));
    return list;
  }, [entries]);

  const text = searchWords(query).join(" ");
  const words = useMemo(() => searchWords(text), [text]);
  const found = useMemo(() => search(all, words), [all, words]);
  const rows = useMemo(() => rowsOf(found), [found]);
  const roles = useMemo(() => all.reduce((sum, one) => sum + one.roles.length, 0), [all]);
  return { words, found, rows, roles };
}
