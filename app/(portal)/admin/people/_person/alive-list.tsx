/** What AWS has issued to a person and has not ended yet: where, which key, and how long still. */

import Link from "next/link";
import { EnvironmentBar, EnvironmentTag } from "@/app/_ui/environment";
import { Name } from "@/app/_ui/name";
import { TimeLeft } from "@/app/_ui/time-left";
import { auditHref } from "@/app/(portal)/audit/_audit/audit-address";
import type { AliveAccount, AliveKeys } from "@/lib/core/alive-keys";
import type { AliveAtAws } from "@/lib/portal/alive-at-aws";

type RowProps = { account: AliveAccount; keys: AliveKeys; now: number };

function AliveRow({ account: { title, look }, keys, now }: RowProps) {
  const { kind, accessKeyId, endsAt, role, byMachine } = keys;
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 border-line border-t px-4 py-2.5 text-sm first:border-t-0 md:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,0.7fr)_minmax(0,1.3fr)_104px] md:py-2">
      <EnvironmentBar look={look} />
      <span className="flex min-w-0 items-center gap-2 font-medium">
        <Name text={title} />
        <EnvironmentTag look={look} />
      </span>
      <span className="flex min-w-0 max-md:order-3">{role ? <Name text={role} /> : null}</span>
      <span className="text-dim max-md:order-4 max-md:text-right">
        {kind === "console" ? "Console" : byMachine ? "Keys, machine" : "Keys"}
      </span>
      <span className="flex min-w-0 max-md:order-5">
        {accessKeyId ? (
          <Link
            href={auditHref({ accessKeyId })}
            prefetch={false}
            title="Where this key is on the record"
            className="truncate rounded-sm font-mono text-xs underline decoration-edge underline-offset-2"
          >
            {accessKeyId}
          </Link>
        ) : null}
      </span>
      <span className="text-right font-medium font-mono text-xs max-md:order-2">
        <TimeLeft secondsLeft={Math.max(0, (Date.parse(endsAt) - now) / 1000)} label="Ends in" />
      </span>
    </li>
  );
}

export function AliveList({ alive, blocked }: { alive: AliveAtAws; blocked: boolean }) {
  const { accounts, whole, now } = alive;
  return (
    <section aria-labelledby="alive">
      <h2 id="alive" className="font-semibold text-base">
        Still alive at AWS
      </h2>
      <p className="mb-2 max-w-2xl text-pretty text-dim text-sm">
        {blocked
          ? "What was handed out before the block. AWS ends it at the time shown; a block does not."
          : "What was handed out. AWS ends it at the time shown; neither signing out nor a block does."}
      </p>
      {accounts.length === 0 ? (
        <p className="rounded-xl border border-line border-dashed px-5 py-6 text-center text-dim text-sm">
          Nothing that Sallyport handed out is alive.
        </p>
      ) : (
        <ul className="overflow-clip rounded-xl border border-line bg-panel">
          {accounts.flatMap((account) =>
            account.keys.map((keys) => (
              <AliveRow key={keys.accessKeyId ?? keys.seq} account={account} keys={keys} now={now} />
            )),
          )}
        </ul>
      )}
      {whole ? null : <p className="mt-2 text-dim text-sm">There is more; these end last.</p>}
    </section>
  );
}
