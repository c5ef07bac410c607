"use client";
/** What the rules would do, asked for again a moment after each change. What was known stays on the page until then. */

import { useCallback, useEffect, useRef, useState } from "react";
import type { Trouble } from "@/app/_ui/ask";
import type { AccountRule } from "@/lib/core/account-rules";
import { askPreview, type Preview } from "./read-preview";

const quietMs = 300;

type State = {
  preview: Preview | null;
  /** The rules that it is of. */
  of: readonly AccountRule[] | null;
  trouble: Trouble | null;
};

export type PreviewInHand = State & {
  /** Whether the rules have changed since. */
  stale: boolean;
  /** Asks at once, of the rules as they are now, whatever is written meanwhile. Null where no answer came. */
  now: () => Promise<Preview | null>;
};

export function usePreview(rules: readonly AccountRule[]): PreviewInHand {
  const [state, setState] = useState<State>({ preview: null, of: null, trouble: null });
  const turns = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  /** What was asked last is shown. Whoever asked earlier and still waits has an answer all the same. */
  const look = useCallback(
    async (signal?: AbortSignal) => {
      turns.current += 1;
      const mine = turns.current;
      const outcome = await askPreview(rules, signal);
      const isLast = turns.current === mine && !signal?.aborted;
      if (isLast && outcome.ok) setState({ preview: outcome.value, of: rules, trouble: null });
      if (isLast && !outcome.ok) setState((before) => ({ ...before, trouble: outcome.trouble }));
      return outcome.ok ? outcome.value : null;
    },
    [rules],
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

  return { ...state, stale: state.of !== rules, now };
}
