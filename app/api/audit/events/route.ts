import { z } from "zod";
import { AuditFilter } from "@/lib/core/audit-row";
import { readAuditPage } from "@/lib/portal/read-audit";
import { route } from "@/lib/web/route";

const Place = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
  .optional();

const Input = AuditFilter.extend({ after: Place, before: Place });

/** What a filter lets through, newest first: after the newest that the page has, or before the oldest. */
export const GET = route(
  { for: "auditor", input: Input, unattended: true },
  async ({ input: { after, before, ...filter } }) =>
    Response.json(await readAuditPage(filter, { after, before })),
);
