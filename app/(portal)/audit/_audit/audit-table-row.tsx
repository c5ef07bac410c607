"use client";
/** One event: a line of values, and below it, once opened, everything. */

import { EnvironmentTag } from "@/app/_ui/environment";
import { ChevronIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import type { AuditFilter } from "@/lib/core/audit-row";
import type { ShownEvent } from "@/lib/portal/read-audit";
import { auditHref } from "./audit-address";
import { AuditDetail } from "./audit-detail";
import { outcomeTones, outcomeWords, whatWords, whoWords } from "./audit-words";
import { Narrow } from "./narrow";

type RowProps = { row: ShownEvent; filter: AuditFilter; year: number; open: boolean; onToggle: () => void };

export function AuditTableRow({ row, filter, year, open, onToggle }: RowProps) {
  const detailId = `event-${row.seq}`;
  const who = whoWords(row);
  const narrow = (more: AuditFilter) => auditHref({ ...filter, ...more });
  return (
    <>
      <tr className={`record-row ${open ? "bg-selected" : "hover:bg-hover"}`}>
        <td className="record-cell pr-0 pl-1.5 max-md:row-span-3 max-md:self-start">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={open ? detailId : undefined}
            aria-label={`All of event ${row.seq}`}
            onClick={onToggle}
            className="grid size-7 place-items-center rounded-md text-dim hover:text-ink"
          >
            <ChevronIcon className={`transition-transform ${open ? "rotate-90" : ""}`} />
          </button>
        </td>
        <td className="record-cell whitespace-nowrap max-md:order-2 max-md:text-right">
          <When at={row.at} year={year} />
        </td>
        <td className="record-cell max-md:order-1">
          {who ? (
            <Narrow href={narrow({ person: who.find })} strong>
              <Name text={who.name} />
            </Narrow>
          ) : (
            <span className="text-dim">nobody known</span>
          )}
        </td>
        <td className="record-cell max-md:order-3">
          <Narrow href={narrow({ kind: row.kind })}>
            <Name text={whatWords(row)} />
          </Narrow>
        </td>
        <td className="record-cell max-md:order-5">
          {row.accountId ? (
            <span className="flex min-w-0 items-center gap-2">
              <Narrow href={narrow({ accountId: row.accountId })}>
                <Name text={row.accountName?.trim() ? row.accountName : row.accountId} />
              </Narrow>
              <EnvironmentTag look={row.look} />
            </span>
          ) : null}
        </td>
        <td className="record-cell max-md:order-6 max-md:max-w-40 max-md:text-right">
          {row.role ? (
            <Narrow href={narrow({ role: row.role })}>
              <Name text={row.role} />
            </Narrow>
          ) : null}
        </td>
        <td className="record-cell whitespace-nowrap max-md:order-4 max-md:text-right">
          <Narrow href={narrow({ outcome: row.outcome })}>
            <span className={outcomeTones[row.outcome]}>{outcomeWords(row)}</span>
          </Narrow>
        </td>
        <td className="record-cell pr-4 max-md:hidden">
          {row.address ? (
            <Narrow href={narrow({ address: row.address })}>
              <code className="truncate font-mono text-dim text-xs" title={row.address}>
                {row.address}
              </code>
            </Narrow>
          ) : null}
        </td>
      </tr>
      {open ? (
        <tr id={detailId} className="bg-selected max-md:block">
          <td colSpan={8} className="px-4 pt-1 pb-4 max-md:block md:pl-11">
            <AuditDetail row={row} filter={filter} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function When({ at, year }: { at: string; year: number }) {
  const otherYear = new Date(at).getUTCFullYear() !== year;
  return (
    <span className="text-dim">
      {otherYear ? (
        <Time at={at} shape="full" />
      ) : (
        <>
          <Time at={at} shape="day" /> <Time at={at} shape="second" className="text-ink" />
        </>
      )}
    </span>
  );
}
