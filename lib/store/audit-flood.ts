/**
 * Failures of which too many come to be an event each. They are counted, and written down once a minute: a row for each of a
 * bounded number of holders, and one for all the others, so that nobody can fill the record or hide in it. What one process
 * counted in its last minute is lost if it is killed; in an orderly stop it is written.
 */

import "server-only";
import { randomUUID } from "node:crypto";
import type { AuditEntry, AuditEnvelope } from "@/lib/core/audit-events";
import { once } from "@/lib/core/once";
import { appendEvent } from "./audit-log";

export type FloodKind = "sign-in.failed" | "request.refused" | "access-token.refused";

/** Of each kind, how many holders have a row of their own in a minute. */
const holdersPerMinute = 50;

const minuteMs = 60_000;

type Who = Pick<AuditEnvelope, "person" | "source" | "correlationId" | "tokenFingerprint">;
type Counted = { of: FloodKind; others: boolean; who: Who; count: number; first: Date; last: Date };
type State = { counted: Map<string, Counted>; timer: NodeJS.Timeout | null };

function state(): State {
  return once("audit-flood", () => ({ counted: new Map<string, Counted>(), timer: null }));
}

function holdersOf(of: FloodKind): number {
  return [...state().counted.values()].filter((each) => each.of === of && !each.others).length;
}

/** Nobody stands for all the others: such a row names no address. */
function asOthers(counted: Counted): Counted {
  return { ...counted, others: true, who: { correlationId: randomUUID() } };
}

function add(holder: string, counted: Counted): void {
  const { counted: all } = state();
  const own = `${counted.of} ${holder}`;
  const isOwn = !counted.others && (all.has(own) || holdersOf(counted.of) < holdersPerMinute);
  const key = isOwn ? own : counted.of;
  const before = all.get(key);
  if (!before) {
    all.set(key, isOwn ? counted : asOthers(counted));
    return;
  }
  before.count += counted.count;
  if (counted.first < before.first) before.first = counted.first;
  if (counted.last > before.last) before.last = counted.last;
}

function entryOf({ of, others, who, count, first, last }: Counted): AuditEntry {
  const times = { first: first.toISOString(), last: last.toISOString() };
  return { ...who, kind: "refusals.counted", detail: { of, count, others, ...times } };
}

/** What cannot be written now is counted on. */
async function write(key: string, counted: Counted): Promise<void> {
  try {
    await appendEvent(entryOf(counted));
  } catch {
    add(key.slice(counted.of.length + 1), counted);
    startTimer();
  }
}

/** Writes down what was counted so far. Never throws. */
export async function flushFlood(): Promise<void> {
  const now = state();
  clearTimeout(now.timer ?? undefined);
  now.timer = null;
  const counted = [...now.counted];
  now.counted.clear();
  await Promise.all(counted.map(([key, each]) => write(key, each)));
}

function startTimer(): void {
  state().timer ??= setTimeout(() => void flushFlood(), minuteMs).unref();
}

/** One more of `holder`, of which no event of its own is written. Waits for nothing. */
export function countFlood(of: FloodKind, holder: string, who: Who, at: Date = new Date()): void {
  add(holder, { of, others: false, who, count: 1, first: at, last: at });
  startTimer();
}
