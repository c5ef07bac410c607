"use client";
/** What one click led to, step by step, and when what came of it ends. */

import { duration, remaining } from "@/app/_ui/remaining";
import { Time } from "@/app/_ui/time";
import { useNow } from "@/app/_ui/use-now";
import type { ShownEvent, Story } from "@/lib/portal/read-audit";
import { auditHref } from "./audit-address";
import { endOf, kindName, outcomeDots, sinceWords } from "./audit-words";
import { Narrow } from "./narrow";

const lookMs = 10_000;

export function ClickStory({ story: { event, events }, now: first }: { story: Story; now: number }) {
  const now = useNow(first, lookMs);
  const [begin] = events;
  return (
    <>
      <ol className="relative">
        {events.map((one) => (
          <Step key={one.seq} event={one} begin={begin ?? one} here={one.seq === event.seq} />
        ))}
        {events.map((one) => (
          <End key={one.seq} event={one} now={now} />
        ))}
      </ol>
      <p className="mt-2 text-dim text-sm">
        <Narrow href={auditHref({ correlationId: event.correlationId })}>
          <span className="text-accent">Only this click</span>
        </Narrow>{" "}
        ·{" "}
        <Narrow href={auditHref(around(event.at))}>
          <span className="text-accent">what else happened then</span>
        </Narrow>
      </p>
    </>
  );
}

const aroundMs = 15 * 60_000;

function around(at: string) {
  const iso = (ms: number) => new Date(Date.parse(at) + ms).toISOString();
  return { from: iso(-aroundMs), until: iso(aroundMs) };
}

const step =
  "relative flex gap-3 pb-3 last:pb-0 before:absolute before:top-3 before:bottom-[-8px] before:left-[4px] before:w-px before:bg-edge last:before:hidden";

function Step({ event, begin, here }: { event: ShownEvent; begin: ShownEvent; here: boolean }) {
  return (
    <li aria-current={here ? "step" : undefined} className={step}>
      <span
        aria-hidden="true"
        className={`relative mt-1.5 size-[9px] shrink-0 rounded-full ${outcomeDots[event.outcome]} ${here ? "outline-2 outline-accent outline-offset-2" : ""}`}
      />
      <span className={`min-w-0 grow ${here ? "font-medium" : ""}`}>{kindName(event.kind)}</span>
      <span className="shrink-0 text-dim text-sm">
        {event === begin ? <Time at={event.at} shape="second" /> : sinceWords(begin.at, event.at)}
      </span>
    </li>
  );
}

/** Only what AWS has handed out lives on by itself. */
function End({ event, now }: { event: ShownEvent; now: number }) {
  const end = endOf(event);
  if (end === null) return null;
  const left = end - now;
  const what = event.kind === "console.opened" ? "Console" : "Keys";
  return (
    <li className={step}>
      <span
        aria-hidden="true"
        className={`relative mt-1.5 size-[9px] shrink-0 rounded-full border-2 bg-panel ${left > 0 ? "border-good" : "border-edge"}`}
      />
      <span className="min-w-0 grow">
        {left > 0 ? (
          <>
            <span className="font-medium text-good">Still alive for {remaining(left)}</span>
            <span className="text-dim"> · of {duration(end - Date.parse(event.at))}</span>
          </>
        ) : (
          <span className="text-dim">{what} ended</span>
        )}
      </span>
      <span className="shrink-0 text-dim text-sm">
        <Time at={new Date(end).toISOString()} shape="second" />
      </span>
    </li>
  );
}
