import { AuditFilter } from "@/lib/core/audit-row";
import { exportAudit } from "@/lib/portal/export-audit";
import { route } from "@/lib/web/route";

/** The filtered record as a file. */
export const GET = route({ for: "auditor", input: AuditFilter }, async ({ session, input, facts }) => {
  const name = `sallyport-audit-${new Date().toISOString().slice(0, 10)}.csv`;
  return new Response(await exportAudit(session.person, facts, input), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
    },
  });
});
