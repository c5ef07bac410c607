/** In which tables the record lies, and how large they are. */

import { Time } from "@/app/_ui/time";
import type { RecordMonth } from "@/lib/portal/record-months";
import { RecordSection } from "./record-section";

const counted = (count: number) => count.toLocaleString("en-US");

/** `8 kB`, `1.4 GB`. */
function size(bytes: number): string {
  const [unit, of] = bytes < 1e6 ? ["kB", 1e3] : bytes < 1e9 ? ["MB", 1e6] : ["GB", 1e9];
  return `${(bytes / Number(of)).toLocaleString("en-US", { maximumFractionDigits: 1 })} ${unit}`;
}

export function Months({ months }: { months: readonly RecordMonth[] }) {
  return (
    <RecordSection title="Where it is kept">
      <table className="w-full text-left text-sm tabular-nums">
        <thead className="text-dim text-xs">
          <tr>
            <th className="pb-1 font-medium">From</th>
            <th className="pb-1 font-medium">Until</th>
            <th className="pb-1 text-right font-medium">Events, about</th>
            <th className="pb-1 text-right font-medium">On disk</th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ name, from, until, rows, bytes }) => (
            <tr key={name} className="border-line border-t">
              <td className="py-1.5">{from ? <Time at={from} shape="day" /> : "the beginning"}</td>
              <td className="py-1.5">
                <Time at={until} shape="day" />
              </td>
              <td className="py-1.5 text-right">{counted(rows)}</td>
              <td className="py-1.5 text-right">{size(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-3 text-pretty text-dim text-sm">
        <code className="font-mono text-xs">npm run db:maintain</code> makes the coming months and takes old
        ones away.
      </p>
    </RecordSection>
  );
}
