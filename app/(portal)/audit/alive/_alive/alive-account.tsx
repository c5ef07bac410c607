/** One account, and all that is alive in it. */

import { EnvironmentBar, EnvironmentTag } from "@/app/_ui/environment";
import { Name } from "@/app/_ui/name";
import { visibleText } from "@/app/_ui/visible-text";
import type { AliveAccount } from "@/lib/core/alive-keys";
import { AliveRow } from "./alive-row";
import { counted, peopleIn } from "./alive-words";

export function AliveAccountCard({ account, now }: { account: AliveAccount; now: number }) {
  const { title, accountId, look, keys } = account;
  return (
    <section
      aria-label={visibleText(title)}
      className="relative overflow-clip rounded-xl border border-line bg-panel"
    >
      <EnvironmentBar look={look} />
      <header className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5 px-4 py-2.5 lg:px-5">
        <h3 className="flex min-w-0 font-semibold">
          <Name text={title} />
        </h3>
        <EnvironmentTag look={look} />
        {accountId && accountId !== title ? (
          <code className="font-mono text-dim text-xs">{accountId}</code>
        ) : null}
        <span className="ml-auto text-dim text-sm">
          {counted(peopleIn([account]), "person", "people")}, {counted(keys.length, "session", "sessions")}
        </span>
      </header>
      <ul>
        {keys.map((one) => (
          <AliveRow key={one.accessKeyId ?? one.seq} keys={one} now={now} />
        ))}
      </ul>
    </section>
  );
}
