/** The audit record as CSV, row by row, with whatever a spreadsheet would run made harmless. */

import "server-only";
import { Readable } from "node:stream";
import { stringify } from "csv-stringify";
import type { AuditFilter, AuditRow } from "@/lib/core/audit-row";
import type { Person } from "@/lib/core/person";
import type { RequestFacts } from "@/lib/core/request-facts";
import { chosenEvents } from "@/lib/portal/choose-events";
import { record } from "@/lib/portal/record";
import { auditRows } from "@/lib/store/audit-page";

const columns = [
  "seq",
  "at",
  "kind",
  "outcome",
  "personName",
  "personEmail",
  "personId",
  "instance",
  "accountId",
  "accountName",
  "role",
  "address",
  "userAgent",
  "accessKeyId",
  "correlationId",
  "id",
  "detail",
] as const satisfies readonly (keyof AuditRow)[];

async function* cells(rows: AsyncIterable<AuditRow>): AsyncGenerator<Record<string, unknown>> {
  for await (const row of rows) yield { ...row, detail: JSON.stringify(row.detail) };
}

/** RFC 4180. Reading the record out is on the record, before the first row leaves. */
export async function exportAudit(
  person: Person,
  facts: RequestFacts,
  filter: AuditFilter,
): Promise<ReadableStream> {
  const chosen = JSON.stringify(filter).slice(0, 512);
  await record(person, facts, { kind: "audit.exported", detail: { filter: chosen } });
  const csv = stringify({
    header: true,
    columns: [...columns],
    quoted: true,
    // A cell that begins with = + - @ tab or return is a formula to a spreadsheet.
    escape_formulas: true,
    record_delimiter: "windows",
  });
  const { choice } = await chosenEvents(filter);
  const rows = Readable.from(cells(auditRows(choice)));
  rows.on("error", (failure) => csv.destroy(failure));
  csv.on("close", () => rows.destroy());
  return Readable.toWeb(rows.pipe(csv)) as ReadableStream;
}
