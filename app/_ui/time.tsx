"use client";
/** A moment, in the reader's own zone. The server does not know the zone: it writes UTC, and the browser corrects it. */

import { useInBrowser } from "./use-in-browser";

const shapes = {
  clock: { hour: "2-digit", minute: "2-digit" },
  second: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  day: { day: "numeric", month: "short" },
  full: {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type TimeShape = keyof typeof shapes;

/** English words, the hours of a day from 0 to 23, and no zone of its own unless asked for. */
export function timeText(at: Date, shape: TimeShape, timeZone?: string): string {
  const options: Intl.DateTimeFormatOptions = { ...shapes[shape], hourCycle: "h23" };
  return new Intl.DateTimeFormat("en-GB", timeZone ? { ...options, timeZone } : options).format(at);
}

export function Time({ at, shape, className }: { at: string; shape: TimeShape; className?: string }) {
  const moment = new Date(at);
  const text = useInBrowser(() => timeText(moment, shape), timeText(moment, shape, "UTC"));
  return (
    <time dateTime={at} title={`${at.replace("T", " ").replace(/(\.\d+)?Z$/, "")} UTC`} className={className}>
      {text}
    </time>
  );
}
