"use client";
/** The record as a table: every value is a way to narrow it, every row opens to all that it holds. */

import { useState } from "react";
import type { AuditFilter } from "@/lib/core/audit-row";
import type { ShownEvent } from "@/lib/portal/read-audit";
import { AuditTableRow } from "./audit-table-row";

/** Widths are fixed, so that a long name is cut off and never pushes a column out of sight. */
const columns = [
  ["When", "w-[132px]"],
  ["Person", "w-[15%]"],
  ["What", "w-[14%]"],
  ["Account", ""],
  ["Role", "w-[16%]"],
  ["Outcome", "w-[100px]"],
  ["From", "w-[11%]"],
] as const;

type AuditTableProps = { rows: readonly ShownEvent[]; filter: AuditFilter; year: number };

export function AuditTable({ rows, filter, year }: AuditTableProps) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());

  function toggle(seq: number) {
    const next = new Set(open);
    if (!next.delete(seq)) next.add(seq);
    setOpen(next);
  }

  return (
    <table className="w-full table-fixed border-collapse text-sm max-md:block">
      <caption className="sr-only">Events, newest first</caption>
      <thead className="max-md:sr-only">
        <tr>
          <th className="w-9">
            <span className="sr-only">All of it</span>
          </th>
          {columns.map(([column, width]) => (
            <th
              key={column}
              scope="col"
              className={`h-9 px-2 text-left font-medium text-dim text-xs last:pr-4 ${width}`}
            >
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-md:block">
        {rows.map((row) => (
          <AuditTableRow
            key={row.seq}
            row={row}
            filter={filter}
            year={year}
            open={open.has(row.seq)}
            onToggle={() => toggle(row.seq)}
          />
        ))}
      </tbody>
    </table>
  );
}
