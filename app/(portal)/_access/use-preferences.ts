"use client";
/** How the person wants their list: changed here at once, kept by Sallyport a moment later, and tried again where that fails. */

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { needsSignIn, readTrouble, type Trouble, unreachable } from "@/app/_ui/ask";
import type { Grant } from "@/lib/core/grant";
import type { Grouping, Preferences } from "@/lib/core/preferences";
import { grantKey } from "./list-items";
import { isSameGrant } from "./take-keys";

/** Changes so close together are kept as one. */
const togetherMs = 500;

const retryMs = [5_000, 15_000, 60_000] as const;

/** As the door takes them: whoever has so many can do without more. */
const mostFavourites = 200;

/** A browser sends no more than so much of a page that is closed, and refuses what is asked to outlive it with more. */
const mostToOutlive = 60_000;

async function keep(preferences: Preferences): Promise<Trouble | null> {
  const body = JSON.stringify(preferences);
  try {
    const response = await fetch("/api/preferences", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body,
      // Whoever closes the page right after a change has changed it.
      keepalive: body.length < mostToOutlive,
    });
    return response.ok ? null : await readTrouble(response);
  } catch {
    return unreachable();
  }
}

export type Liking = {
  preferences: Preferences;
  /** Why the last change is not kept yet. */
  trouble: Trouble | null;
  keepNow: () => void;
  /** Answers whether it is a favourite now. */
  toggleFavourite: (grant: Grant) => boolean;
  /** Puts a favourite in another's place. */
  moveFavourite: (grant: Grant, to: Grant) => void;
  hide: (account: { instance: string; accountId: string }, hidden: boolean) => void;
  groupBy: (grouping: Grouping) => void;
};

export function usePreferences(first: Preferences): Liking {
  const [preferences, setPreferences] = useState(first);
  const latest = useRef(first);
  const { trouble, changed, keepNow } = useKeeping(latest);

  const change = useCallback(
    (next: Partial<Preferences>) => {
      latest.current = { ...latest.current, ...next };
      setPreferences(latest.current);
      changed();
    },
    [changed],
  );

  const toggleFavourite = useCallback(
    (grant: Grant) => {
      const { favourites } = latest.current;
      const others = favourites.filter((one) => !isSameGrant(one, grant));
      const isNew = others.length === favourites.length;
      if (isNew && favourites.length >= mostFavourites) return false;
      change({ favourites: isNew ? [...favourites, grant] : others });
      return isNew;
    },
    [change],
  );
  const moveFavourite = useCallback(
    (grant: Grant, to: Grant) => {
      const favourites = moved(latest.current.favourites, grant, to);
      if (favourites) change({ favourites });
    },
    [change],
  );
  const hide = useCallback<Liking["hide"]>(
    ({ instance, accountId }, hidden) => {
      const others = latest.current.hidden.filter(
        (one) => one.instance !== instance || one.accountId !== accountId,
      );
      change({ hidden: hidden ? [...others, { instance, accountId }] : others });
    },
    [change],
  );
  const groupBy = useCallback((grouping: Grouping) => change({ groupBy: grouping }), [change]);

  return useMemo(
    () => ({ preferences, trouble, keepNow, toggleFavourite, moveFavourite, hide, groupBy }),
    [preferences, trouble, keepNow, toggleFavourite, moveFavourite, hide, groupBy],
  );
}

function moved(favourites: readonly Grant[], grant: Grant, to: Grant): Grant[] | null {
  const keys = favourites.map(grantKey);
  const [from, place] = [keys.indexOf(grantKey(grant)), keys.indexOf(grantKey(to))];
  if (from < 0 || place < 0 || from === place) return null;
  const others = favourites.filter((_, index) => index !== from);
  return [...others.slice(0, place), grant, ...others.slice(place)];
}

/** Sends what is latest: one at a time, so that no older one can come after it. */
function useKeeping(latest: { readonly current: Preferences }) {
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const state = useRef<{ dirty: boolean; sending: boolean; failures: number }>({
    dirty: false,
    sending: false,
    failures: 0,
  });

  const keepNow = useCallback(async () => {
    clearTimeout(timer.current);
    const now = state.current;
    if (now.sending || !now.dirty) return;
    now.sending = true;
    now.dirty = false;
    const failed = await keep(latest.current);
    now.sending = false;
    setTrouble(failed);
    now.failures = failed ? now.failures + 1 : 0;
    if (failed) now.dirty = true;
    // Where only signing in helps, trying by itself does not.
    if (!now.dirty || (failed && needsSignIn(failed))) return;
    const wait = failed ? (retryMs[now.failures - 1] ?? retryMs[2]) : togetherMs;
    timer.current = setTimeout(keepNow, wait);
  }, [latest]);

  const changed = useCallback(() => {
    state.current.dirty = true;
    clearTimeout(timer.current);
    timer.current = setTimeout(keepNow, togetherMs);
  }, [keepNow]);

  useEffect(() => {
    const now = () => void keepNow();
    addEventListener("pagehide", now);
    addEventListener("online", now);
    return () => {
      removeEventListener("pagehide", now);
      removeEventListener("online", now);
      // Whoever goes to another of our pages changed it all the same.
      void keepNow();
    };
  }, [keepNow]);

  return { trouble, changed, keepNow };
}
