"use client";
/** What a draft would come to, asked for again a moment after each change. What was known stays on the page until then. */

import { useCallback, useEffect, useRef, useState } from "react";
import type { Outcome, Trouble } from "./ask";

const quietMs = 300;

type State<Draft, Preview> = {
  preview: Preview | null;
  /** The draft that it is of. */
  of: Draft | null;
  trouble: Trouble | null;
};

export type PreviewInHand<Draft, Preview> = State<Draft, Preview> & {
  /** Whether the draft has changed since. */
  stale: boolean;
  /** Asks at once, of the draft as it is now, whatever is written meanwhile. Null where no answer came. */
  now: () => Promise<Preview | null>;
};

/** `ask` is the same function from paint to paint: another one is asked anew. */
export function usePreviewOf<Draft, Preview>(
  draft: Draft,
  ask: (draft: Draft, signal?: AbortSignal) => Promise<Outcome<Preview>>,
): PreviewInHand<Draft, Preview> {
  const [state, setState] = useState<State<Draft, Preview>>({ preview: null, of: null, trouble: null });
  const turns = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  /** What was asked last is shown. Whoever asked earlier and still waits has an answer all the same. */
  const look = useCallback(
    async (signal?: AbortSignal) => {
      turns.current += 1;
      const mine = turns.current;
      const outcome = await ask(draft, signal);
      const isLast = turns.current === mine && !signal?.aborted;
      if (isLast && outcome.ok) setState({ preview: outcome.value, of: draft, trouble: null });
      if (isLast && !outcome.ok) setState((before) => ({ ...before, trouble: outcome.trouble }));
      return outcome.ok ? outcome.value : null;
    },
    [draft, ask],
  );

  useEffect(() => {
    const over = new AbortController();
    timer.current = setTimeout(() => void look(over.signal), quietMs);
    return () => {
      clearTimeout(timer.current);
      over.abort();
    };
  }, [look]);

  const now = useCallback(() => {
    // What was about to be asked by itself is asked now, and once.
    clearTimeout(timer.current);
    return look();
  }, [look]);

  return { ...state, stale: state.of !== draft, now };
}
