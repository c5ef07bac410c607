"use client";
/** Who, where from, what for: all fields of an event, each a way to find what else has it. */

import type { ReactNode } from "react";
import { EnvironmentTag } from "@/app/_ui/environment";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import { visibleText } from "@/app/_ui/visible-text";
import type { AuditFilter } from "@/lib/core/audit-row";
import { isProblemCode, problems } from "@/lib/core/problems";
import type { Story } from "@/lib/portal/read-audit";
import { auditHref } from "./audit-address";
import { detailLabel } from "./audit-words";
import { CopyValue } from "./copy-value";
import { Narrow } from "./narrow";

/** The kind's own fields: what went wrong is said in the words that the person saw. */
function detailText(name: string, value: unknown): string {
  if (name === "problem" && isProblemCode(value)) return `${problems[value].title} (${value})`;
  if (name === "roles" && value === null) return "all";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return visibleText(typeof value === "string" ? value : JSON.stringify(value));
}

function Item({ label, children, wrap = true }: { label: string; children: ReactNode; wrap?: boolean }) {
  return (
    <>
      <dt className="py-0.5 text-dim text-sm">{label}</dt>
      <dd
        className={`flex min-h-6 min-w-0 items-center gap-x-1.5 text-sm [overflow-wrap:anywhere] ${wrap ? "flex-wrap" : ""}`}
      >
        {children}
      </dd>
    </>
  );
}

type ValueProps = {
  label: string;
  value: string | null;
  filter: AuditFilter;
  copy?: boolean;
  mono?: boolean;
};

function Value({ label, value, filter, copy = false, mono = false }: ValueProps) {
  if (value === null || value === "") return null;
  return (
    <Item label={label} wrap={false}>
      <Narrow href={auditHref(filter)}>
        {mono ? <code className="break-all font-mono text-xs">{value}</code> : <Name text={value} />}
      </Narrow>
      {copy ? <CopyValue what={label.toLowerCase()} value={value} /> : null}
    </Item>
  );
}

export function EventFacts({ story: { event, userName } }: { story: Story }) {
  const { personId, personName, personEmail, accountId, role, address, accessKeyId, tokenFingerprint } =
    event;
  return (
    <dl className="grid grid-cols-[104px_minmax(0,1fr)] gap-x-4">
      {personId ? (
        <Value label="Person" value={personName ?? personEmail ?? personId} filter={{ personId }} />
      ) : null}
      {personName && personEmail && personId ? (
        <Value label="E-mail" value={personEmail} filter={{ personId }} copy />
      ) : null}
      {userName ? (
        <Item label="AWS session">
          <Name text={userName} />
        </Item>
      ) : null}
      <Account event={event} />
      {role ? <Value label="Role" value={role} filter={accountId ? { accountId, role } : { role }} /> : null}
      {accessKeyId ? (
        <Value label="Access key id" value={accessKeyId} filter={{ accessKeyId }} copy mono />
      ) : null}
      {tokenFingerprint ? (
        <Value label="Access token" value={tokenFingerprint} filter={{ tokenFingerprint }} copy mono />
      ) : null}
      {address ? <Value label="From" value={address} filter={{ address }} copy mono /> : null}
      {event.userAgent ? <Item label="Program">{visibleText(event.userAgent)}</Item> : null}
      <Value
        label="Click"
        value={event.correlationId}
        filter={{ correlationId: event.correlationId }}
        copy
        mono
      />
      {Object.entries(event.detail).map(([name, value]) => (
        <Detail key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function Account({ event: { accountId, accountName, look, instance } }: { event: Story["event"] }) {
  if (!accountId) return null;
  return (
    <>
      <Item label="Account">
        {accountName?.trim() ? (
          <Narrow href={auditHref({ accountId })}>
            <Name text={accountName} />
          </Narrow>
        ) : null}
        <Narrow href={auditHref({ accountId })}>
          <span className="text-dim tabular-nums">{accountId}</span>
        </Narrow>
        <CopyValue what="account id" value={accountId} />
        <EnvironmentTag look={look} />
      </Item>
      {instance ? <Item label="Instance">{instance}</Item> : null}
    </>
  );
}

/** Ids that other events have too. */
const joining = new Set(["machine", "id", "set", "arn"]);

function Detail({ name, value }: { name: string; value: unknown }) {
  const text = detailText(name, value);
  if (name === "expiresAt" && !Number.isNaN(Date.parse(text))) {
    return (
      <Item label={detailLabel(name)}>
        <Time at={text} shape="full" />
      </Item>
    );
  }
  return (
    <Item label={detailLabel(name)}>
      {joining.has(name) && typeof value === "string" ? (
        <>
          <Narrow href={auditHref({ text: value.slice(0, 128) })}>
            <code className="break-all font-mono text-xs">{text}</code>
          </Narrow>
          <CopyValue what={detailLabel(name).toLowerCase()} value={value} />
        </>
      ) : (
        text
      )}
    </Item>
  );
}
