/** The hours of a week, the darker the more was taken in them. A cell leads to the busiest of its hours. */

import { scaleQuantize } from "d3-scale";
import { auditHref } from "@/app/(portal)/audit/_audit/audit-address";
import type { WeekHour } from "@/lib/portal/audit-overview";
import { figure, hourText, weekdays } from "./overview-words";

const rowHeight = 22;
const top = 24;
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const levels = [0.16, 0.34, 0.54, 0.76, 1];

/** From its first moment to its last. */
export function busiestHref(mostAt: string): string {
  const until = new Date(Date.parse(mostAt) + 3_600_000 - 1).toISOString();
  return auditHref({ from: mostAt, until });
}

export function dayOfWeek(week: readonly WeekHour[], day: number): readonly WeekHour[] {
  return week.slice(day * 24, day * 24 + 24);
}

type CellProps = { cell: WeekHour; day: number; hour: number; level: (count: number) => number };

function Cell({ cell, day, hour, level }: CellProps) {
  const { count, most, mostAt } = cell;
  const square = (
    <rect
      x={`${(hour * 100) / 24}%`}
      y={top + day * rowHeight}
      width={`${100 / 24 - 0.35}%`}
      height={rowHeight - 3}
      rx={3}
      fillOpacity={count === 0 ? 1 : level(count)}
      className={count === 0 ? "fill-sunken" : "fill-chart-one group-hover:stroke-2 group-hover:stroke-ink"}
    />
  );
  const words = `${weekdays[day]} ${hourText(hour)} · ${figure(count)} taken${count > most ? `, ${figure(most)} in the busiest` : ""}`;
  return (
    <g className="group">
      {mostAt ? (
        <a href={busiestHref(mostAt)} tabIndex={-1}>
          {square}
        </a>
      ) : (
        square
      )}
      <text
        x="100%"
        y={12}
        textAnchor="end"
        className="pointer-events-none fill-ink text-xs opacity-0 group-hover:opacity-100"
      >
        {words}
      </text>
    </g>
  );
}

export function WeekChart({ week }: { week: readonly WeekHour[] }) {
  const most = Math.max(1, ...week.map(({ count }) => count));
  const level = scaleQuantize<number>().domain([0, most]).range(levels);
  const height = top + 7 * rowHeight + 16;
  return (
    <div className="flex">
      <svg aria-hidden="true" width="36" height={height} className="shrink-0">
        {weekdays.map((day, place) => (
          <text key={day} x="0" y={top + place * rowHeight + 14} className="fill-dim text-2xs">
            {day}
          </text>
        ))}
      </svg>
      <svg aria-hidden="true" width="100%" height={height} className="block min-w-0 grow">
        {weekdays.map((name, day) =>
          hours.map((hour) => (
            <Cell
              key={`${name} ${hour}`}
              cell={week[day * 24 + hour] ?? { count: 0, most: 0, mostAt: null }}
              day={day}
              hour={hour}
              level={level}
            />
          )),
        )}
        {[0, 6, 12, 18].map((hour) => (
          <text key={hour} x={`${(hour * 100) / 24}%`} y={height - 4} className="fill-dim text-2xs">
            {hourText(hour)}
          </text>
        ))}
      </svg>
    </div>
  );
}
