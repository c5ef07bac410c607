"use client";
/** One event as a line of values. A click beside them opens it. */

import type { MouseEvent } from "react";
import { EnvironmentTag } from "@/app/_ui/environment";
import { ChevronIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import { calledName } from "@/lib/core/account-look";
import type { AuditFilter } from "@/lib/core/audit-row";
import type { ShownEvent } from "@/lib/portal/read-audit";
import { auditHref } from "./audit-address";
import { outcomeTones, outcomeWords, whatWords, whoWords } from "./audit-words";
import { Narrow } from "./narrow";

type RowProps = {
  row: ShownEvent;
  filter: AuditFilter;
  year: number;
  open: boolean;
  onOpen: (seq: number) => void;
  fresh: boolean;
};

/** A click on a link is the link's, and whoever marks text to copy it wants nothing else. */
function isBeside({ target }: MouseEvent): boolean {
  const onOther = target instanceof Element && target.closest("a, button") !== null;
  return !onOther && getSelection()?.isCollapsed !== false;
}

export function AuditTableRow({ row, filter, year, open, onOpen, fresh }: RowProps) {
  const narrow = (more: AuditFilter) => auditHref({ ...filter, ...more });
  const look = open ? "bg-selected" : "hover:bg-hover focus-within:bg-hover";
  // What it came to stands in a row of its own, just above.
  const quiet = row.outcome === "requested" ? "text-dim" : "";
  return (
    <tr
      onClick={(event) => isBeside(event) && onOpen(row.seq)}
      className={`record-row cursor-default ${look} ${quiet} ${fresh ? "record-fresh" : ""}`}
    >
      <td className="record-cell pr-0 pl-1.5 max-md:row-span-3 max-md:self-start">
        <button
          type="button"
          data-opens={row.seq}
          aria-haspopup="dialog"
          aria-label={`Open event ${row.seq}`}
          onClick={() => onOpen(row.seq)}
          className="grid size-7 place-items-center rounded-md text-dim hover:text-ink"
        >
          <ChevronIcon />
        </button>
      </td>
      <td className="record-cell whitespace-nowrap max-md:order-2 max-md:text-right">
        <When at={row.at} year={year} quiet={quiet !== ""} />
      </td>
      <td className="record-cell max-md:order-1">
        <Who row={row} filter={filter} />
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
              <Name text={accountWords(row, row.accountId)} />
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
      <td className="record-cell pr-4 max-lg:hidden">
        {row.address ? (
          <Narrow href={narrow({ address: row.address })}>
            <code className="truncate font-mono text-dim text-xs" title={row.address}>
              {row.address}
            </code>
          </Narrow>
        ) : null}
      </td>
    </tr>
  );
}

/** As it was called then; what administrators call it now, where AWS had no name for it. */
function accountWords({ accountName, look }: ShownEvent, accountId: string): string {
  return calledName({ accountId, name: accountName, look: accountName?.trim() ? null : look });
}

/** By their own id: names change hands. */
function Who({ row, filter }: { row: ShownEvent; filter: AuditFilter }) {
  const who = whoWords(row);
  if (!who) return <span className="text-dim">nobody known</span>;
  const { person: _, ...rest } = filter;
  const to: AuditFilter = row.personId ? { ...rest, personId: row.personId } : { ...filter, person: who };
  return (
    <Narrow href={auditHref(to)} strong>
      <Name text={who} />
    </Narrow>
  );
}

function When({ at, year, quiet }: { at: string; year: number; quiet: boolean }) {
  const otherYear = new Date(at).getUTCFullYear() !== year;
  return (
    <span className="text-dim">
      {otherYear ? (
        <Time at={at} shape="full" />
      ) : (
        <>
          <Time at={at} shape="day" /> <Time at={at} shape="second" className={quiet ? "" : "text-ink"} />
        </>
      )}
    </span>
  );
}
