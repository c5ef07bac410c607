/** What the week's chart shows, for whoever reads. */

import Link from "next/link";
import type { WeekHour } from "@/lib/portal/audit-overview";
import { figure, hourText, weekdays } from "./overview-words";
import { busiestHref, dayOfWeek } from "./week-chart";

export function WeekTable({ caption, week }: { caption: string; week: readonly WeekHour[] }) {
  if (week.every(({ count }) => count === 0)) {
    return <p className="mt-2 text-dim text-sm">None in this time.</p>;
  }
  return (
    // Its links are what a keyboard scrolls by.
    <section aria-label={caption} className="mt-2 overflow-auto rounded-lg border border-line">
      <table className="w-full border-collapse text-xs">
        <caption className="sr-only">{caption}</caption>
        <thead className="text-dim">
          <tr>
            <th scope="col" className="px-2 py-1.5 text-left font-medium">
              Day
            </th>
            {Array.from({ length: 24 }, (_, hour) => (
              <th key={hourText(hour)} scope="col" className="px-1.5 py-1.5 text-right font-medium">
                {hourText(hour)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weekdays.map((name, day) => (
            <tr key={name} className="border-line border-t">
              <th scope="row" className="px-2 py-0.5 text-left font-normal">
                {name}
              </th>
              {dayOfWeek(week, day).map(({ count, mostAt }, hour) => (
                <td key={hourText(hour)} className="px-1.5 py-0.5 text-right">
                  {mostAt ? (
                    <Link
                      href={busiestHref(mostAt)}
                      prefetch={false}
                      className="record-link min-w-6 justify-end"
                    >
                      {figure(count)}
                    </Link>
                  ) : (
                    <span className="text-dim">0</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
