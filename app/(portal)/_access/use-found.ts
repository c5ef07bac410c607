"use client";
/** The list as the search and the person want it, made anew only as far as something changed. */

import { useEffect, useMemo, useRef } from "react";
import type { Grant } from "@/lib/core/grant";
import type { Preferences } from "@/lib/core/preferences";
import type { AccessEntry, AccessState } from "./access-state";
import { type Found, findables, type InstanceLabels } from "./findable";
import { noMarks } from "./found-marks";
import { rowsOf } from "./list-cursor";
import { favouritesIn, hiddenKeys, itemsFound, itemsOf, type ListItem } from "./list-items";
import { pageNames } from "./page-words";
import { answerTo } from "./read-query";
import { type Everything, everything, ranked, type Usage } from "./search-access";
import { entryKey } from "./take-lines";

type Finding = {
  entries: AccessState["entries"];
  labels: InstanceLabels;
  /** A region of each partition that the person has accounts in. */
  homes: readonly string[];
  query: string;
  forced: ReadonlySet<string>;
  preferences: Preferences;
  recents: readonly Grant[];
  showHidden: boolean;
};

export function useFound({ entries, query, forced, ...how }: Finding) {
  const { preferences, showHidden } = how;
  const all = useAll(entries, how);
  const hidden = useMemo(() => hiddenKeys(preferences), [preferences]);
  const usage = useUsage(preferences.favourites, how.recents);
  const names = useMemo(() => pageNames(how.homes), [how.homes]);

  const text = query.trim();
  const every = useMemo(() => everything(all), [all]);
  useReadiness(every);
  const answer = useMemo(
    () => (text === "" ? null : answerTo({ all: every, query: text, names, forced })),
    [every, text, names, forced],
  );
  const found = useMemo(() => (answer ? ranked(answer.left, usage) : null), [answer, usage]);

  const known = useRef<readonly Found[]>([]);
  const favourites = useMemo(() => {
    known.current = favouritesIn(all, preferences.favourites, known.current);
    return known.current;
  }, [all, preferences.favourites]);

  const { groupBy } = preferences;
  const whole = useMemo(
    () => listedOnce(() => itemsOf({ all, favourites, hidden, showHidden, groupBy })),
    [all, favourites, hidden, showHidden, groupBy],
  );
  const { items, rows } = useMemo(() => {
    if (!found) return whole();
    const isHidden = ({ findable }: Found) => hidden.has(findable.entry.key);
    const seen = hidden.size === 0 ? found : found.filter((one) => !isHidden(one));
    return listed(itemsFound(showHidden ? [...seen, ...found.filter(isHidden)] : seen));
  }, [found, whole, hidden, showHidden]);

  const counts = useMemo(() => {
    const isHidden = ({ findable }: Found) => hidden.has(findable.entry.key);
    return {
      roles: all.reduce((sum, one) => sum + one.roles.length, 0),
      shown: rows.reduce((sum, { section }) => sum + (section === "accounts" ? 1 : 0), 0),
      hidden: hidden.size === 0 ? 0 : (found ?? all).filter(isHidden).length,
    };
  }, [all, found, rows, hidden]);

  return { all, found, answer, marks: answer?.marks ?? noMarks, items, rows, counts };
}

type Listed = { items: readonly ListItem[]; rows: ReturnType<typeof rowsOf> };

function listed(items: readonly ListItem[]): Listed {
  return { items, rows: rowsOf(items) };
}

/** The whole list is put in order when it is first shown, and is there again at once when a search is cleared. */
function listedOnce(items: () => readonly ListItem[]): () => Listed {
  let known: Listed | undefined;
  return () => {
    known ??= listed(items());
    return known;
  };
}

function useAll(entries: Finding["entries"], how: Pick<Finding, "labels" | "preferences">): readonly Found[] {
  const { labels, preferences } = how;
  const { groupBy } = preferences;
  const known = useRef<{ labels: InstanceLabels; made: ReadonlyMap<AccessEntry, Found> }>(null);
  return useMemo(() => {
    const before = known.current?.labels === labels ? known.current.made : new Map<AccessEntry, Found>();
    const list = findables(entries.values(), { instances: labels, groupBy }, before);
    known.current = { labels, made: new Map(list.map((one) => [one.findable.entry, one])) };
    return list;
  }, [entries, labels, groupBy]);
}

/** Words are gathered while nothing happens, not at the letter that was mistyped first. */
function useReadiness({ vocabulary }: Everything): void {
  useEffect(() => {
    const timer = setTimeout(vocabulary, 1000);
    return () => clearTimeout(timer);
  }, [vocabulary]);
}

/** Favourites before what was only used; what is neither comes last. */
function useUsage(favourites: readonly Grant[], recents: readonly Grant[]): Usage {
  return useMemo(() => {
    const usage = new Map<string, Map<string, number>>();
    [...favourites, ...recents].forEach(({ instance, accountId, role }, place) => {
      const key = entryKey(instance, accountId);
      const places = usage.get(key) ?? new Map<string, number>();
      if (!places.has(role)) places.set(role, place);
      usage.set(key, places);
    });
    return usage;
  }, [favourites, recents]);
}
