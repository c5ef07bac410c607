/** What the charts tell apart, each with its colour and where it leads. */

import { auditHref } from "@/app/(portal)/audit/_audit/audit-address";
import type { AuditFilter } from "@/lib/core/audit-row";
import type { Tallied } from "@/lib/core/tally";

export type Series = {
  what: Tallied;
  label: string;
  /** Of its bars. */
  fill: string;
  /** Of its mark in the legend. */
  mark: string;
  filter: AuditFilter;
};

/** From the bottom up. */
export const takenSeries: readonly Series[] = [
  {
    what: "keys",
    label: "Keys, by people",
    fill: "fill-chart-one",
    mark: "bg-chart-one",
    filter: { kind: "credentials.issued" },
  },
  {
    what: "machine-keys",
    label: "Keys, by machines",
    fill: "fill-chart-two",
    mark: "bg-chart-two",
    filter: { kind: "credentials.issued" },
  },
  {
    what: "consoles",
    label: "Consoles",
    fill: "fill-chart-three",
    mark: "bg-chart-three",
    filter: { kind: "console.opened" },
  },
];

export const troubleSeries: readonly Series[] = [
  { what: "refusals", label: "Refused", fill: "fill-bad", mark: "bg-bad", filter: { outcome: "refused" } },
  { what: "failures", label: "Failed", fill: "fill-warn", mark: "bg-warn", filter: { outcome: "failed" } },
];

/** `from` and `until`: moments, both within. */
export function seriesHref({ filter }: Series, { from, until }: { from: string; until: string }): string {
  return auditHref({ ...filter, from, until });
}
