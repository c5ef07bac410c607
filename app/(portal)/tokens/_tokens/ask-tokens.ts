/** What the pages of access tokens ask their doors. */

import { ask, isRecord, type Outcome } from "@/app/_ui/ask";
import type { AccessTokenWanted } from "@/lib/core/access-token";

export type Made = { token: string; expiresAt: string };

function readMade(answer: unknown): Made | null {
  if (!isRecord(answer) || typeof answer.token !== "string" || typeof answer.expiresAt !== "string")
    return null;
  return { token: answer.token, expiresAt: answer.expiresAt };
}

function readEnded(answer: unknown): number | null {
  return isRecord(answer) && typeof answer.ended === "number" ? answer.ended : null;
}

export async function askMake(wanted: AccessTokenWanted): Promise<Outcome<Made>> {
  return await ask("/api/access-tokens", wanted, readMade);
}

/** One, or all where `id` is null. Answers how many ended. */
export async function askRevoke(id: string | null): Promise<Outcome<number>> {
  return await ask("/api/access-tokens/revoke", id === null ? { all: true } : { id }, readEnded);
}

export async function askAcknowledge(id: string): Promise<Outcome<true>> {
  return await ask("/api/access-tokens/acknowledge", { id }, () => true as const);
}

/** Anybody's: for administrators. */
export async function askRevokeOf(personId: string, id: string | null): Promise<Outcome<number>> {
  return await ask(
    "/api/admin/access-tokens/revoke",
    id === null ? { personId } : { personId, id },
    readEnded,
  );
}
