"use client";
/** The record as a table: every value is a way to narrow it, every row opens to all that it holds. */

import { useInBrowser } from "@/app/_ui/use-in-browser";
import type { AuditFilter } from "@/lib/core/audit-row";
import type { ShownEvent } from "@/lib/portal/read-audit";
import { AuditTableRow } from "./audit-table-row";
import type { OpenEvent } from "./use-open-event";

/** Widths are fixed, so that a long name is cut off and never pushes a column out of sight. */
const columns = [
  ["Person", "w-[15%]"],
  ["What", "w-[14%]"],
  ["Account", ""],
  ["Role", "w-[16%]"],
  ["Outcome", "w-[112px]"],
  ["From", "w-[11%] max-lg:hidden"],
] as const;

const head = "h-9 px-2 text-left font-medium text-dim text-xs";

/** `CET`, `GMT+2`: times without their zone say nothing. */
function zoneName(): string {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" }).formatToParts(new Date());
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

type AuditTableProps = {
  rows: readonly ShownEvent[];
  filter: AuditFilter;
  now: number;
  opened: OpenEvent;
  /** What came after this one came while somebody looked. */
  newest: number;
};

export function AuditTable({ rows, filter, now, opened, newest }: AuditTableProps) {
  const zone = useInBrowser(zoneName, "UTC");
  const year = new Date(now).getUTCFullYear();
  return (
    <table className="w-full table-fixed border-collapse text-sm max-md:block">
      <caption className="sr-only">Events, newest first</caption>
      <thead className="max-md:sr-only">
        <tr>
          <th className="w-9">
            <span className="sr-only">All of it</span>
          </th>
          <th scope="col" className={`${head} w-[132px]`}>
            When <span className="font-normal">({zone})</span>
          </th>
          {columns.map(([column, width]) => (
            <th key={column} scope="col" className={`${head} last:pr-4 ${width}`}>
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
            open={opened.seq === row.seq}
            onOpen={opened.open}
            fresh={row.seq > newest}
          />
        ))}
      </tbody>
    </table>
  );
}
