"use client";
/** Time running out, second by second. Not read aloud as it passes: whoever wants it asks for it. */

import { countdown } from "@/app/_ui/remaining";
import { useNow } from "@/app/_ui/use-now";

/** When it is time to think of new ones. */
export const soonMs = 15 * 60_000;

export function Countdown({ endsAt, className = "" }: { endsAt: number; className?: string }) {
  // Only ever shown in a browser, after a click, so the server's clock is nowhere.
  const left = endsAt - useNow(Date.now());
  const tone = left <= 0 ? "text-dim" : left < soonMs ? "text-warn" : "";
  return (
    <span role="timer" aria-label="Time left" className={`${tone} ${className}`}>
      {countdown(left)}
    </span>
  );
}
