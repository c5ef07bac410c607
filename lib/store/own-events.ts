/** One person's part of the record: what they did, what their machines did, and what others did to what is theirs. By their id alone. */

import "server-only";
import type { AuditPage } from "@/lib/core/audit-row";
import { eventsNumbered } from "./audit-page";
import { asking } from "./database";

/** Greater than every number. */
const end = "9223372036854775807";

/**
 * At most `limit` rows older than `before`, newest first. A request that was answered is left out: its answer says more. What others
 * did names the person in a field of its own; quotes within a name are written with a backslash, so no name can look like one.
 */
export async function ownEvents(
  personId: string,
  { before, limit }: { before: number | null; limit: number },
): Promise<AuditPage> {
  const from = before === null ? end : String(before);
  const seqs = await asking(
    "read a person's own events",
    ({ prisma }) =>
      prisma.$queryRaw<{ seq: bigint }[]>`
      (
        SELECT seq FROM audit_event AS own
        WHERE person_id = ${personId}::uuid AND seq < ${from}::bigint
          AND NOT (outcome = 'requested' AND EXISTS (
            SELECT FROM audit_event AS answer WHERE answer.request_id = own.id AND answer.person_id = own.person_id
          ))
        ORDER BY seq DESC LIMIT ${limit + 1}
      ) UNION (
        SELECT seq FROM audit_event
        WHERE text LIKE '%"owner":"%' AND substring(text FROM '"owner":"([0-9a-f-]{36})"') = ${personId}
          AND seq < ${from}::bigint
        ORDER BY seq DESC LIMIT ${limit + 1}
      ) UNION (
        SELECT seq FROM audit_event
        WHERE kind IN ('person.blocked', 'person.unblocked') AND text LIKE '%"detail":{"id":"' || ${personId} || '"%'
          AND seq < ${from}::bigint
        ORDER BY seq DESC LIMIT ${limit + 1}
      )
      ORDER BY seq DESC LIMIT ${limit + 1}`,
  );
  const rows = await eventsNumbered(seqs.slice(0, limit).map(({ seq }) => seq));
  return { rows, before: seqs.length > limit ? (rows.at(-1)?.seq ?? null) : null };
}
