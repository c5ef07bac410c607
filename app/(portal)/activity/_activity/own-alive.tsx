/** What of a person's is still alive at AWS, production first. */

import { EnvironmentBar, EnvironmentTag } from "@/app/_ui/environment";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import { TimeLeft } from "@/app/_ui/time-left";
import { aliveWords, secondsLeft } from "@/app/(portal)/audit/alive/_alive/alive-row";
import type { AliveAccount, AliveKeys } from "@/lib/core/alive-keys";

type RowProps = { account: AliveAccount; keys: AliveKeys; now: number };

function OwnAliveRow({ account: { title, look }, keys, now }: RowProps) {
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 border-line border-t px-4 py-2.5 text-sm first:border-t-0 md:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1.2fr)_96px] md:py-2 lg:px-5">
      <EnvironmentBar look={look} />
      <span className="flex min-w-0 items-center gap-2 font-medium">
        <Name text={title} />
        <EnvironmentTag look={look} />
      </span>
      <span className="flex min-w-0 max-md:order-3 max-md:col-span-2">
        {keys.role ? <Name text={keys.role} /> : null}
      </span>
      <span className="flex min-w-0 gap-1.5 text-dim max-md:order-4">
        <Name text={aliveWords(keys)} />
        {keys.byMachine ? <span className="shrink-0">· machine</span> : null}
      </span>
      <span className="flex min-w-0 gap-2 text-dim max-md:order-5 max-md:justify-end">
        <span className="shrink-0">
          since <Time at={keys.since} shape="clock" />
        </span>
        {keys.address ? (
          <span className="truncate font-mono text-xs leading-[18px]" title={keys.address}>
            {keys.address}
          </span>
        ) : null}
      </span>
      <span className="text-right font-medium font-mono text-xs max-md:order-2">
        <TimeLeft secondsLeft={secondsLeft(keys, now)} label="Ends in" />
      </span>
    </li>
  );
}

export function OwnAlive({ alive, now }: { alive: readonly AliveAccount[]; now: number }) {
  if (alive.length === 0) return null;
  return (
    <section aria-labelledby="alive" className="mb-6">
      <h2 id="alive" className="mb-2 font-semibold text-base">
        Still alive
      </h2>
      <ul className="overflow-clip rounded-xl border border-line bg-panel">
        {alive.flatMap((account) =>
          account.keys.map((keys) => (
            <OwnAliveRow key={keys.accessKeyId ?? keys.seq} account={account} keys={keys} now={now} />
          )),
        )}
      </ul>
    </section>
  );
}
