import type { Metadata } from "next";
import Link from "next/link";
import { buttonLook } from "@/app/_ui/button";
import { DownloadIcon } from "@/app/_ui/icons";
import { PortalPage } from "@/app/(portal)/portal-page";
import { auditOutcomes } from "@/lib/core/audit-events";
import type { AuditFilter } from "@/lib/core/audit-row";
import { readAuditPage } from "@/lib/portal/read-audit";
import { page } from "@/lib/web/page";
import { auditHref, csvHref } from "./_audit/audit-address";
import { AuditFilters } from "./_audit/audit-filters";
import { AuditTable } from "./_audit/audit-table";
import { AuditTabs } from "./_audit/audit-tabs";
import { kindWords } from "./_audit/audit-words";
import { FilterChips } from "./_audit/filter-chips";
import { readAuditQuery } from "./_audit/read-audit-query";

export const metadata: Metadata = { title: "Audit" };

const kinds = Object.entries(kindWords).map(([value, { label }]) => ({ value, label }));
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

/** Who took what, when, from where. For administrators and auditors; to anybody else it does not exist. */
export default page({ for: "auditor" }, async ({ session, search }) => {
  const { filter, before, faults } = readAuditQuery(search);
  const wrong = faults.length > 0;
  const found = wrong ? { rows: [], before: null } : await readAuditPage(filter, { before });
  return (
    <PortalPage session={session} here="/audit">
      <AuditTabs here="/audit" />
      <div className="mb-4 flex items-start gap-4 md:items-end">
        <div>
          <h1 className="font-semibold text-xl tracking-tight">Audit</h1>
          <p className="text-dim text-sm">Who took what, when and from where. Newest first, never changed.</p>
        </div>
        <a href={csvHref(filter)} download className={`${buttonLook("plain")} ml-auto`}>
          <DownloadIcon />
          <span>
            CSV<span className="max-sm:sr-only"> of this view</span>
          </span>
        </a>
      </div>
      <div className="mb-4 space-y-3">
        <AuditFilters filter={filter} kinds={kinds} outcomes={outcomes} spans={spanLinks(filter)} />
        <FilterChips filter={filter} />
        {wrong ? <Faults faults={faults} /> : null}
      </div>
      {found.rows.length > 0 ? (
        <div className="overflow-clip rounded-xl border border-line bg-panel">
          <AuditTable rows={found.rows} filter={filter} year={new Date().getUTCFullYear()} />
        </div>
      ) : wrong ? null : (
        <Nothing narrowed={Object.keys(filter).length > 0 || before !== null} />
      )}
      <Pages filter={filter} before={before} older={found.before} />
    </PortalPage>
  );
});

function Faults({ faults }: { faults: readonly string[] }) {
  return (
    <p role="alert" className="rounded-lg bg-warn-tint px-4 py-2.5 text-sm">
      {faults.join(" ")} Nothing was looked up.
    </p>
  );
}

function Nothing({ narrowed }: { narrowed: boolean }) {
  return (
    <div className="rounded-xl border border-line bg-panel px-6 py-16 text-center">
      <h2 className="font-semibold text-lg">{narrowed ? "No event matches" : "Nothing has happened yet"}</h2>
      <p className="mt-1 text-dim">
        {narrowed
          ? "Take away a filter, or look at another time."
          : "Sign-ins, keys and consoles show up here the moment they are asked for."}
      </p>
    </div>
  );
}

function Pages({
  filter,
  before,
  older,
}: {
  filter: AuditFilter;
  before: number | null;
  older: number | null;
}) {
  return (
    <nav aria-label="Pages" className="mt-4 flex gap-2 empty:hidden">
      {before === null ? null : (
        <Link href={auditHref(filter)} prefetch={false} className={buttonLook("plain")}>
          Newest
        </Link>
      )}
      {older === null ? null : (
        <Link href={auditHref(filter, older)} prefetch={false} className={`${buttonLook("plain")} ml-auto`}>
          Older
        </Link>
      )}
    </nav>
  );
}
