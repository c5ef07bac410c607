"use client";
/** How much of the sign-in is left: a ring that empties, and the words. */

import { remaining } from "./remaining";
import { useNow } from "./use-now";

const radius = 5.5;
const round = 2 * Math.PI * radius;
const soonMs = 15 * 60_000;

type RingProps = { startedAt: number; expiresAt: number; serverNow: number };

export function SessionRing({ startedAt, expiresAt, serverNow }: RingProps) {
  const left = expiresAt - useNow(serverNow, 10_000);
  const part = Math.max(0, Math.min(1, left / (expiresAt - startedAt)));
  const soon = left < soonMs;
  return (
    <span
      className={`flex items-center gap-2 whitespace-nowrap text-sm ${soon ? "text-warn" : "text-dim"}`}
      title="How long you stay signed in to Sallyport"
    >
      <svg viewBox="0 0 14 14" width="14" height="14" fill="none" aria-hidden="true" className="-rotate-90">
        <circle cx="7" cy="7" r={radius} strokeWidth="2.5" className="stroke-edge" />
        <circle
          cx="7"
          cy="7"
          r={radius}
          strokeWidth="2.5"
          strokeDasharray={`${(part * round).toFixed(2)} ${round.toFixed(2)}`}
          className={soon ? "stroke-warn" : "stroke-accent"}
        />
      </svg>
      <span className="sr-only">Signed in for another </span>
      {left > 0 ? remaining(left) : "Session ended"}
    </span>
  );
}
