/** A filter of the audit page as an address, so that a view can be sent to somebody. Pure. */

import type { AuditFilter } from "@/lib/core/audit-row";

/** In the order in which people read them, with the words for them. */
export const filterNames = {
  text: "text",
  person: "person",
  personId: "person",
  account: "account",
  accountId: "account",
  role: "role",
  kind: "what",
  outcome: "outcome",
  address: "from",
  accessKeyId: "access key",
  tokenFingerprint: "access token",
  correlationId: "correlation",
  from: "since",
  until: "until",
} as const satisfies Record<keyof AuditFilter, string>;

export type FilterName = keyof typeof filterNames;

export function isFilterName(name: string): name is FilterName {
  return Object.hasOwn(filterNames, name);
}

function queryOf(filter: AuditFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of Object.keys(filterNames).filter(isFilterName)) {
    const value = filter[name];
    if (value !== undefined) query.set(name, value);
  }
  return query;
}

/** `before` is the number of the event that ended the page before. */
export function auditHref(filter: AuditFilter, before: number | null = null): string {
  const query = queryOf(filter);
  if (before !== null) query.set("before", String(before));
  return query.size === 0 ? "/audit" : `/audit?${query}`;
}

export function csvHref(filter: AuditFilter): string {
  const query = queryOf(filter);
  return query.size === 0 ? "/api/audit/csv" : `/api/audit/csv?${query}`;
}

export function without(filter: AuditFilter, name: FilterName): AuditFilter {
  const { [name]: _, ...rest } = filter;
  return rest;
}

const shapes: readonly (readonly [name: FilterName, shape: RegExp])[] = [
  ["accessKeyId", /^A[A-Z]{3}[A-Z0-9]{12,28}$/i],
  ["correlationId", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  ["accountId", /^\d{4}[ -]?\d{4}[ -]?\d{4}$/],
  ["address", /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7})(\/\d{1,3})?$/i],
];

/** What one line of text most likely names: its shape tells. `role:Admin` and the like say it outright. */
export function guessed(text: string): Partial<Record<FilterName, string>> {
  const wanted = text.trim();
  if (wanted === "") return {};
  const [, word = "", rest = ""] = /^([a-z]+):\s*(.+)$/i.exec(wanted) ?? [];
  const named = word.toLowerCase() === "account" ? "accountId" : word.toLowerCase();
  if (rest !== "" && ["person", "role", "address", "accountId"].includes(named) && isFilterName(named)) {
    return { [named]: named === "accountId" ? digits(rest) : rest };
  }
  const name = shapes.find(([, shape]) => shape.test(wanted))?.[0] ?? "person";
  if (name === "accountId") return { accountId: digits(wanted) };
  if (name === "accessKeyId") return { accessKeyId: wanted.toUpperCase() };
  if (name === "correlationId") return { correlationId: wanted.toLowerCase() };
  return { [name]: wanted };
}

/** People copy ids with the spaces and dashes that AWS shows them with. */
export function digits(text: string): string {
  return text.replace(/[ -]/g, "");
}
