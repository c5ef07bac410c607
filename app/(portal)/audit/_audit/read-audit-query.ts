/** What an address of the audit page asks for: a filter, or what is wrong with it. A field that cannot be read is never passed over. */

import { AuditFilter } from "@/lib/core/audit-row";
import { digits, type FilterName, filterNames, guessed, isFilterName } from "./audit-address";

export type AuditQuery = { filter: AuditFilter; before: number | null; faults: string[] };

const rules: Partial<Record<FilterName, string>> = {
  accountId: "An account id has twelve digits.",
  personId: "A person’s id is a UUID.",
  address: "An address stands alone or with its network’s length: 10.20.0.0/16.",
  kind: "There is no such kind of event.",
  outcome: "There is no such outcome.",
  correlationId: "A correlation id is a UUID.",
  from: "“Since” is not a time.",
  until: "“Until” is not a time.",
};

/** A form without JavaScript sends `2026-11-21T10:00` or `2026-11-21`, which count as UTC. */
function moment(text: string): string {
  const utc = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(text);
  const at = new Date(utc && text.includes("T") ? `${text}Z` : text);
  return utc && !Number.isNaN(at.getTime()) ? at.toISOString() : text;
}

function written(name: FilterName, text: string): string {
  if (name === "accountId") return digits(text);
  if (name === "from" || name === "until") return moment(text);
  if (name === "accessKeyId") return text.toUpperCase();
  return text;
}

/** `q` is the search box's own field: one text whose shape tells what it names. */
export function readAuditQuery(search: Record<string, string | undefined>): AuditQuery {
  const asked: Partial<Record<FilterName, string>> = { ...guessed(search.q ?? "") };
  for (const name of Object.keys(filterNames).filter(isFilterName)) {
    const text = search[name]?.trim();
    if (text) asked[name] = written(name, text);
  }
  const parsed = AuditFilter.safeParse(asked);
  const before = /^\d{1,15}$/.test(search.before ?? "") ? Number(search.before) : null;
  if (parsed.success) return { filter: parsed.data, before, faults: [] };

  const wrong = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))].filter(isFilterName);
  const right = Object.fromEntries(
    Object.entries(asked).filter(([name]) => !wrong.some((one) => one === name)),
  );
  return {
    filter: AuditFilter.parse(right),
    before,
    faults: wrong.map((name) => rules[name] ?? `“${filterNames[name]}” has at most 128 characters.`),
  };
}
