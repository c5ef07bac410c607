/** What the columns show, for whoever reads: days on which something was, newest first. */

import Link from "next/link";
import { auditHref } from "@/app/(portal)/audit/_audit/audit-address";
import type { OverviewDay } from "@/lib/portal/audit-overview";
import { figure, spanWords } from "./overview-words";
import { type Series, seriesHref } from "./series";

type TableProps = { caption: string; days: readonly OverviewDay[]; series: readonly Series[] };

function Count({ day, one }: { day: OverviewDay; one: Series }) {
  const count = day.counts[one.what];
  return (
    <td className="px-2 py-1 text-right">
      {count === 0 ? (
        <span className="text-dim">0</span>
      ) : (
        <Link href={seriesHref(one, day)} prefetch={false} className="record-link">
          {figure(count)}
        </Link>
      )}
    </td>
  );
}

export function ColumnsTable({ caption, days, series }: TableProps) {
  const filled = days.filter(({ counts }) => series.some(({ what }) => counts[what] > 0)).reverse();
  if (filled.length === 0) return <p className="mt-2 text-dim text-sm">None in this time.</p>;
  return (
    // Its links are what a keyboard scrolls by.
    <section aria-label={caption} className="mt-2 max-h-72 overflow-auto rounded-lg border border-line">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-panel text-dim text-xs">
          <tr>
            <th scope="col" className="px-3 py-1.5 text-left font-medium">
              Day
            </th>
            {series.map(({ what, label }) => (
              <th key={what} scope="col" className="px-2 py-1.5 text-right font-medium last:pr-3">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {filled.map((day) => (
            <tr key={day.firstDay} className="border-line border-t">
              <th scope="row" className="px-3 py-1 text-left font-normal">
                <Link
                  href={auditHref({ from: day.from, until: day.until })}
                  prefetch={false}
                  className="record-link"
                >
                  {spanWords(day)}
                </Link>
              </th>
              {series.map((one) => (
                <Count key={one.what} day={day} one={one} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
