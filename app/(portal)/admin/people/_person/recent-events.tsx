/** The newest of the record that are about a person, and the way to all of it. */

import Link from "next/link";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import { auditHref } from "@/app/(portal)/audit/_audit/audit-address";
import { outcomeTones, outcomeWords, whatWords } from "@/app/(portal)/audit/_audit/audit-words";
import type { AuditRow } from "@/lib/core/audit-row";

type EventsProps = { personId: string; events: readonly AuditRow[]; now: number };

function Moment({ at, now }: { at: string; now: number }) {
  const isThisYear = new Date(at).getUTCFullYear() === new Date(now).getUTCFullYear();
  if (!isThisYear) return <Time at={at} shape="full" />;
  return (
    <>
      <Time at={at} shape="day" /> <Time at={at} shape="second" />
    </>
  );
}

export function RecentEvents({ personId, events, now }: EventsProps) {
  return (
    <section aria-labelledby="recent">
      <div className="mb-2 flex items-baseline gap-4">
        <h2 id="recent" className="font-semibold text-base">
          Lately on the record
        </h2>
        <Link
          href={auditHref({ personId })}
          prefetch={false}
          className="rounded-sm text-accent text-sm underline underline-offset-2"
        >
          All of it
        </Link>
      </div>
      {events.length === 0 ? (
        <p className="text-dim text-sm">Nothing.</p>
      ) : (
        <ul className="divide-y divide-line overflow-clip rounded-xl border border-line bg-panel">
          {events.map((event) => (
            <li
              key={event.seq}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 px-4 py-2 text-sm md:grid-cols-[148px_minmax(0,1fr)_minmax(0,1fr)_140px]"
            >
              <span className="text-dim max-md:order-2 max-md:text-right">
                <Moment at={event.at} now={now} />
              </span>
              <span className="flex min-w-0 max-md:order-1">
                <Name text={whatWords(event)} />
              </span>
              <span className="flex min-w-0 text-dim max-md:order-3">
                <Name text={event.accountName ?? event.accountId ?? ""} />
              </span>
              <span className={`truncate max-md:order-4 max-md:text-right ${outcomeTones[event.outcome]}`}>
                {outcomeWords(event)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
