/** Whom or what most was taken by or in: a name that leads to its events, a bar, a number. */

import { scaleLinear } from "d3-scale";
import Link from "next/link";
import { EnvironmentTag } from "@/app/_ui/environment";
import { Name } from "@/app/_ui/name";
import type { TopEntry } from "@/lib/portal/audit-overview";
import { figure } from "./overview-words";
import { takenSeries } from "./series";

type ListProps = {
  id: string;
  title: string;
  entries: readonly TopEntry[];
  hrefOf: (entry: TopEntry) => string;
};

function totalOf({ counts }: TopEntry): number {
  return takenSeries.reduce((sum, { what }) => sum + counts[what], 0);
}

function Bar({ entry, most }: { entry: TopEntry; most: number }) {
  const share = scaleLinear().domain([0, most]).range([0, 100]);
  let before = 0;
  return (
    <svg aria-hidden="true" width="100%" height="6" className="block rounded-full">
      {takenSeries.map(({ what, fill }) => {
        const from = before;
        before += entry.counts[what];
        return entry.counts[what] === 0 ? null : (
          <rect
            key={what}
            x={`${share(from)}%`}
            width={`${share(entry.counts[what])}%`}
            height="6"
            className={fill}
          />
        );
      })}
    </svg>
  );
}

function countWords({ counts }: TopEntry): string {
  const parts = takenSeries.filter(({ what }) => counts[what] > 0);
  return parts.map(({ what, label }) => `${figure(counts[what])} ${label.toLowerCase()}`).join(", ");
}

export function TopList({ id, title, entries, hrefOf }: ListProps) {
  const most = Math.max(1, ...entries.map(totalOf));
  return (
    <section
      aria-labelledby={id}
      className="min-w-0 rounded-xl border border-line bg-panel px-4 py-3.5 lg:px-5"
    >
      <h2 id={id} className="mb-2 font-semibold text-base">
        {title}
      </h2>
      {entries.length === 0 ? <p className="text-dim text-sm">None in this time.</p> : null}
      <ol className="space-y-2">
        {entries.map((entry) => (
          <li key={entry.key} title={countWords(entry)}>
            <div className="mb-1 flex items-center gap-2 text-sm">
              <Link href={hrefOf(entry)} prefetch={false} className="record-link min-w-0">
                <Name text={entry.title} />
              </Link>
              <EnvironmentTag look={entry.look} />
              {entry.note ? (
                <span className="min-w-0 truncate text-dim text-xs max-xl:hidden">{entry.note}</span>
              ) : null}
              <span className="ml-auto shrink-0 pl-2">
                {figure(totalOf(entry))}
                <span className="sr-only">: {countWords(entry)}</span>
              </span>
            </div>
            <Bar entry={entry} most={most} />
          </li>
        ))}
      </ol>
    </section>
  );
}
