"use client";
/** A choice that the browser remembers: a word, never anything about a person or an account. */

import { useCallback, useSyncExternalStore } from "react";

const changed = "sallyport:remembered";

function subscribe(listener: () => void): () => void {
  // The first is for this tab, the second for the others.
  addEventListener(changed, listener);
  addEventListener("storage", listener);
  return () => {
    removeEventListener(changed, listener);
    removeEventListener("storage", listener);
  };
}

/** Null where nothing is remembered, on the server, and where a browser forbids storage. */
export function useRemembered(name: string): [string | null, (word: string) => void] {
  const read = useCallback(() => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  }, [name]);
  const remember = useCallback(
    (word: string) => {
      try {
        localStorage.setItem(name, word);
      } catch {
        // Then nothing is remembered, and everything works.
      }
      dispatchEvent(new Event(changed));
    },
    [name],
  );
  return [useSyncExternalStore(subscribe, read, () => null), remember];
}
