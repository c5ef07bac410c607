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
  /** Asks at once. Null where no answer came. */
  now: () => Promise<Preview | null>;
};

export function usePreview(rules: readonly AccountRule[]): PreviewInHand {
  const [state, setState] = useState<State>({ preview: null, of: null, trouble: null });
  const asking = useRef<AbortController>(null);

  const now = useCallback(async () => {
    asking.current?.abort();
    const mine = new AbortController();
    asking.current = mine;
    const outcome = await askPreview(rules, mine.signal);
    // Something newer was asked since: this answer is of rules that are gone.
    if (mine.signal.aborted) return null;
    if (outcome.ok) setState({ preview: outcome.value, of: rules, trouble: null });
    else setState((before) => ({ ...before, trouble: outcome.trouble }));
    return outcome.ok ? outcome.value : null;
  }, [rules]);

  useEffect(() => {
    const timer = setTimeout(() => void now(), quietMs);
    return () => clearTimeout(timer);
  }, [now]);
  useEffect(() => () => asking.current?.abort(), []);

  return { ...state, stale: state.of !== rules, now };
}
