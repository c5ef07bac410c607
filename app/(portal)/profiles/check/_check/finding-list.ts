/** What the linter found, in the order in which people want it: what is worst first, then by place. Pure. */

import type { Finding } from "@/lib/profiles/lint-file";
import type { Severity } from "@/lib/profiles/lint-rules";

export type Shown = Severity | "all";

export type FindingItem =
  | { kind: "heading"; key: string; severity: Severity; count: number }
  | { kind: "finding"; key: string; finding: Finding; place: number; alike: number };

export const severities: readonly Severity[] = ["error", "warning", "note"];

export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

export function findingItems(findings: readonly Finding[], shown: Shown): readonly FindingItem[] {
  const alike = fixesByRule(findings);
  let place = 0;
  return severities.flatMap((severity): FindingItem[] => {
    const own = findings.filter((finding) => finding.severity === severity);
    if (own.length === 0 || (shown !== "all" && shown !== severity)) return [];
    return [
      { kind: "heading", key: severity, severity, count: own.length },
      ...own.map((finding, at) => ({
        kind: "finding" as const,
        key: `${severity} ${at} ${finding.file} ${finding.rule}`,
        finding,
        place: place++,
        alike: alike.get(ruleOf(finding)) ?? 0,
      })),
    ];
  });
}

/** A rule in one file. */
export function ruleOf({ file, rule }: Finding): string {
  return `${file} ${rule}`;
}

function fixesByRule(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    if (finding.fix) counts.set(ruleOf(finding), (counts.get(ruleOf(finding)) ?? 0) + 1);
  }
  return counts;
}
