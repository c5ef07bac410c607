/** What an address of the overview asks for: days and a time zone, or what is wrong with it. */

import { dayAt, daysBetween, isDay, type ZonedClock, zonedClock } from "@/lib/core/zoned-days";
import { type DayRange, lastDays } from "@/lib/portal/audit-overview";

/** Three years. */
const mostDays = 1_096;
const usualDays = 30;

export const usualSpans = [
  [30, "30 days"],
  [90, "90 days"],
  [365, "A year"],
] as const;

export type AskedRange = {
  range: DayRange;
  clock: ZonedClock;
  /** One of the usual spans up to today, where it is one. */
  days: number | null;
  fault: string | null;
};

type Search = Record<string, string | undefined>;

function chosen({ from = "", until = "" }: Search, clock: ZonedClock, now: number): DayRange | string {
  const range = { from, until: until || dayAt(now, clock) };
  if (!isDay(range.from) || !isDay(range.until)) return "A day is written like 2026-11-30.";
  const length = daysBetween(range.from, range.until) + 1;
  if (length < 1) return "The first day comes after the last.";
  return length > mostDays ? "Three years at most can be shown at once." : range;
}

export function readRange(search: Search, now: number = Date.now()): AskedRange {
  const utc: ZonedClock = { zone: "UTC", offsetMs: () => 0 };
  const asked = search.zone ? zonedClock(search.zone) : utc;
  const clock = asked ?? utc;
  const zoneFault = asked ? null : "There is no such time zone. Shown is UTC.";
  const usual = { range: lastDays(usualDays, clock, now), clock, days: usualDays };
  if (search.from || search.until) {
    const range = chosen(search, clock, now);
    if (typeof range === "string")
      return { ...usual, fault: `${range} Shown are the last ${usualDays} days.` };
    return { range, clock, days: null, fault: zoneFault };
  }
  const days = usualSpans.find(([span]) => String(span) === search.days)?.[0] ?? usualDays;
  return { range: lastDays(days, clock, now), clock, days, fault: zoneFault };
}

/** The same page with another span or zone. */
export function overviewHref(
  { range, clock, days }: AskedRange,
  changed: { days?: number; zone?: string } = {},
): string {
  const zone = changed.zone ?? clock.zone;
  const query = new URLSearchParams();
  const span = changed.days ?? days;
  if (span === null) {
    query.set("from", range.from);
    query.set("until", range.until);
  } else if (span !== usualDays) query.set("days", String(span));
  if (zone !== "UTC") query.set("zone", zone);
  return query.size === 0 ? "/audit/overview" : `/audit/overview?${query}`;
}
