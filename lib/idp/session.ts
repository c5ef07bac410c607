/** Who a cookie stands for. The only reader of sessions; nothing here asks next-auth or the provider. */

import "server-only";
import { once } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import { env } from "@/lib/env";
import { sessionIdIn } from "@/lib/idp/session-id";
import { sessionOf, touchSessions } from "@/lib/store/sessions";

export type PortalSession = {
  /** The cookie's value: what form tokens are bound to. It never leaves the process in another way. */
  id: string;
  person: Person;
  startedAt: Date;
  /** When it ends however much it is used. */
  expiresAt: Date;
};

const minute = 60_000;

/** So long those in use gather, to be written down together. Milliseconds. */
const gatherMs = 250;

/** Sessions in use that are not written down yet. */
function inUse(): Set<string> {
  return once("sessions-in-use", () => new Set());
}

async function writeDown(since: Date): Promise<void> {
  const used = [...inUse()];
  inUse().clear();
  await touchSessions(used, since);
}

/**
 * Says that the session is in use, at most once a minute, and lets nobody wait for it. When everybody comes at once, that is one
 * statement for many.
 */
function touch(id: string, lastSeenAt: Date, now: Date): void {
  if (now.getTime() - lastSeenAt.getTime() < minute) return;
  const isFirst = inUse().size === 0;
  inUse().add(id);
  // A touch that fails ends the session a little earlier; the request itself has its answer.
  if (isFirst) setTimeout(() => void writeDown(now).catch(() => undefined), gatherMs).unref();
}

/**
 * Null without a cookie of ours; "ended" where a well-formed one names no living session: signed out, too old, too
 * long unused, or made up. What comes `unattended`, from a page that asks by itself, is no use of it. Throws `store-unavailable`: who cannot be looked up is not signed in.
 */
export async function sessionOfCookies(
  cookieHeader: string | null,
  { unattended = false } = {},
): Promise<PortalSession | null | "ended"> {
  const id = sessionIdIn(cookieHeader);
  if (id === null) return null;
  const found = await sessionOf(id);
  if (!found) return "ended";

  const { SESSION_HOURS, SESSION_IDLE_MINUTES } = env();
  const now = new Date();
  // Settings count as they are now: whoever shortens them shortens sessions that run.
  const longest = found.createdAt.getTime() + SESSION_HOURS * 60 * minute;
  const expiresAt = new Date(Math.min(found.expiresAt.getTime(), longest));
  const idleUntil = found.lastSeenAt.getTime() + SESSION_IDLE_MINUTES * minute;
  if (now >= expiresAt || now.getTime() >= idleUntil) return "ended";

  if (!unattended) touch(id, found.lastSeenAt, now);
  return { id, person: found.person, startedAt: found.createdAt, expiresAt };
}
