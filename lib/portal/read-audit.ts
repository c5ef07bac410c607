/** Reading the audit record. Who may is the door's to decide. */

import "server-only";
import type { AuditFilter, AuditPage } from "@/lib/core/audit-row";
import { auditPage } from "@/lib/store/audit-page";

const pageSize = 50;

/** Newest first; `before` is the `seq` that ended the page before. */
export async function readAuditPage(filter: AuditFilter, before: number | null): Promise<AuditPage> {
  return await auditPage(filter, { before, limit: pageSize });
}
