/** What many bring and one takes, as it comes. */

import "server-only";

export type Mailbox<T> = {
  put(item: T): void;
  /** All that has come; waits for the first, no longer than so many milliseconds, nor than the signal. */
  take(longestMs: number, signal: AbortSignal): Promise<T[]>;
};

export function mailbox<T>(): Mailbox<T> {
  let items: T[] = [];
  let ring: () => void = () => undefined;

  function nextRing(longestMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, longestMs);
      signal.addEventListener("abort", end, { once: true });
      ring = end;
    });
  }

  return {
    put: (item) => {
      items.push(item);
      ring();
    },
    take: async (longestMs, signal) => {
      if (items.length === 0 && !signal.aborted) await nextRing(longestMs, signal);
      const taken = items;
      items = [];
      return taken;
    },
  };
}
