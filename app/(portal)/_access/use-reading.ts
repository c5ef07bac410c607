"use client";
/** Keeps a person's access in this page's memory alone, and sees when it is worth reading again: on coming back, on looking. */

import { useEffect, useReducer, useRef } from "react";
import { ask, isRecord } from "@/app/_ui/ask";
import { useSay } from "@/app/_ui/say";
import { useStable } from "@/app/_ui/use-stable";
import { type AccessReader, createAccessReader } from "./access-reader";
import { type AccessState, accessAfter, type FirstScreen, firstState } from "./access-state";
import { tooSoonWords } from "./reading-words";
import { keysWanted, type Wanted, wantedByInstance } from "./wanted-accounts";

/** Whoever comes back after so long wants to know what is new. */
const awayMs = 5 * 60_000;
/** Whoever scrolls on so soon did not look. */
const lookedMs = 400;

const doors = {
  open: (since: string | null, signal: AbortSignal) =>
    fetch(since === null ? "/api/access" : `/api/access?since=${encodeURIComponent(since)}`, {
      cache: "no-store",
      signal,
    }),
  // Where it failed, the reading that follows says why.
  want: async (wanted: Wanted) => {
    const outcome = await ask("/api/access/wanted", wanted, (answer) =>
      isRecord(answer) && typeof answer.waitMs === "number" ? answer.waitMs : null,
    );
    return outcome.ok ? outcome.value : 0;
  },
};

function sameKeys(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, place) => key === other[place]);
}

export type Reading = {
  state: AccessState;
  readOn: () => void;
  /** Everything; what is on screen, where everything was asked for lately. */
  readAgain: () => void;
  readAccountAgain: AccessReader["accountAgain"];
  look: (visible: readonly string[], found: readonly string[]) => void;
};

export function useReading(first: FirstScreen): Reading {
  const [state, tell] = useReducer(accessAfter, first, firstState);
  const say = useSay();
  const reader = useRef<AccessReader>(null);
  const looked = useRef({ visible: [] as readonly string[], found: [] as readonly string[] });
  const asked = useRef(new Map<string, number>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const askLooked = useStable(() => {
    const now = Date.now();
    const keys = keysWanted(state, looked.current, asked.current, now);
    for (const key of keys) asked.current.set(key, now);
    if (keys.length > 0) reader.current?.want(wantedByInstance(state.entries, keys)).catch(() => {});
  });

  const askSoon = useStable(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(askLooked, lookedMs);
  });

  const look = useStable((visible: readonly string[], found: readonly string[]) => {
    const before = looked.current;
    if (sameKeys(before.visible, visible) && sameKeys(before.found, found)) return;
    looked.current = { visible, found };
    askSoon();
  });

  const readOn = useStable(() => reader.current?.read());

  const readAgain = useStable(async () => {
    const everything = [...state.instances.keys()].map((instance) => ({
      instance,
      accountIds: [],
      again: true,
    }));
    const waitMs = (await reader.current?.want(everything)) ?? 0;
    if (waitMs === 0) return;
    say(tooSoonWords(waitMs));
    const seen = wantedByInstance(state.entries, looked.current.visible);
    await reader.current?.want(seen.map((one) => ({ ...one, again: true })));
  });

  const readAccountAgain = useStable(async (entry: Parameters<AccessReader["accountAgain"]>[0]) => {
    await reader.current?.accountAgain(entry);
  });

  const comeBack = useStable(() => {
    if (document.visibilityState !== "visible") return;
    const endedAt = reader.current?.endedAt() ?? null;
    // Somebody who was refused may have signed in elsewhere meanwhile.
    const worth = state.phase === "refused" || (endedAt !== null && Date.now() - endedAt >= awayMs);
    if (!worth) return;
    readOn();
    askSoon();
  });

  useEffect(() => {
    const mine = createAccessReader(doors, tell, () => say("Connected again"));
    reader.current = mine;
    mine.read();
    document.addEventListener("visibilitychange", comeBack);
    addEventListener("online", readOn);
    return () => {
      document.removeEventListener("visibilitychange", comeBack);
      removeEventListener("online", readOn);
      clearTimeout(timer.current);
      mine.stop();
    };
  }, [say, comeBack, readOn]);

  return { state, readOn, readAgain, readAccountAgain, look };
}
