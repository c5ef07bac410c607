import type { Metadata } from "next";
import Link from "next/link";
import { Time } from "@/app/_ui/time";
import { auditHref } from "@/app/(portal)/audit/_audit/audit-address";
import { AuditTabs } from "@/app/(portal)/audit/_audit/audit-tabs";
import { PortalPage } from "@/app/(portal)/portal-page";
import { tallied } from "@/lib/core/tally";
import { type AuditOverview, accountIdIn, auditOverview, type TopEntry } from "@/lib/portal/audit-overview";
import { page } from "@/lib/web/page";
import { ChartFrame } from "./_overview/chart-frame";
import { ColumnsChart } from "./_overview/columns-chart";
import { ColumnsTable } from "./_overview/columns-table";
import { figure, spanWords } from "./_overview/overview-words";
import { RangeChoice } from "./_overview/range-choice";
import { type AskedRange, overviewHref, readRange } from "./_overview/read-range";
import { takenSeries, troubleSeries } from "./_overview/series";
import { TopList } from "./_overview/top-list";
import { Totals } from "./_overview/totals";
import { WeekChart } from "./_overview/week-chart";
import { WeekTable } from "./_overview/week-table";
import { ZoneChoice } from "./_overview/zone-choice";

export const metadata: Metadata = { title: "Audit overview" };

/** The record as charts. For administrators and auditors; to anybody else it does not exist. */
export default page({ for: "auditor" }, async ({ session, search }) => {
  const asked = readRange(search);
  const overview = await auditOverview(asked.range, asked.clock);
  return (
    <PortalPage session={session} here="/audit">
      <AuditTabs here="/audit/overview" />
      <div className="mb-4 flex flex-wrap items-end gap-x-6 gap-y-3">
        <div className="min-w-0 grow basis-80">
          <h1 className="font-semibold text-xl tracking-tight">Overview</h1>
          <ZoneChoice zone={asked.clock.zone} utcHref={overviewHref(asked, { zone: "UTC" })} />
        </div>
        <RangeChoice asked={asked} />
      </div>
      {asked.fault ? (
        <p role="alert" className="mb-4 rounded-lg bg-warn-tint px-4 py-2.5 text-sm">
          {asked.fault}
        </p>
      ) : null}
      {overview.counted.anything ? <Charts asked={asked} overview={overview} /> : <NothingYet />}
    </PortalPage>
  );
});

function NothingYet() {
  return (
    <div className="rounded-xl border border-line bg-panel px-6 py-16 text-center">
      <h2 className="font-semibold text-lg">Nothing has happened yet</h2>
      <p className="mt-1 text-dim">
        Once people take keys and open consoles, this page shows who, what and when.
      </p>
    </div>
  );
}

function Charts({ asked, overview }: { asked: AskedRange; overview: AuditOverview }) {
  const { days, daysEach, totals, week, accounts, people, roles, counted } = overview;
  const [from, until] = [days[0]?.from ?? "", days.at(-1)?.until ?? ""];
  const span = spanWords({ firstDay: asked.range.from, lastDay: asked.range.until });
  const each = daysEach === 1 ? "" : ` Each column is ${daysEach} days.`;
  const accountHref = ({ key }: TopEntry) => auditHref({ accountId: accountIdIn(key), from, until });
  const personHref = ({ key }: TopEntry) => auditHref({ personId: key, from, until });
  const roleHref = ({ key }: TopEntry) => auditHref({ role: key, from, until });
  return (
    <div className="space-y-4">
      <Totals totals={totals} from={from} until={until} />
      <ChartFrame
        id="taken"
        title="Access taken"
        note={`${span}.${each}`}
        series={takenSeries}
        table={<ColumnsTable caption="Access taken, by day" days={days} series={takenSeries} />}
      >
        <ColumnsChart days={days} series={takenSeries} />
      </ChartFrame>
      <div className="grid gap-4 lg:grid-cols-3">
        <TopList id="accounts" title="Accounts" entries={accounts} hrefOf={accountHref} />
        <TopList id="people" title="People" entries={people} hrefOf={personHref} />
        <TopList id="roles" title="Roles" entries={roles} hrefOf={roleHref} />
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <ChartFrame
          id="trouble"
          title="Refused and failed"
          note={totals.refusals + totals.failures === 0 ? "None in this time." : null}
          series={troubleSeries}
          table={<ColumnsTable caption="Refused and failed, by day" days={days} series={troubleSeries} />}
        >
          <ColumnsChart days={days} series={troubleSeries} />
        </ChartFrame>
        <ChartFrame
          id="week"
          title="Hours of the week"
          note={asked.clock.zone === "UTC" ? "UTC" : asked.clock.zone.replaceAll("_", " ")}
          table={<WeekTable caption="Access taken, by hour of the week" week={week} />}
        >
          <WeekChart week={week} />
        </ChartFrame>
      </div>
      <Footnote counted={counted} nothing={tallied.every((what) => totals[what] === 0)} />
    </div>
  );
}

function Footnote({
  counted: { at, behind },
  nothing,
}: {
  counted: AuditOverview["counted"];
  nothing: boolean;
}) {
  return (
    <p className="max-w-3xl text-pretty text-dim text-sm">
      {nothing ? "In this time nothing happened. " : null}
      Keys that a machine was handed again are the same keys, and count once. Counted until{" "}
      <Time at={at} shape="second" />
      {behind > 0
        ? `; ${figure(behind)} newer ${behind === 1 ? "event follows" : "events follow"} within seconds`
        : ""}
      . Every number leads to{" "}
      <Link href="/audit" prefetch={false} className="text-accent underline underline-offset-2">
        its events
      </Link>
      .
    </p>
  );
}
