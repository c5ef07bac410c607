/** What changed in a person's access, and in which words that is said. Pure: who calls brings the clock and the zone. */

import type { AccessChange } from "@/lib/core/access";
import { entryKey } from "./take-lines";

const dayMs = 86_400_000;

/** A role's own key: its account's key and its name. */
export function roleKey(key: string, role: string): string {
  return `${key}/${role}`;
}

/** Keys of the roles gained within a day and not lost since. */
export function newRolesOf(changes: readonly AccessChange[], now: number): ReadonlySet<string> {
  const latest = new Map<string, AccessChange>();
  // Newest first: what stands behind another of the same role is history.
  for (const change of changes) {
    const key = roleKey(entryKey(change.instance, change.accountId), change.role);
    if (!latest.has(key)) latest.set(key, change);
  }
  const fresh = [...latest].filter(([, { gained, at }]) => gained && now - Date.parse(at) < dayMs);
  return new Set(fresh.map(([key]) => key));
}

/** Those that nobody has dismissed yet. `seenAt`: ISO 8601, of the newest that was. */
export function unseenOf(changes: readonly AccessChange[], seenAt: string | null): readonly AccessChange[] {
  return seenAt === null ? changes : changes.filter(({ at }) => at > seenAt);
}

/** Midnights passed since, in the zone of whoever reads: 0 for today. */
function daysSince(at: number, now: number, timeZone?: string): number {
  const day = new Intl.DateTimeFormat("en-CA", timeZone ? { timeZone } : {});
  return Math.round((Date.parse(day.format(now)) - Date.parse(day.format(at))) / dayMs);
}

function weekday(at: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", { weekday: "long", ...(timeZone ? { timeZone } : {}) }).format(at);
}

/** `Today`, `Yesterday`, `Monday`, and `Saturday 14 November` where the weekday alone would be taken for a later one. */
export function dayWords(at: number, now: number, timeZone?: string): string {
  const days = daysSince(at, now, timeZone);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  if (days < 7) return weekday(at, timeZone);
  const options: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long" };
  return new Intl.DateTimeFormat("en-GB", { ...options, ...(timeZone ? { timeZone } : {}) }).format(at);
}

function sinceWords(at: number, now: number, timeZone?: string): string {
  const days = daysSince(at, now, timeZone);
  if (days <= 0) return "today";
  return `since ${days === 1 ? "yesterday" : days < 7 ? weekday(at, timeZone) : "a week ago"}`;
}

/** `2 new, 1 gone` and `since yesterday`: since the day of the oldest. Both empty where nothing changed. */
export function changeWords(
  changes: readonly AccessChange[],
  now: number,
  timeZone?: string,
): { what: string; since: string } {
  if (changes.length === 0) return { what: "", since: "" };
  const gained = changes.filter((change) => change.gained).length;
  const lost = changes.length - gained;
  const counts = [gained > 0 ? `${gained} new` : "", lost > 0 ? `${lost} gone` : ""].filter(Boolean);
  const oldest = Math.min(...changes.map(({ at }) => Date.parse(at)));
  return { what: counts.join(", "), since: sinceWords(oldest, now, timeZone) };
}

export type ChangedDay = { day: string; changes: readonly AccessChange[] };

/** In the order given, under the days on which they were noted. */
export function byDay(changes: readonly AccessChange[], now: number, timeZone?: string): ChangedDay[] {
  const days = new Map<string, AccessChange[]>();
  for (const change of changes) {
    const day = dayWords(Date.parse(change.at), now, timeZone);
    days.set(day, [...(days.get(day) ?? []), change]);
  }
  return Array.from(days, ([day, changes]) => ({ day, changes }));
}
