/** Who else has the record: how far each delivery and each anchor is, what is wrong with it, and how one is set up. */

import { Name } from "@/app/_ui/name";
import { ago, duration } from "@/app/_ui/remaining";
import { problems } from "@/lib/core/problems";
import type { DeliveryStatus } from "@/lib/portal/delivery-status";

const ways: Record<DeliveryStatus["way"], string> = {
  webhook: "Webhook",
  syslog: "Syslog",
  file: "File",
  s3: "S3 bucket",
};

const number = (value: number) => new Intl.NumberFormat("en-GB").format(value);

/** What it takes, so many of them. */
function things({ kind }: DeliveryStatus, count: number): string {
  const one = kind === "anchor" ? "statement" : "event";
  return `${number(count)} ${one}${count === 1 ? "" : "s"}`;
}

function sofar(status: DeliveryStatus, now: number): string {
  if (status.lastAt === null) return "nothing yet";
  const one = status.kind === "anchor" ? "statement" : "event";
  return `last ${one} ${number(status.last)}, ${ago(now - Date.parse(status.lastAt))}`;
}

/** `up to date`; `12 events waiting, for 4 min`. */
function State({ status }: { status: DeliveryStatus }) {
  const { waiting, problem } = status;
  if (waiting.events === 0) return <span className="text-good">up to date</span>;
  const since = waiting.seconds < 60 ? "" : `, for ${duration(waiting.seconds * 1000)}`;
  const text = `${things(status, waiting.events)} waiting${since}`;
  return <span className={problem ? "text-bad" : "text-dim"}>{text}</span>;
}

function Trouble({ status }: { status: DeliveryStatus }) {
  if (status.problem === null) return null;
  const { title, remedy } = problems[status.problem];
  const times = status.failures === 1 ? "once" : `${number(status.failures)} times`;
  return (
    <div className="mt-2 rounded-lg bg-bad-tint px-3 py-2 text-sm">
      <p className="font-medium">
        {title}
        <span className="font-normal text-dim">
          {" "}
          · failed {times}
          {status.said ? (
            <>
              {" · "}
              <code className="wrap-anywhere font-mono text-xs">{status.said}</code>
            </>
          ) : null}
        </span>
      </p>
      <p className="text-pretty">{remedy}</p>
    </div>
  );
}

function Row({ status, now }: { status: DeliveryStatus; now: number }) {
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5">
        <p className="flex min-w-0 items-baseline gap-2">
          <span className="shrink-0 font-medium">{ways[status.way]}</span>
          <Name text={status.destination} className="min-w-0 font-mono text-dim text-xs" />
        </p>
        <p className="text-sm">
          <State status={status} />
          <span className="text-dim"> · {sofar(status, now)}</span>
        </p>
      </div>
      <Trouble status={status} />
    </li>
  );
}

type ListProps = { title: string; says: string; statuses: readonly DeliveryStatus[]; now: number };

function List({ title, says, statuses, now }: ListProps) {
  if (statuses.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1.5 text-sm">
        <span className="font-medium">{title}</span> <span className="text-dim">{says}</span>
      </h3>
      <ul className="divide-y divide-line overflow-clip rounded-xl border border-line bg-panel">
        {statuses.map((status) => (
          <Row key={status.name} status={status} now={now} />
        ))}
      </ul>
    </div>
  );
}

function Setting({ name }: { name: string }) {
  return <code className="wrap-anywhere font-mono text-xs">{name}</code>;
}

/** What is not there yet, and how it comes. */
function HowTo({ what, names }: { what: string; names: readonly string[] }) {
  return (
    <p className="text-pretty rounded-xl border border-line border-dashed px-4 py-3 text-dim text-sm">
      {what} Set{" "}
      {names.map((name, index) => (
        <span key={name}>
          {index === 0 ? "" : index === names.length - 1 ? " or " : ", "}
          <Setting name={name} />
        </span>
      ))}
      ; <code className="wrap-anywhere font-mono text-xs">docs/operations/audit-delivery.md</code> says how.
    </p>
  );
}

export function Deliveries({ statuses, now }: { statuses: readonly DeliveryStatus[]; now: number }) {
  const deliveries = statuses.filter(({ kind }) => kind === "delivery");
  const anchors = statuses.filter(({ kind }) => kind === "anchor");
  return (
    <section aria-labelledby="deliveries" className="space-y-4">
      <h2 id="deliveries" className="font-semibold text-lg">
        Deliveries and anchors
      </h2>
      <List title="Deliveries" says="take every event" statuses={deliveries} now={now} />
      {deliveries.length === 0 ? (
        <HowTo
          what="Nobody else is sent the events."
          names={["AUDIT_WEBHOOK_URL", "AUDIT_SYSLOG_URL", "AUDIT_FILE"]}
        />
      ) : null}
      <List title="Anchors" says="take every signed statement" statuses={anchors} now={now} />
      {anchors.length === 0 ? (
        <HowTo
          what="No anchor stands elsewhere: an end of the record that is cut off together with its signatures would not be missed."
          names={["AUDIT_ANCHOR_FILE", "AUDIT_ANCHOR_WEBHOOK_URL", "AUDIT_ANCHOR_S3"]}
        />
      ) : null}
    </section>
  );
}
