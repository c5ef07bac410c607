"use client";
/** Asks for what is new, as long as somebody can see the page. It stops where only signing in again helps, and says so. */

import { useEffect, useRef, useState } from "react";
import { needsSignIn, type Outcome, type Trouble } from "@/app/_ui/ask";
import { useStable } from "@/app/_ui/use-stable";
import type { ShownPage } from "@/lib/portal/read-audit";

const everyMs = 4_000;
/** After failures it waits twice as long each time, up to this. */
const longestMs = 60_000;

export type Live = { trouble: Trouble | null; askNow: () => void };

type LiveProps = {
  /** False where nothing new can come to what is shown. */
  on: boolean;
  ask: (signal: AbortSignal) => Promise<Outcome<ShownPage>>;
  onNew: (page: ShownPage) => void;
};

export function useLive({ on, ask, onNew }: LiveProps): Live {
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const waking = useRef<() => void>(() => {});

  const askOnce = useStable(async (signal: AbortSignal): Promise<"went" | "failed" | "ended"> => {
    const outcome = await ask(signal);
    if (signal.aborted) return "ended";
    setTrouble(outcome.ok ? null : outcome.trouble);
    if (outcome.ok) {
      if (outcome.value.rows.length > 0) onNew(outcome.value);
      return "went";
    }
    return needsSignIn(outcome.trouble) ? "ended" : "failed";
  });

  useEffect(() => {
    if (!on) return;
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waitMs = everyMs;
    let asking = false;

    function later() {
      clearTimeout(timer);
      timer = setTimeout(look, waitMs);
    }
    async function look() {
      clearTimeout(timer);
      if (asking || document.visibilityState === "hidden") return;
      asking = true;
      const came = await askOnce(leaving.signal);
      asking = false;
      if (leaving.signal.aborted || came === "ended") return;
      waitMs = came === "went" ? everyMs : Math.min(waitMs * 2, longestMs);
      later();
    }
    function wake() {
      waitMs = everyMs;
      look().catch(() => {});
    }
    waking.current = wake;
    later();
    document.addEventListener("visibilitychange", wake);
    addEventListener("online", wake);
    return () => {
      leaving.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", wake);
      removeEventListener("online", wake);
    };
  }, [on, askOnce]);

  const askNow = useStable(() => waking.current());
  return { trouble, askNow };
}
