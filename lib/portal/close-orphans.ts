/** Requests whose end was never recorded, since their process died or the record failed: closed as unknown, so that the record says what nobody knows. */

import "server-only";
import { randomUUID } from "node:crypto";
import type { AuditEntry } from "@/lib/core/audit-events";
import type { AuditRow } from "@/lib/core/audit-row";
import { appendEvent } from "@/lib/store/audit-log";
import { orphanedRequests } from "@/lib/store/audit-page";

/** Older than any request that can still be running, on whichever replica. */
const ageMs = 15 * 60 * 1000;

/** What asks for an answer, and what stands for the one that never came. */
const unknown = {
  "credentials.requested": "credentials.unknown",
  "console.requested": "console.unknown",
} as const;

type Asked = keyof typeof unknown;

/** Rounds of a hundred. There are that many only after a long failure; the next run does the rest. */
const mostRounds = 100;

function closing(row: AuditRow): AuditEntry {
  const { instance, accountId, accountName, role, id, correlationId, tokenFingerprint } = row;
  const grant = instance && accountId && role ? { grant: { instance, accountId, role } } : {};
  const common = {
    correlationId: correlationId ?? randomUUID(),
    requestId: id,
    ...grant,
    ...(accountName ? { accountName } : {}),
    ...(tokenFingerprint ? { tokenFingerprint } : {}),
  };
  const detail = {
    reason: "how this request ended could not be recorded: the portal or its database failed",
  };
  return { ...common, kind: unknown[row.kind as Asked], detail };
}

/** Answers how many it closed. Throws where one could not be: the rest of its round may be closed all the same. */
export async function closeOrphans(now: Date = new Date()): Promise<number> {
  const olderThan = new Date(now.getTime() - ageMs);
  let closed = 0;
  for (let round = 0; round < mostRounds; round += 1) {
    const orphans = await orphanedRequests(Object.keys(unknown) as Asked[], olderThan);
    if (orphans.length === 0) break;
    await Promise.all(orphans.map((row) => appendEvent(closing(row))));
    closed += orphans.length;
  }
  return closed;
}
