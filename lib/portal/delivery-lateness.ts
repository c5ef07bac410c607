/** Says on the record itself when a delivery or an anchor has fallen behind, once, and when it has caught up, once. */

import "server-only";
import { randomUUID } from "node:crypto";
import { record } from "@/lib/portal/record";
import { type AuditCursor, keepCursorState } from "@/lib/store/audit-cursors";

/** What waits longer than this is late. */
const lateMs = 10 * 60 * 1000;

type State = {
  /** It has had everything once: what came before it was set up is not late by its age. */
  caughtUp?: true;
  /** Since when it is late, in milliseconds since 1970. */
  lateSince?: number;
};

/** Of the state, what is kept from step to step; the rest belongs to one failure. */
function stateOf({ state }: AuditCursor): State {
  return {
    ...(state.caughtUp === true ? { caughtUp: true } : {}),
    ...(typeof state.lateSince === "number" ? { lateSince: state.lateSince } : {}),
  };
}

/** Since when something waits that could have been sent. */
function waitingSince(cursor: AuditCursor, oldest: string, { caughtUp }: State): number {
  return caughtUp ? Date.parse(oldest) : cursor.movedAt.getTime();
}

type Event = Parameters<typeof record>[2];

/** Answers whether it is on the record. A delivery must not wait for the record to say that it waits. */
async function isTold(event: Event, report: (failure: unknown) => void): Promise<boolean> {
  try {
    await record(null, { correlationId: randomUUID() }, event);
    return true;
  } catch (failure) {
    report(failure);
    return false;
  }
}

async function caughtUp(
  cursor: AuditCursor,
  before: State,
  report: (failure: unknown) => void,
): Promise<State> {
  const after: State = { caughtUp: true };
  if (before.caughtUp && before.lateSince === undefined) return before;
  if (before.lateSince !== undefined) {
    const seconds = Math.max(0, Math.round((Date.now() - before.lateSince) / 1000));
    const event = { kind: "audit.delivery-caught-up", detail: { delivery: cursor.name, seconds } } as const;
    if (!(await isTold(event, report))) return before;
  }
  await keepCursorState(cursor.name, { at: cursor.seq, state: after });
  return after;
}

/** `oldest`: the time of the first item that waits; null where none does. Answers the state to go on with. */
export async function watchLateness(
  cursor: AuditCursor,
  oldest: string | null,
  report: (failure: unknown) => void,
): Promise<State> {
  const before = stateOf(cursor);
  if (oldest === null) return await caughtUp(cursor, before, report);

  const since = waitingSince(cursor, oldest, before);
  if (before.lateSince !== undefined || Date.now() - since < lateMs) return before;
  const detail = {
    delivery: cursor.name,
    seconds: Math.round((Date.now() - since) / 1000),
    ...(cursor.problem ? { problem: cursor.problem } : {}),
  };
  if (!(await isTold({ kind: "audit.delivery-late", detail }, report))) return before;
  await keepCursorState(cursor.name, { at: cursor.seq, state: { ...cursor.state, lateSince: since } });
  return { ...before, lateSince: since };
}
