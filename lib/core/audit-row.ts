/** The audit record as it is read: one row, one page of rows, and what they are chosen by. */

import { z } from "zod";
import { type AuditKind, type AuditOutcome, auditOutcomes, isAuditKind } from "@/lib/core/audit-events";
import { AccountId } from "@/lib/core/grant";
import { isKindGroup, type KindGroup } from "@/lib/core/kind-groups";

/** One event as people read it. Times are ISO 8601 in UTC. */
export type AuditRow = {
  seq: number;
  id: string;
  at: string;
  kind: AuditKind;
  outcome: AuditOutcome;
  correlationId: string;
  /** Id of the event that this one answers. */
  requestId: string | null;
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
  /** The access token that it is about, or that a machine came with. */
  tokenFingerprint: string | null;
  /** The kind's own fields, as `auditKinds` allows them. */
  detail: Record<string, unknown>;
};

const trimmed = z.string().trim().min(1).max(128);

function isKindOrGroup(value: unknown): value is AuditKind | KindGroup {
  return isAuditKind(value) || isKindGroup(value);
}

/** One address, or a network of them: `10.20.0.0/16`. */
const Address = z.union([trimmed.refine((text) => !text.includes("/")), z.cidrv4(), z.cidrv6()]);

/** What an auditor filters by. Each field narrows; none means everything. */
export const AuditFilter = z.object({
  /** Part of a name or an e-mail address. */
  person: trimmed.optional(),
  personId: z.uuid().optional(),
  /** Part of a name. */
  account: trimmed.optional(),
  accountId: AccountId.optional(),
  role: trimmed.optional(),
  kind: z.custom<AuditKind | KindGroup>(isKindOrGroup).optional(),
  outcome: z.enum(auditOutcomes).optional(),
  address: Address.optional(),
  accessKeyId: trimmed.optional(),
  tokenFingerprint: trimmed.optional(),
  correlationId: z.uuid().optional(),
  /** Anywhere in the event. */
  text: trimmed.optional(),
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
});

export type AuditFilter = z.infer<typeof AuditFilter>;

/** Whom or what a part of a name means: those known by it; where nobody is, events that hold it. */
export type Meant = { ids: readonly string[] } | { part: string };

/** A filter whose names were looked up, which is what the store searches by. */
export type AuditChoice = Omit<AuditFilter, "person" | "account"> & {
  person?: Meant | undefined;
  account?: Meant | undefined;
};

/** A page, newest first. `before` of the next page is the last row's `seq`; null at the end. */
export type AuditPage = { rows: readonly AuditRow[]; before: number | null };
