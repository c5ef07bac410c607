/** The record taken out: as what, which part of it, and from where on. */

import { z } from "zod";
import { AuditFilter } from "@/lib/core/audit-row";

export type ExportFormat = "jsonl" | "csv" | "ocsf";

const Place = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
  .optional();

/** `after` and `statement`: the numbers of the last event and of the last signed statement that one has already. */
export const AuditExport = AuditFilter.extend({ after: Place, statement: Place });
