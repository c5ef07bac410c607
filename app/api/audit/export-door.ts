/** The three doors by which the record is taken out. They differ in what it is written as. */

import { AuditExport, type ExportFormat } from "@/lib/core/audit-export";
import { exportAudit } from "@/lib/portal/export-audit";
import { exportFormats } from "@/lib/portal/export-formats";
import { logFailure } from "@/lib/web/log";
import { type Handler, route } from "@/lib/web/route";

export function exportDoor(format: ExportFormat): Handler {
  const { mediaType, ending } = exportFormats[format];
  return route({ for: "auditor", input: AuditExport }, async ({ session, input, facts }) => {
    const { after = 0, statement = null, ...filter } = input;
    const wanted = { format, filter, after, statement };
    const noticed = (failure: unknown) => logFailure(failure, { reference: facts.correlationId });
    const name = `sallyport-audit-${new Date().toISOString().slice(0, 10)}.${ending}`;
    return new Response(await exportAudit(session.person, facts, wanted, noticed), {
      headers: { "content-type": mediaType, "content-disposition": `attachment; filename="${name}"` },
    });
  });
}
