/**
 * Columns over time, stacked. Drawn on the server as SVG in shares of its width, so that it fits every screen, needs no program in
 * the browser and no style that the content policy would stop. The mouse follows its links; the keyboard and readers aloud have the
 * table beside it.
 */

import { scaleBand, scaleLinear } from "d3-scale";
import { auditHref } from "@/app/(portal)/audit/_audit/audit-address";
import type { OverviewDay } from "@/lib/portal/audit-overview";
import { figure, shortDay, spanWords } from "./overview-words";
import { type Series, seriesHref } from "./series";

const height = 168;
/** Room for the line that is read under the pointer. */
const top = 24;
/** Beyond so many, columns are too thin for parts that are followed by themselves. */
const mostWithParts = 130;
const labels = 6;

type ChartProps = { days: readonly OverviewDay[]; series: readonly Series[] };

type Scales = {
  left: (place: number) => number;
  width: number;
  y: (count: number) => number;
  ticks: readonly number[];
};

function totalOf({ counts }: OverviewDay, series: readonly Series[]): number {
  return series.reduce((sum, { what }) => sum + counts[what], 0);
}

function scalesOf({ days, series }: ChartProps): Scales {
  const most = Math.max(4, ...days.map((day) => totalOf(day, series)));
  const x = scaleBand<number>()
    .domain(days.map((_, place) => place))
    .range([0, 100])
    .paddingInner(days.length > mostWithParts ? 0 : 0.24);
  const y = scaleLinear().domain([0, most]).nice(4).range([height, top]);
  const ticks = y.ticks(4).filter((tick) => Number.isInteger(tick) && tick > 0);
  return { left: (place) => x(place) ?? 0, width: x.bandwidth(), y, ticks };
}

const percent = (share: number) => `${Math.round(share * 1000) / 1000}%`;

/** What one column says: `Mon 23 Nov 2026 · 14 keys, by people · 3 consoles`. */
function words(day: OverviewDay, series: readonly Series[]): string {
  const parts = series.filter(({ what }) => day.counts[what] > 0);
  const counts = parts.map(({ what, label }) => `${figure(day.counts[what])} ${label.toLowerCase()}`);
  return [spanWords(day), ...(counts.length > 0 ? counts : ["nothing"])].join(" · ");
}

type ColumnProps = {
  day: OverviewDay;
  place: number;
  series: readonly Series[];
  scales: Scales;
  parted: boolean;
};

function Column({ day, place, series, scales: { left, width, y }, parted }: ColumnProps) {
  const [x, wide] = [percent(left(place)), percent(width)];
  const around = { from: day.from, until: day.until };
  let below = 0;
  const bars = series.flatMap((one) => {
    const count = day.counts[one.what];
    if (count === 0) return [];
    const [bottom, upper] = [y(below), y(below + count)];
    below += count;
    const bar = (
      <rect
        key={one.what}
        x={x}
        width={wide}
        y={upper}
        // Never so little that it is not seen, and a hair of air between parts.
        height={Math.max(1.5, bottom - upper - (parted && below > count ? 1 : 0))}
        rx={parted ? 1 : 0}
        className={one.fill}
      />
    );
    if (!parted) return [bar];
    return [
      <a key={one.what} href={seriesHref(one, around)} tabIndex={-1} className="hover:opacity-75">
        {bar}
      </a>,
    ];
  });
  const whole = (
    <a href={auditHref(around)} tabIndex={-1}>
      <rect
        x={x}
        width={wide}
        y={top}
        height={height - top}
        className="fill-transparent group-hover:fill-hover"
      />
      {parted ? null : bars}
    </a>
  );
  return (
    <g className="group">
      {whole}
      {parted ? bars : null}
      <text
        x="100%"
        y={12}
        textAnchor="end"
        className="pointer-events-none fill-ink text-xs opacity-0 group-hover:opacity-100"
      >
        {words(day, series)}
      </text>
    </g>
  );
}

function Below({ days, scales: { left } }: { days: readonly OverviewDay[]; scales: Scales }) {
  const step = Math.max(1, Math.ceil(days.length / labels));
  const shown = days.flatMap((day, place) => (place % step === 0 ? [{ day, place }] : []));
  return shown.map(({ day, place }) => (
    <text key={day.firstDay} x={percent(left(place))} y={height + 16} className="fill-dim text-2xs">
      {shortDay(day.firstDay)}
    </text>
  ));
}

export function ColumnsChart({ days, series }: ChartProps) {
  const scales = scalesOf({ days, series });
  return (
    <div className="flex">
      <svg aria-hidden="true" width="36" height={height + 20} className="shrink-0">
        {scales.ticks.map((tick) => (
          <text key={tick} x="28" y={scales.y(tick) + 4} textAnchor="end" className="fill-dim text-2xs">
            {figure(tick)}
          </text>
        ))}
      </svg>
      <svg aria-hidden="true" width="100%" height={height + 20} className="block min-w-0 grow">
        {scales.ticks.map((tick) => (
          <line key={tick} x1="0" x2="100%" y1={scales.y(tick)} y2={scales.y(tick)} className="stroke-line" />
        ))}
        {days.map((day, place) => (
          <Column
            key={day.firstDay}
            day={day}
            place={place}
            series={series}
            scales={scales}
            parted={days.length <= mostWithParts}
          />
        ))}
        <line x1="0" x2="100%" y1={height + 0.5} y2={height + 0.5} className="stroke-edge" />
        <Below days={days} scales={scales} />
      </svg>
    </div>
  );
}
