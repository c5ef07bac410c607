/** Requests whose end was never recorded, since their process died or the record failed: closed as unknown, so that the record says what nobody knows. */

import "server-only";
import { randomUUID } from "node:crypto";
import type { AuditEntry } from "@/lib/core/audit-events";
import type { AuditRow } from "@/lib/core/audit-row";
import { appendEvent } from "@/lib/store/audit-log";
import { orphanedRequests } from "@/lib/store/audit-page";

/** Older than any request that can still be running, on whichever replica. */
const ageMs = 15 * 60 * 1000;

function closing(row: AuditRow): AuditEntry | null {
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
  if (row.kind === "credentials.requested") return { ...common, kind: "credentials.unknown", detail };
  if (row.kind === "console.requested") return { ...common, kind: "console.unknown", detail };
  return null;
}

/** Answers how many it closed. */
export async function closeOrphans(now: Date = new Date()): Promise<number> {
  const orphans = await orphanedRequests(new Date(now.getTime() - ageMs));
  const entries = orphans.map(closing).filter((entry) => entry !== null);
  for (const entry of entries) await appendEvent(entry);
  return entries.length;
}
