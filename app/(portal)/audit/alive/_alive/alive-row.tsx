/** Keys or a console that AWS has not ended yet: whose, for what, since when, from where, and how long still. */

import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import { TimeLeft } from "@/app/_ui/time-left";
import { auditHref } from "@/app/(portal)/audit/_audit/audit-address";
import { whatWords } from "@/app/(portal)/audit/_audit/audit-words";
import { Narrow } from "@/app/(portal)/audit/_audit/narrow";
import type { AliveKeys } from "@/lib/core/alive-keys";

export function aliveWords({ kind, format }: Pick<AliveKeys, "kind" | "format">): string {
  return kind === "console"
    ? whatWords({ kind: "console.opened", detail: {} })
    : whatWords({ kind: "credentials.issued", detail: { format } });
}

/** `now`: the server's clock, in milliseconds. */
export function secondsLeft({ endsAt }: AliveKeys, now: number): number {
  return Math.max(0, (Date.parse(endsAt) - now) / 1000);
}

function Whose({ keys }: { keys: AliveKeys }) {
  const { personName, personEmail, personId } = keys;
  const name = personName ?? personEmail ?? personId;
  if (!name) return <span className="text-dim">nobody known</span>;
  return (
    <Narrow href={auditHref(personId ? { personId } : { person: name })} strong>
      <Name text={name} />
    </Narrow>
  );
}

export function AliveRow({ keys, now }: { keys: AliveKeys; now: number }) {
  const { accessKeyId, address, byMachine, role, since, times } = keys;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-line border-t px-4 py-2 text-sm md:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1.3fr)_148px_minmax(0,1.3fr)_88px] md:py-1.5 lg:px-5 lg:py-1">
      <span className="flex min-w-0">
        <Whose keys={keys} />
      </span>
      <span className="flex min-w-0 max-md:order-3">
        {role ? <Name text={role} /> : <span className="text-dim">no role known</span>}
      </span>
      <span className="flex min-w-0 items-center gap-1.5 text-dim max-md:order-5">
        <Name text={aliveWords(keys)} />
        {byMachine ? (
          <span
            className="shrink-0 rounded-sm bg-hover px-1.5 text-2xs"
            title={times > 1 ? `Handed out ${times} times` : undefined}
          >
            machine
          </span>
        ) : null}
      </span>
      <span className="text-dim max-md:order-4 max-md:text-right">
        since <Time at={since} shape="day" /> <Time at={since} shape="clock" />
      </span>
      <span className="flex min-w-0 flex-col gap-x-2 max-md:order-6 max-md:items-end lg:flex-row lg:items-center">
        {accessKeyId ? (
          <Narrow href={auditHref({ accessKeyId })}>
            <code className="truncate font-mono text-xs" title="Access key id">
              {accessKeyId}
            </code>
          </Narrow>
        ) : null}
        {address ? (
          <span className="max-w-full truncate font-mono text-dim text-xs" title={`From ${address}`}>
            {address}
          </span>
        ) : null}
      </span>
      <span className="text-right font-medium font-mono text-xs max-md:order-2">
        <TimeLeft secondsLeft={secondsLeft(keys, now)} label="Ends in" />
      </span>
    </li>
  );
}
