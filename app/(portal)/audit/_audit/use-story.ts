"use client";
/** The story of the event that is open.. */

import { useEffect, useState } from "react";
import type { Trouble } from "@/app/_ui/ask";
import type { Story } from "@/lib/portal/read-audit";
import { askStory } from "./ask-audit";

type Read = { story: Story | null; trouble: Trouble | null };

export function useStory(seq: number | null): Read & { again: () => void } {
  const [read, setRead] = useState<Read>({ story: null, trouble: null });
  const [times, setTimes] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `times` asks again for the same.
  useEffect(() => {
    if (seq === null) return;
    const leaving = new AbortController();
    setRead({ story: null, trouble: null });
    askStory(seq, leaving.signal)
      .then((outcome) => {
        if (leaving.signal.aborted) return;
        setRead(
          outcome.ok ? { story: outcome.value, trouble: null } : { story: null, trouble: outcome.trouble },
        );
      })
      .catch(() => {});
    return () => leaving.abort();
  }, [seq, times]);

  return { ...read, again: () => setTimes((before) => before + 1) };
}
