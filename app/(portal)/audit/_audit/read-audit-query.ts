/** What an address of the audit page asks for: a filter, or what is wrong with it. A field that cannot be read is never passed over. */

import { AuditFilter } from "@/lib/core/audit-row";
import { allFilterNames, digits, eventNumber, type FilterName, filterNames, guessed } from "./audit-address";

export type AuditQuery = {
  filter: AuditFilter;
  before: number | null;
  event: number | null;
  faults: string[];
};

const rules: Partial<Record<FilterName, string>> = {
  personId: "A person’s id is a UUID.",
  accountId: "An account id has twelve digits.",
  kind: "There is no such kind of event.",
  outcome: "There is no such outcome.",
  address: "An address stands alone, or with its network’s length: 10.20.0.0/16.",
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

type Asked = Partial<Record<FilterName, string>>;

function faultsOf(asked: Asked): { wrong: FilterName[]; faults: string[] } {
  const parsed = AuditFilter.safeParse(asked);
  const said = new Set((parsed.error?.issues ?? []).map(({ path }) => String(path[0])));
  const wrong = allFilterNames.filter((name) => said.has(name));
  const faults = wrong.map((name) => rules[name] ?? `“${filterNames[name]}” has at most 128 characters.`);
  // Both are fine alone; together nothing can be between them, and an empty page would not say why.
  const backwards = Date.parse(asked.from ?? "") > Date.parse(asked.until ?? "");
  if (backwards && faults.length === 0) return { wrong, faults: ["“Since” is later than “until”."] };
  return { wrong, faults };
}

/** `q` is the search box's own field: one text whose shape tells what it names. */
export function readAuditQuery(search: Record<string, string | undefined>): AuditQuery {
  const asked: Asked = { ...guessed(search.q ?? "") };
  for (const name of allFilterNames) {
    const text = search[name]?.trim();
    if (text) asked[name] = written(name, text);
  }
  const { wrong, faults } = faultsOf(asked);
  const right = Object.fromEntries(
    Object.entries(asked).filter(([name]) => !wrong.some((one) => one === name)),
  );
  return {
    filter: AuditFilter.parse(right),
    before: eventNumber(search.before),
    event: eventNumber(search.event),
    faults,
  };
}
