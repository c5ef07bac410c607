/** How bad a finding is, in words, in colour and as a mark. */

import type { Severity } from "@/lib/profiles/lint-rules";

const names: Record<Severity, readonly [one: string, many: string]> = {
  error: ["error", "errors"],
  warning: ["warning", "warnings"],
  note: ["note", "notes"],
};

const paints: Record<Severity, string> = {
  error: "bg-bad-tint text-bad",
  warning: "bg-warn-tint text-warn",
  note: "bg-hover text-dim",
};

const bars: Record<Severity, string> = { error: "bg-bad", warning: "bg-warn", note: "bg-edge" };

export function severityWords(severity: Severity, count: number): string {
  const [one, many] = names[severity];
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

export function SeverityTag({ severity }: { severity: Severity }) {
  return (
    <span className={`shrink-0 rounded-sm px-1.5 font-medium text-2xs ${paints[severity]}`}>
      {names[severity][0]}
    </span>
  );
}

/** At the left edge of what it stands in, which must be `relative`. */
export function SeverityBar({ severity }: { severity: Severity }) {
  return <span aria-hidden="true" className={`absolute inset-y-0 left-0 w-[3px] ${bars[severity]}`} />;
}
