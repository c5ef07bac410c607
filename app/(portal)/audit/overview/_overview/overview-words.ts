/** Figures and days in words. Pure. */

import type { OverviewDay } from "@/lib/portal/audit-overview";

export function figure(count: number): string {
  return count.toLocaleString("en");
}

function dayText(day: string, options: Intl.DateTimeFormatOptions): string {
  // A day without a zone: read and written as UTC, it stays the day that it is.
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** `23 Nov`. */
export function shortDay(day: string): string {
  return dayText(day, { day: "numeric", month: "short" });
}

/** `Mon 23 Nov 2026`; `23 Nov to 25 Nov 2026` where a column stands for several days. */
export function spanWords({ firstDay, lastDay }: Pick<OverviewDay, "firstDay" | "lastDay">): string {
  if (firstDay === lastDay) {
    return dayText(firstDay, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).replace(
      ",",
      "",
    );
  }
  return `${shortDay(firstDay)} to ${dayText(lastDay, { day: "numeric", month: "short", year: "numeric" })}`;
}

export const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** `14:00`. */
export function hourText(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}
