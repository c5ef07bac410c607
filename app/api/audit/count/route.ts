import { AuditFilter } from "@/lib/core/audit-row";
import { countAudit } from "@/lib/portal/read-audit";
import { route } from "@/lib/web/route";

/** How many events match, as far as anybody counts: null where counting took too long. */
export const GET = route({ for: "auditor", input: AuditFilter }, async ({ input }) =>
  Response.json({ counted: await countAudit(input) }),
);
