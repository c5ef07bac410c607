/** The record as figures: by day, by hour of the week, and whom and what most of it is about. Counted beforehand, so no record is too long. */

import "server-only";
import { type AccountLook, calledName } from "@/lib/core/account-look";
import { type Tallied, type TallySubject, tallied } from "@/lib/core/tally";
import { dayAfter, dayAt, daysBetween, startOfDay, type ZonedClock } from "@/lib/core/zoned-days";
import { presentersByInstance } from "@/lib/portal/presenters";
import { cursorNamed, lagBehind } from "@/lib/store/audit-cursors";
import { countsByPart, type Span, type TopCount, takenByHour, topTaken } from "@/lib/store/tally-figures";
import { accountsLastCalled, peopleOf } from "@/lib/store/tally-names";

/** More columns than that nobody tells apart: then each stands for several days. */
const mostColumns = 366;
const mostTop = 8;

/** Both days count. */
export type DayRange = { from: string; until: string };

export type Counts = Readonly<Record<Tallied, number>>;

/** One column of a chart: from its first day to its last, and those as moments, ISO 8601. */
export type OverviewDay = { firstDay: string; lastDay: string; from: string; until: string; counts: Counts };

/** An hour of the week, Monday's first is 0; and the moment of its busiest occurrence. */
export type WeekHour = { count: number; most: number; mostAt: string | null };

export type TopEntry = {
  key: string;
  title: string;
  note: string | null;
  look: AccountLook | null;
  counts: Counts;
};

export type AuditOverview = {
  days: readonly OverviewDay[];
  /** How many days each column stands for; the last may stand for fewer. */
  daysEach: number;
  totals: Counts;
  week: readonly WeekHour[];
  accounts: readonly TopEntry[];
  people: readonly TopEntry[];
  roles: readonly TopEntry[];
  /** What is counted so far. `behind`: how many events are not. */
  counted: { at: string; behind: number; anything: boolean };
};

function noCounts(): Record<Tallied, number> {
  return { keys: 0, "machine-keys": 0, consoles: 0, "sign-ins": 0, refusals: 0, failures: 0 };
}

function columnsOf(
  { from, until }: DayRange,
  clock: ZonedClock,
): { days: OverviewDay[]; bounds: Date[]; daysEach: number } {
  const length = daysBetween(from, until) + 1;
  const daysEach = Math.ceil(length / mostColumns);
  const days: OverviewDay[] = [];
  for (let number = 0; number < length; number += daysEach) {
    const [firstDay, next] = [dayAfter(from, number), dayAfter(from, Math.min(number + daysEach, length))];
    const [starts, ends] = [startOfDay(firstDay, clock), startOfDay(next, clock)];
    days.push({
      firstDay,
      lastDay: dayAfter(next, -1),
      from: new Date(starts).toISOString(),
      until: new Date(ends - 1).toISOString(),
      counts: noCounts(),
    });
  }
  const end = new Date(startOfDay(dayAfter(until, 1), clock));
  return { days, daysEach, bounds: [...days.map((day) => new Date(day.from)), end] };
}

function weekOf(hours: readonly { hour: Date; count: number }[], clock: ZonedClock): WeekHour[] {
  const week = Array.from({ length: 7 * 24 }, (): WeekHour => ({ count: 0, most: 0, mostAt: null }));
  for (const { hour, count } of hours) {
    const there = new Date(hour.getTime() + clock.offsetMs(hour.getTime()));
    const place = ((there.getUTCDay() + 6) % 7) * 24 + there.getUTCHours();
    const before = week[place] ?? { count: 0, most: 0, mostAt: null };
    const isMost = count > before.most;
    week[place] = {
      count: before.count + count,
      most: isMost ? count : before.most,
      mostAt: isMost ? hour.toISOString() : before.mostAt,
    };
  }
  return week;
}

function byKey(rows: readonly TopCount[]): { key: string; counts: Counts }[] {
  const found = new Map<string, Record<Tallied, number>>();
  for (const { key, what, count } of rows) {
    const counts = found.get(key) ?? noCounts();
    counts[what] += count;
    found.set(key, counts);
  }
  return [...found].map(([key, counts]) => ({ key, counts }));
}

type Named = Omit<TopEntry, "key" | "counts">;

async function namesOf(subject: TallySubject, keys: readonly string[]): Promise<(key: string) => Named> {
  if (subject === "role") return (key) => ({ title: key, note: null, look: null });
  if (subject === "person") return await peopleNames(keys);
  return await accountNames(keys);
}

async function peopleNames(ids: readonly string[]): Promise<(id: string) => Named> {
  const people = new Map((await peopleOf(ids)).map((person) => [person.id, person]));
  return (id) => {
    const { name, email } = people.get(id) ?? { name: null, email: null };
    const title = name ?? email ?? id;
    return { title, note: email && email !== title ? email : null, look: null };
  };
}

/** Of `main/000000000001`. */
export function accountIdIn(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}

async function accountNames(keys: readonly string[]): Promise<(key: string) => Named> {
  const [presenters, accounts] = await Promise.all([
    presentersByInstance(),
    accountsLastCalled(keys.map(accountIdIn)),
  ]);
  const known = new Map(accounts.map((account) => [account.accountId, account]));
  return (key) => {
    const accountId = accountIdIn(key);
    const account = known.get(accountId) ?? { accountId, name: null, email: null };
    const instance = key.slice(0, key.lastIndexOf("/"));
    const named = presenters.get(instance)?.named(account) ?? { ...account, look: null };
    const title = calledName(named);
    return { title, note: title === accountId ? null : accountId, look: named.look };
  };
}

async function topOf(subject: TallySubject, span: Span): Promise<TopEntry[]> {
  const rows = byKey(await topTaken(subject, span, mostTop));
  const nameOf = await namesOf(
    subject,
    rows.map(({ key }) => key),
  );
  return rows.map((row) => ({ ...row, ...nameOf(row.key) }));
}

async function counted(): Promise<AuditOverview["counted"]> {
  const { seq, movedAt } = await cursorNamed("tally");
  const { events } = await lagBehind(seq);
  return { at: movedAt.toISOString(), behind: events, anything: seq > 0 || events > 0 };
}

/** Throws `store-unavailable`. */
export async function auditOverview(range: DayRange, clock: ZonedClock): Promise<AuditOverview> {
  const { days, bounds, daysEach } = columnsOf(range, clock);
  const span = { from: bounds[0] ?? new Date(), until: bounds.at(-1) ?? new Date() };
  const [parts, hours, accounts, people, roles, upTo] = await Promise.all([
    countsByPart(bounds),
    takenByHour(span),
    topOf("account", span),
    topOf("person", span),
    topOf("role", span),
    counted(),
  ]);
  const totals = noCounts();
  const filled = days.map((day, place) => {
    const counts = noCounts();
    for (const { what, count } of parts.filter(({ part }) => part === place)) counts[what] += count;
    for (const what of tallied) totals[what] += counts[what];
    return { ...day, counts };
  });
  return {
    days: filled,
    daysEach,
    totals,
    week: weekOf(hours, clock),
    accounts,
    people,
    roles,
    counted: upTo,
  };
}

/** The last so many days, today among them. */
export function lastDays(count: number, clock: ZonedClock, now: number = Date.now()): DayRange {
  const until = dayAt(now, clock);
  return { from: dayAfter(until, 1 - count), until };
}
