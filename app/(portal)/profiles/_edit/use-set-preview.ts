"use client";
/** What the set would give its owner, asked for again a moment after each change. What was known stays on the page until then. */

import { useCallback, useEffect, useRef, useState } from "react";
import type { Trouble } from "@/app/_ui/ask";
import type { ProfileSetDraft } from "@/lib/core/shared-set";
import type { ProfilePreview } from "@/lib/portal/preview-profiles";
import { askPreview } from "./ask-edit";

const quietMs = 300;

type State = { preview: ProfilePreview | null; of: ProfileSetDraft | null; trouble: Trouble | null };

export function useSetPreview(id: string | null, draft: ProfileSetDraft) {
  const [state, setState] = useState<State>({ preview: null, of: null, trouble: null });
  const turns = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  /** What was asked last is shown. Whoever asked earlier and still waits has an answer all the same. */
  const look = useCallback(
    async (signal?: AbortSignal) => {
      turns.current += 1;
      const mine = turns.current;
      const outcome = await askPreview(id, draft, signal);
      const isLast = turns.current === mine && !signal?.aborted;
      if (isLast && outcome.ok) setState({ preview: outcome.value, of: draft, trouble: null });
      if (isLast && !outcome.ok) setState((before) => ({ ...before, trouble: outcome.trouble }));
      return outcome.ok ? outcome.value : null;
    },
    [id, draft],
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
    clearTimeout(timer.current);
    return look();
  }, [look]);

  return { ...state, stale: state.of !== draft, now };
}
