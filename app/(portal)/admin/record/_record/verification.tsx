/** What the verification found, and a wish for another. */

import { AlertIcon, CheckIcon } from "@/app/_ui/icons";
import { Time } from "@/app/_ui/time";
import { faultSentence } from "@/lib/core/record-fault";
import type { RecordReport } from "@/lib/core/record-report";
import type { RecordState } from "@/lib/portal/record-state";
import { Fact, RecordSection } from "./record-section";
import { VerifyNow } from "./verify-now";

const counted = (count: number) => count.toLocaleString("en-US");

/** More are a matter for the command, which lists them all. */
const mostShown = 20;

export function Verification({ state }: { state: RecordState }) {
  const { report, wanted, verifyHours } = state;
  return (
    <RecordSection title="Verification" aside={<VerifyNow wanted={wanted !== null} />}>
      {report ? <Verdict report={report} /> : <p className="text-sm">Not verified yet; within a minute.</p>}
      {report ? (
        <dl className="mt-4 space-y-3">
          <Fact label="What is new">
            verified up to event {counted(report.latest.seq)}, <Time at={report.latest.at} shape="full" />
          </Fact>
          <Fact label="All of it">
            {counted(report.whole.events)} events in {report.whole.seconds.toFixed(1)} s,{" "}
            <Time at={report.whole.at} shape="full" />
          </Fact>
          <Fact label="How often">
            {report.faultCount > 0 ? "" : "new events every minute, "}all every{" "}
            {verifyHours === 1 ? "hour" : `${verifyHours} hours`}
          </Fact>
        </dl>
      ) : null}
    </RecordSection>
  );
}

function Verdict({ report }: { report: RecordReport }) {
  const { faults, faultCount, faultySince } = report;
  if (faultCount === 0) {
    return (
      <p className="flex items-center gap-2 font-medium text-ok">
        <CheckIcon />
        Intact
      </p>
    );
  }
  return (
    <div className="rounded-lg border border-bad/30 bg-bad-tint px-4 py-3">
      <p className="flex items-center gap-2 font-semibold">
        <AlertIcon className="text-bad" />
        Not intact: {faultCount === 1 ? "one fault" : `${counted(faultCount)} faults`}
      </p>
      {faultySince ? (
        <p className="mt-1 text-sm">
          First found <Time at={faultySince} shape="full" />
        </p>
      ) : null}
      <ul className="mt-2 list-disc space-y-1 pl-5 text-sm">
        {faults.slice(0, mostShown).map((fault) => (
          <li key={JSON.stringify(fault)}>{faultSentence(fault)}</li>
        ))}
      </ul>
      {faultCount > mostShown ? (
        <p className="mt-2 text-sm">
          <code className="font-mono text-2xs">npm run audit:verify</code> lists the others.
        </p>
      ) : null}
      <p className="mt-3 text-pretty text-sm">
        Keep the database as it is, and its backups. The record’s documentation says what to do: “When a fault
        is found”.
      </p>
    </div>
  );
}
