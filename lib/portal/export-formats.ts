/** What the record is taken out as. Every format is written a batch at a time, in the order of the chain, with the number of each event. */

import "server-only";
import { stringify } from "csv-stringify/sync";
import { readEventText } from "@/lib/core/audit-event-text";
import type { ExportFormat } from "@/lib/core/audit-export";
import { ocsfEvent } from "@/lib/core/ocsf-event";
import { type EventLine, eventLine, type RecordLine, statementLine } from "@/lib/core/record-line";

type Writer = {
  /** What stands above the first event; nothing where somebody goes on with what they have. */
  head: string;
  lines(items: readonly RecordLine[]): string;
  mediaType: string;
  /** How the file's name ends. */
  ending: string;
};

/** In the order of the file's columns. */
function cellsOf({ seq, at, text, hash }: EventLine) {
  const { person, source, grant, ...event } = readEventText(text) ?? { detail: {} };
  return {
    seq: String(seq),
    at,
    kind: event.kind,
    outcome: event.outcome,
    personName: person?.name,
    personEmail: person?.email,
    personId: person?.id,
    instance: grant?.instance,
    accountId: grant?.accountId,
    accountName: event.accountName,
    role: grant?.role,
    address: source?.address,
    userAgent: source?.userAgent,
    accessKeyId: event.accessKeyId,
    tokenFingerprint: event.tokenFingerprint,
    correlationId: event.correlationId,
    requestId: event.requestId,
    id: event.id,
    detail: JSON.stringify(event.detail),
    hash,
  };
}

const nothing: EventLine = { seq: 0, at: "", version: 1, previous: "", hash: "", text: "" };

/**
 * Where a spreadsheet would begin a formula: at the beginning of a cell, and wherever one begins when the file is read with other
 * separators than ours, as spreadsheets do in half of Europe. The wide signs are the narrow ones to some of them.
 */
const formula = /(^|[,;|\t\r\n]"*)(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/g;

function harmless(cell: string | null | undefined): string {
  return (cell ?? "").replace(formula, "$1'");
}

/** RFC 4180. */
function csvLines(rows: readonly (readonly (string | null | undefined)[])[]): string {
  const cells = rows.map((row) => row.map(harmless));
  return stringify(cells, { quoted: true, quoted_empty: true, record_delimiter: "windows" });
}

const jsonLines = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

function recordLine(item: RecordLine): string {
  return "statement" in item ? statementLine(item.statement) : eventLine(item);
}

export function eventsIn(items: readonly RecordLine[]): EventLine[] {
  return items.flatMap((item) => ("statement" in item ? [] : [item]));
}

export const exportFormats: Readonly<Record<ExportFormat, Writer>> = {
  jsonl: {
    head: "",
    lines: (items) => jsonLines(items.map(recordLine)),
    mediaType: "application/x-ndjson",
    ending: "jsonl",
  },
  csv: {
    head: csvLines([Object.keys(cellsOf(nothing))]),
    lines: (items) => csvLines(eventsIn(items).map((event) => Object.values(cellsOf(event)))),
    mediaType: "text/csv; charset=utf-8",
    ending: "csv",
  },
  ocsf: {
    head: "",
    lines: (items) => jsonLines(eventsIn(items).map((event) => JSON.stringify(ocsfEvent(event)))),
    mediaType: "application/x-ndjson",
    ending: "ocsf.jsonl",
  },
};
