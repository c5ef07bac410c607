"use client";
/** How long something still waits for a person, counting down; its last minute is told apart. */

import { countdown } from "./remaining";
import { useTimeLeft } from "./use-time-left";

const soonSeconds = 60;

type TimeLeftProps = {
  secondsLeft: number;
  /** What the time is left for. */
  label: string;
  /** How it looks before its last minute. */
  className?: string;
};

export function TimeLeft({ secondsLeft, label, className = "" }: TimeLeftProps) {
  const left = useTimeLeft(secondsLeft);
  return (
    <span
      role="timer"
      aria-label={label}
      className={`tabular-nums ${left < soonSeconds ? "text-warn" : className}`}
    >
      {left > 0 ? `${countdown(left * 1000)} left` : "time is over"}
    </span>
  );
}
