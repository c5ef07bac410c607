"use client";
/** All that one event holds. */

import type { ReactNode } from "react";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import { visibleText } from "@/app/_ui/visible-text";
import type { AuditFilter, AuditRow } from "@/lib/core/audit-row";
import { isProblemCode, problems } from "@/lib/core/problems";
import { auditHref } from "./audit-address";
import { kindName } from "./audit-words";
import { Narrow } from "./narrow";

const aroundMs = 15 * 60_000;

function around(at: string): AuditFilter {
  const iso = (ms: number) => new Date(Date.parse(at) + ms).toISOString();
  return { from: iso(-aroundMs), until: iso(aroundMs) };
}

/** The kind's own fields: what went wrong is said in the words that the person saw. */
function detailText(name: string, value: unknown): string {
  if (name === "problem" && isProblemCode(value)) return `${problems[value].title} (${value})`;
  if (name === "roles" && value === null) return "all";
  return visibleText(typeof value === "string" ? value : JSON.stringify(value));
}

/** The kinds' own fields in words; one that a newer kind brings shows under its own name. */
const detailLabels: Record<string, string> = {
  format: "Format",
  expiresAt: "Alive until",
  problem: "Problem",
  reason: "Reason",
  groups: "Groups",
  administrator: "Administrator",
  auditor: "Auditor",
  everywhere: "Everywhere",
  method: "Method",
  path: "Path",
  destination: "Destination",
  arn: "ARN",
  filter: "Filter",
  version: "Version",
  rules: "Rules",
  confirming: "Ask for a name",
  changes: "Changes",
  id: "Id",
  name: "Name",
  roles: "Roles",
  networks: "Networks",
  hours: "Hours",
  madeBy: "Made by",
  why: "Ended by",
  owner: "Owner’s id",
  machine: "Machine",
  reused: "Reused",
};

function Item({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-dim text-xs">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

type ValueProps = {
  label: string;
  value: string | null;
  filter: AuditFilter;
  name: "accountId" | "accessKeyId" | "tokenFingerprint" | "address" | "correlationId";
};

function Value({ label, value, filter, name }: ValueProps) {
  if (value === null) return null;
  return (
    <Item label={label}>
      <Narrow href={auditHref({ ...filter, [name]: value })}>
        <code className="break-all font-mono text-xs">{value}</code>
      </Narrow>
    </Item>
  );
}

export function AuditDetail({ row, filter }: { row: AuditRow; filter: AuditFilter }) {
  return (
    <dl className="grid grid-cols-[88px_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1 text-sm">
      <Item label="Event">
        {kindName(row.kind)}{" "}
        <span className="text-dim">
          · {row.kind} · number {row.seq.toLocaleString("en")}
        </span>
      </Item>
      <Item label="Time">
        <Time at={row.at} shape="full" /> <span className="text-dim">· {row.at}</span> ·{" "}
        <Narrow href={auditHref(around(row.at))}>
          <span className="text-accent">what else happened then</span>
        </Narrow>
      </Item>
      {row.personName || row.personEmail ? (
        <Item label="Person">
          <span className="flex min-w-0 flex-wrap gap-x-2">
            <Name text={row.personName ?? ""} />
            <Name text={row.personEmail ?? ""} className="text-dim" />
          </span>
        </Item>
      ) : null}
      <Value label="Account" value={row.accountId} name="accountId" filter={filter} />
      <Value label="Access key" value={row.accessKeyId} name="accessKeyId" filter={filter} />
      <Value label="Token" value={row.tokenFingerprint} name="tokenFingerprint" filter={filter} />
      <Value label="From" value={row.address} name="address" filter={filter} />
      {row.userAgent ? <Item label="Browser">{visibleText(row.userAgent)}</Item> : null}
      <Value label="Correlation" value={row.correlationId} name="correlationId" filter={filter} />
      {Object.entries(row.detail).map(([name, value]) => (
        <Item key={name} label={detailLabels[name] ?? name}>
          {detailText(name, value)}
        </Item>
      ))}
    </dl>
  );
}
