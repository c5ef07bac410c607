/** The whole range in six numbers, each leading to its events. */

import Link from "next/link";
import { auditHref } from "@/app/(portal)/audit/_audit/audit-address";
import type { AuditFilter } from "@/lib/core/audit-row";
import type { Tallied } from "@/lib/core/tally";
import type { Counts } from "@/lib/portal/audit-overview";
import { figure } from "./overview-words";
import { takenSeries, troubleSeries } from "./series";

const shown: readonly { what: Tallied; label: string; filter: AuditFilter }[] = [
  ...takenSeries,
  { what: "sign-ins", label: "Sign-ins", filter: { kind: "sign-in.succeeded" } },
  ...troubleSeries,
];

type TotalsProps = { totals: Counts; from: string; until: string };

export function Totals({ totals, from, until }: TotalsProps) {
  return (
    <dl className="grid grid-cols-2 overflow-clip rounded-xl border border-line bg-panel sm:grid-cols-3 lg:grid-cols-6">
      {shown.map(({ what, label, filter }) => (
        <div key={what} className="-mt-px -ml-px border-line border-t border-l px-4 py-3 lg:px-5">
          <dt className="text-dim text-xs">{label}</dt>
          <dd className="mt-0.5 font-semibold text-xl tracking-tight">
            <Link href={auditHref({ ...filter, from, until })} prefetch={false} className="record-link">
              {figure(totals[what])}
            </Link>
          </dd>
        </div>
      ))}
    </dl>
  );
}
