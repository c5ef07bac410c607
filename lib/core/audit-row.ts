/** The audit record as it is read: one row, one page of rows, and what they are chosen by. */

import { z } from "zod";
import { type AuditKind, type AuditOutcome, auditOutcomes, isAuditKind } from "@/lib/core/audit-events";
import { AccountId } from "@/lib/core/grant";

/** One event as people read it. Times are ISO 8601 in UTC. */
export type AuditRow = {
  seq: number;
  id: string;
  at: string;
  kind: AuditKind;
  outcome: AuditOutcome;
  correlationId: string;
  personId: string | null;
  personName: string | null;
  personEmail: string | null;
  instance: string | null;
  accountId: string | null;
  accountName: string | null;
  role: string | null;
  address: string | null;
  userAgent: string | null;
  accessKeyId: string | null;
  /** The kind's own fields, as `auditKinds` allows them. */
  detail: Record<string, unknown>;
};

const trimmed = z.string().trim().min(1).max(128);

/** What an auditor filters by. Each field narrows; none means everything. */
export const AuditFilter = z.object({
  /** Part of a name or an e-mail address. */
  person: trimmed.optional(),
  accountId: AccountId.optional(),
  role: trimmed.optional(),
  kind: z.custom<AuditKind>(isAuditKind).optional(),
  outcome: z.enum(auditOutcomes).optional(),
  address: trimmed.optional(),
  accessKeyId: trimmed.optional(),
  correlationId: z.uuid().optional(),
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
});

export type AuditFilter = z.infer<typeof AuditFilter>;

/** A page, newest first. `before` of the next page is the last row's `seq`; null at the end. */
export type AuditPage = { rows: readonly AuditRow[]; before: number | null };
