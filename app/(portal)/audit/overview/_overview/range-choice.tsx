/** Which days are shown. Plain links and a plain form: the range is in the address. */

import Link from "next/link";
import { Button } from "@/app/_ui/button";
import { ChevronIcon } from "@/app/_ui/icons";
import { spanWords } from "./overview-words";
import { type AskedRange, overviewHref, usualSpans } from "./read-range";

const field = "mt-1 block h-8 w-full rounded-md border border-field bg-panel px-2 text-ink text-sm";

export function RangeChoice({ asked }: { asked: AskedRange }) {
  const { range, clock, days } = asked;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <nav
        aria-label="Time"
        className="flex h-9 items-center gap-0.5 rounded-lg border border-field bg-panel p-0.5 text-sm"
      >
        {usualSpans.map(([span, label]) => (
          <Link
            key={span}
            href={overviewHref(asked, { days: span })}
            prefetch={false}
            aria-current={span === days ? "true" : undefined}
            className="flex h-full items-center rounded-md px-2.5 text-dim hover:bg-hover hover:text-ink aria-[current]:bg-accent-tint aria-[current]:font-medium aria-[current]:text-ink"
          >
            {label}
          </Link>
        ))}
      </nav>
      <details className="relative">
        <summary className="flex h-9 list-none items-center gap-2 whitespace-nowrap rounded-lg border border-field bg-panel px-2.5 text-sm hover:bg-hover [&::-webkit-details-marker]:hidden">
          {days === null ? spanWords({ firstDay: range.from, lastDay: range.until }) : "Other days"}
          <ChevronIcon className="rotate-90 text-dim" />
        </summary>
        <form
          action="/audit/overview"
          method="get"
          className="absolute right-0 z-30 mt-1.5 w-64 space-y-3 rounded-xl bg-panel p-3 shadow-float max-sm:right-auto max-sm:left-0"
        >
          <label className="block text-dim text-xs">
            First day
            <input type="date" name="from" required defaultValue={range.from} className={field} />
          </label>
          <label className="block text-dim text-xs">
            Last day
            <input type="date" name="until" required defaultValue={range.until} className={field} />
          </label>
          {clock.zone === "UTC" ? null : <input type="hidden" name="zone" value={clock.zone} />}
          <Button type="submit" kind="primary" size="small">
            Show
          </Button>
        </form>
      </details>
    </div>
  );
}
