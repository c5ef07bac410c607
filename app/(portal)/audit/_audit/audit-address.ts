/** A filter of the audit page as an address, so that a view can be sent to somebody. Pure. */

import type { ExportFormat } from "@/lib/core/audit-export";
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
  correlationId: "click",
  from: "since",
  until: "until",
} as const satisfies Record<keyof AuditFilter, string>;

export type FilterName = keyof typeof filterNames;

export function isFilterName(name: string): name is FilterName {
  return Object.hasOwn(filterNames, name);
}

export const allFilterNames: readonly FilterName[] = Object.keys(filterNames).filter(isFilterName);

export function filterQuery(filter: AuditFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of allFilterNames) {
    const value = filter[name];
    if (value !== undefined) query.set(name, value);
  }
  return query;
}

export function addressed(path: string, query: URLSearchParams): string {
  return query.size === 0 ? path : `${path}?${query}`;
}

/** `before` is the number of the event that ended the page before, `event` that of the one that is open. */
export function auditHref(
  filter: AuditFilter,
  { before = null, event = null }: { before?: number | null; event?: number | null } = {},
): string {
  const query = filterQuery(filter);
  if (before !== null) query.set("before", String(before));
  if (event !== null) query.set("event", String(event));
  return addressed("/audit", query);
}

/** What the filter lets through, as a file. */
export function exportHref(format: ExportFormat, filter: AuditFilter): string {
  return addressed(`/api/audit/${format}`, filterQuery(filter));
}

export function without(filter: AuditFilter, name: FilterName): AuditFilter {
  const { [name]: _, ...rest } = filter;
  return rest;
}

/** An event's own number in an address; null for what is none. */
export function eventNumber(text: string | null | undefined): number | null {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

const shapes: readonly (readonly [name: FilterName, shape: RegExp])[] = [
  ["accessKeyId", /^A[A-Z]{3}[A-Z0-9]{12,28}$/i],
  ["correlationId", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  ["accountId", /^\d{4}[ -]?\d{4}[ -]?\d{4}$/],
  ["address", /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7})(\/\d{1,3})?$/i],
];

/** One way to understand what was typed. */
export type Guess = { name: FilterName; value: string; words: string };

const words: Partial<Record<FilterName, string>> = {
  person: "Person",
  account: "Account",
  accountId: "Account",
  role: "Role",
  address: "From",
  accessKeyId: "Access key",
  correlationId: "Click",
  text: "Anywhere in the event",
};

function guess(name: FilterName, value: string): Guess {
  return { name, value: written(name, value), words: words[name] ?? filterNames[name] };
}

/** What one line of text may name, the likeliest first. `role:Admin` and the like say it outright. */
export function guesses(line: string): Guess[] {
  const wanted = line.trim();
  if (wanted === "") return [];
  const [, word = "", rest = ""] = /^([a-z]+):\s*(.+)$/i.exec(wanted) ?? [];
  const named = word.toLowerCase();
  if (
    rest !== "" &&
    ["person", "account", "role", "address", "text"].includes(named) &&
    isFilterName(named)
  ) {
    return named === "account" && isAccountId(rest) ? [guess("accountId", rest)] : [guess(named, rest)];
  }
  const name = shapes.find(([, shape]) => shape.test(wanted))?.[0];
  if (name) return [guess(name, wanted), guess("text", wanted)];
  return [guess("person", wanted), guess("account", wanted), guess("role", wanted), guess("text", wanted)];
}

function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(digits(text));
}

/** What a line most likely names. */
export function guessed(line: string): Partial<Record<FilterName, string>> {
  const [first] = guesses(line);
  return first ? { [first.name]: first.value } : {};
}

/** As the record has it. */
function written(name: FilterName, value: string): string {
  if (name === "accountId") return digits(value);
  if (name === "accessKeyId") return value.toUpperCase();
  if (name === "correlationId") return value.toLowerCase();
  return value;
}

/** People copy ids with the spaces and dashes that AWS shows them with. */
export function digits(text: string): string {
  return text.replace(/[ -]/g, "");
}
