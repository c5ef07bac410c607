import type { Metadata } from "next";
import Link from "next/link";
import { buttonLook } from "@/app/_ui/button";
import { personHref } from "@/app/(portal)/admin/people/_people/people-address";
import { PortalPage } from "@/app/(portal)/portal-page";
import { calledName } from "@/lib/core/account-look";
import { auditOutcomes } from "@/lib/core/audit-events";
import type { AuditFilter } from "@/lib/core/audit-row";
import { problemOf } from "@/lib/core/portal-error";
import { problems } from "@/lib/core/problems";
import { readAuditPage, type ShownPage } from "@/lib/portal/read-audit";
import { page } from "@/lib/web/page";
import { auditHref } from "./_audit/audit-address";
import { AuditFeed } from "./_audit/audit-feed";
import { AuditFilters } from "./_audit/audit-filters";
import { AuditTabs } from "./_audit/audit-tabs";
import { whoWords } from "./_audit/audit-words";
import { ExportMenu } from "./_audit/export-menu";
import { FilterChips, type KnownNames } from "./_audit/filter-chips";
import { kindChoices } from "./_audit/kind-choices";
import { readAuditQuery } from "./_audit/read-audit-query";

export const metadata: Metadata = { title: "Audit" };

const kinds = kindChoices();
const outcomes = auditOutcomes.map((value) => ({ value, label: value }));

const hour = 60 * 60 * 1000;
const spans = [
  ["1 hour", hour],
  ["24 hours", 24 * hour],
  ["7 days", 7 * 24 * hour],
  ["30 days", 30 * 24 * hour],
] as const;

/** `Last 7 days` and the like, counted from now. */
function spanLinks(filter: AuditFilter): { label: string; href: string }[] {
  const { until: _, ...rest } = filter;
  return spans.map(([label, ms]) => {
    const from = new Date(Date.now() - ms).toISOString();
    return { label: `Last ${label}`, href: auditHref({ ...rest, from }) };
  });
}

/** A search that takes too long is answered in the page, where it can be made narrower. */
async function found(filter: AuditFilter, before: number | null): Promise<ShownPage | "too-wide"> {
  try {
    return await readAuditPage(filter, { before });
  } catch (failure) {
    if (problemOf(failure) === "search-too-wide") return "too-wide";
    throw failure;
  }
}

/** What the ids of the filter are called, by the rows that have them. */
function namesIn({ rows }: ShownPage): KnownNames {
  const person = rows.find(({ personId }) => personId !== null);
  const account = rows.find(({ accountId }) => accountId !== null);
  const called = account?.accountId
    ? calledName({ accountId: account.accountId, name: account.accountName, look: account.look })
    : null;
  return { person: person ? whoWords(person) : null, account: called };
}

/** Who took what, when, from where. For administrators and auditors; to anybody else it does not exist. */
export default page({ for: "auditor" }, async ({ session, search }) => {
  const { filter, before, faults } = readAuditQuery(search);
  const first = faults.length > 0 ? null : await found(filter, before);
  const known = first === null || first === "too-wide" ? { person: null, account: null } : namesIn(first);
  return (
    <PortalPage session={session} here="/audit">
      <AuditTabs here="/audit" />
      <div className="mb-4 flex items-start gap-4 md:items-end">
        <div>
          <h1 className="font-semibold text-xl tracking-tight">Audit</h1>
          <p className="text-dim text-sm">Who took what, when and from where. Newest first, never changed.</p>
        </div>
        <ExportMenu filter={filter} />
      </div>
      <div className="mb-3 space-y-3">
        <AuditFilters filter={filter} kinds={kinds} outcomes={outcomes} spans={spanLinks(filter)} />
        <FilterChips filter={filter} known={known} />
        {filter.personId && session.administrator ? (
          <Link
            href={personHref({ id: filter.personId })}
            prefetch={false}
            className={buttonLook("plain", "small")}
          >
            What this person has, and blocking them
          </Link>
        ) : null}
        {first === null ? <Said text={`${faults.join(" ")} Nothing was looked up.`} /> : null}
        {first === "too-wide" ? (
          <Said text={`${problems["search-too-wide"].title}. ${problems["search-too-wide"].remedy}`} />
        ) : null}
      </div>
      {first === null || first === "too-wide" ? null : (
        <AuditFeed
          key={auditHref(filter, { before })}
          filter={filter}
          first={first}
          before={before}
          now={Date.now()}
        />
      )}
    </PortalPage>
  );
});

function Said({ text }: { text: string }) {
  return (
    <p role="alert" className="rounded-lg bg-warn-tint px-4 py-2.5 text-sm">
      {text}
    </p>
  );
}
