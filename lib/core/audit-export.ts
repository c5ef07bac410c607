/** The record taken out: as what, which part of it, and from where on. */

import { z } from "zod";
import { AuditFilter } from "@/lib/core/audit-row";

export type ExportFormat = "jsonl" | "csv" | "ocsf";

/** `after`: the number of the last event that one has already. */
export const AuditExport = AuditFilter.extend({
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional(),
});
