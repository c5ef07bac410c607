"use client";
/** The keys a person took on this page. The only place in the browser that holds secrets, and it forgets them by itself. */

import { useCallback, useEffect, useRef, useState } from "react";
import { type Outcome, type Trouble, troubleOf } from "@/app/_ui/ask";
import { copyText } from "./copy-text";
import { isSameGrant, type Keys, type Target, takeKeys } from "./take-keys";
import { purposeOf, type Wanted, wantedText } from "./wanted-text";

/** Longest time in memory: what was copied lives on, this page need not know it. */
const keptMs = 15 * 60_000;

/** Keys that were taken here, without the keys. */
export type Alive = { id: number; target: Target; wanted: Wanted; endsAt: number };

type Here = {
  step: "here";
  keys: Keys;
  /** Whether the clipboard took it; null where it was not asked. */
  copied: boolean | null;
  shown: boolean;
  /** Asked for only to be seen: gone once they were seen. */
  fleeting: boolean;
};

export type Taking = { id: number; target: Target; wanted: Wanted } & (
  | { step: "asking" }
  | { step: "failed"; trouble: Trouble }
  | Here
);

export type KeysInHand = {
  taking: Taking | null;
  alive: readonly Alive[];
  /** Keys for a grant. AWS is asked each time, but for one value or a look at keys that are here. */
  take: (target: Target, wanted: Wanted, confirmation?: string) => void;
  /** Whether `take` would ask for nothing: what is wanted is of keys that are here. */
  has: (target: Target, wanted: Wanted) => boolean;
  /** The keys that are here once more, written another way. Asks nobody. */
  rewrite: (wanted: Wanted) => void;
  show: (shown: boolean) => void;
  /** Forgets the secrets and closes the panel. */
  drop: () => void;
  /** Takes one line out of the list of what is alive. */
  forget: (id: number) => void;
};

/** Copies as soon as the keys are there, from within the click that wants them. */
async function carryOut(target: Target, wanted: Wanted, asking: Promise<Outcome<Keys>>) {
  const text = asking.then((outcome) => {
    if (!outcome.ok) throw new Error(outcome.trouble.code);
    return wantedText(wanted, target, outcome.value);
  });
  const copying = wanted.kind === "show" ? null : copyText(text);
  const [outcome, copied, written] = await Promise.all([asking, copying, text.then(Boolean, () => false)]);
  return { outcome, copied, written };
}

function withNewest(list: readonly Alive[], newest: Alive): readonly Alive[] {
  return [newest, ...list.filter(({ id }) => id !== newest.id)];
}

export function useKeys(): KeysInHand {
  const [taking, setTaking] = useState<Taking | null>(null);
  const [alive, setAlive] = useState<readonly Alive[]>([]);
  const turn = useRef(0);

  const drop = useCallback(() => {
    turn.current += 1;
    setTaking(null);
  }, []);

  const hold = useCallback(
    async (start: Omit<Here, "step" | "keys" | "copied"> & Start, asking: Promise<Outcome<Keys>>) => {
      const { id, target, wanted, shown, fleeting } = start;
      turn.current += 1;
      const mine = turn.current;
      const { outcome, copied, written } = await carryOut(target, wanted, asking);

      if (outcome.ok) {
        const { endsAt } = outcome.value;
        setAlive((list) => withNewest(list, { id, target, wanted, endsAt }));
      }
      // Somebody asked for something else, or left, before AWS answered: these keys have no place any more.
      if (mine !== turn.current) return;
      const failed = { id, target, wanted, step: "failed" } as const;
      if (!outcome.ok) setTaking({ ...failed, trouble: outcome.trouble });
      else if (!written) setTaking({ ...failed, trouble: troubleOf("aws-malformed") });
      else setTaking({ id, target, wanted, step: "here", keys: outcome.value, copied, shown, fleeting });
    },
    [],
  );

  const take = useCallback(
    (target: Target, wanted: Wanted, confirmation?: string) => {
      const shown = wanted.kind === "show";
      const held = keysFor(taking, target, wanted);
      if (held) return void hold({ ...held, wanted, shown }, Promise.resolve({ ok: true, value: held.keys }));
      const id = turn.current + 1;
      setTaking({ id, target, wanted, step: "asking" });
      void hold(
        { id, target, wanted, shown, fleeting: shown },
        takeKeys(target, purposeOf(wanted), confirmation),
      );
    },
    [taking, hold],
  );

  const has = useCallback(
    (target: Target, wanted: Wanted) => keysFor(taking, target, wanted) !== null,
    [taking],
  );

  const rewrite = useCallback(
    (wanted: Wanted) => {
      if (taking?.step !== "here") return;
      void hold({ ...taking, wanted, fleeting: false }, Promise.resolve({ ok: true, value: taking.keys }));
    },
    [taking, hold],
  );

  const show = useCallback((shown: boolean) => {
    setTaking((now) => {
      if (now?.step !== "here") return now;
      return !shown && now.fleeting ? null : { ...now, shown };
    });
  }, []);

  const forget = useCallback((id: number) => setAlive((list) => list.filter((one) => one.id !== id)), []);

  useForgetting(taking, drop, show);
  return { taking, alive, take, has, rewrite, show, drop, forget };
}

type Start = { id: number; target: Target; wanted: Wanted };

/** A copy for a tool always has new keys. */
function keysFor(taking: Taking | null, { grant }: Target, wanted: Wanted) {
  if (wanted.kind === "format") return null;
  if (taking?.step !== "here" || !isSameGrant(taking.target.grant, grant)) return null;
  return taking.keys.endsAt > Date.now() ? taking : null;
}

/** Secrets leave memory at the keys' end, after a while, and when the page is left. They leave the screen when it is not looked at. */
function useForgetting(taking: Taking | null, drop: () => void, show: (shown: boolean) => void): void {
  const keys = taking?.step === "here" ? taking.keys : null;

  useEffect(() => {
    if (!keys) return;
    const timer = setTimeout(drop, Math.max(0, Math.min(keys.endsAt - Date.now(), keptMs)));
    return () => clearTimeout(timer);
  }, [keys, drop]);

  useEffect(() => {
    const hide = () => document.visibilityState === "hidden" && show(false);
    addEventListener("pagehide", drop);
    document.addEventListener("visibilitychange", hide);
    return () => {
      removeEventListener("pagehide", drop);
      document.removeEventListener("visibilitychange", hide);
    };
  }, [drop, show]);
}
