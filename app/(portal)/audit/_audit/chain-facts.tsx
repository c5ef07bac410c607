"use client";
/** Where an event stands in the chain, for whoever checks it, and the very text that was hashed. */

import { visibleText } from "@/app/_ui/visible-text";
import type { Story } from "@/lib/portal/read-audit";
import { CopyValue } from "./copy-value";

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

export function ChainFacts({ event }: { event: Story["event"] }) {
  const facts = [
    ["Number", String(event.seq)],
    ["Digest", event.hash],
    ["Digest before", event.previous],
    ["Event id", event.id],
    ["Time", event.at],
    ["Chain version", String(event.version)],
  ] as const;
  return (
    <>
      <dl className="grid grid-cols-[104px_minmax(0,1fr)] gap-x-4">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="py-0.5 text-dim text-sm">{label}</dt>
            <dd className="flex min-h-6 min-w-0 items-center gap-1.5">
              <code className="break-all font-mono text-xs">{value}</code>
              <CopyValue what={label.toLowerCase()} value={value} />
            </dd>
          </div>
        ))}
      </dl>
      <details className="mt-3">
        <summary className="flex w-fit items-center gap-1 rounded-md text-accent text-sm underline-offset-2 hover:underline">
          The event as it was hashed
        </summary>
        <div className="relative mt-2">
          <pre className="whitespace-pre-wrap rounded-lg border border-line bg-sunken px-3.5 py-3 pr-10 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
            {indented(event.text).split("\n").map(visibleText).join("\n")}
          </pre>
          <span className="absolute top-2 right-2">
            <CopyValue what="the event’s text" value={event.text} />
          </span>
        </div>
      </details>
    </>
  );
}
