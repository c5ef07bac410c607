/** What only a set's owner sees: the groups that have it, the machines that fetch it, and its versions. */

import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import type { OwnersView } from "@/lib/portal/profile-pages";

const panel = "rounded-xl border border-line bg-panel";

function Moment({ at }: { at: string }) {
  return (
    <span className="shrink-0 text-dim text-xs">
      <Time at={at} shape="day" /> <Time at={at} shape="clock" />
    </span>
  );
}

export function SharedWith({ groups }: { groups: readonly string[] }) {
  return (
    <section aria-label="Shared with" className={`${panel} px-4 py-3`}>
      <h2 className="font-medium">Shared with</h2>
      {groups.length === 0 ? (
        <p className="text-dim text-sm">Nobody: only you have it. Change the set to share it with a group.</p>
      ) : (
        <ul className="mt-1 flex flex-wrap gap-1.5">
          {groups.map((group) => (
            <li key={group} className="flex min-w-0 max-w-full rounded-md bg-hover px-2 py-0.5 text-sm">
              <Name text={group} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type TeamProps = { subscribers: OwnersView["subscribers"]; version: number };

export function Team({ subscribers, version }: TeamProps) {
  return (
    <section aria-label="Machines that fetch it" className={panel}>
      <h2 className="px-4 pt-3 font-medium">Machines that fetch it</h2>
      {subscribers.length === 0 ? (
        <p className="px-4 pt-0.5 pb-3 text-dim text-sm">None yet.</p>
      ) : (
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          tabIndex={0}
          className="mt-1 max-h-96 divide-y divide-line overflow-y-auto"
        >
          {subscribers.map((one) => (
            <li key={`${one.personName} ${one.tokenName} ${one.fetchedAt}`} className="px-4 py-2 text-sm">
              <p className="flex items-baseline gap-2">
                <span className="flex min-w-0 grow">
                  <Name text={one.personName ?? "somebody without a name"} />
                </span>
                <Moment at={one.fetchedAt} />
              </p>
              <p className="flex min-w-0 gap-1.5 text-dim text-xs">
                <Name text={one.tokenName} />
                <span className={`shrink-0 ${one.version < version ? "text-warn" : ""}`}>
                  version {one.version}
                  {one.version < version ? ", not the latest" : ""}
                  {one.ended ? ", its token has ended" : ""}
                </span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function History({ versions }: { versions: OwnersView["versions"] }) {
  return (
    <section aria-label="Versions" className={panel}>
      <h2 className="px-4 pt-3 font-medium">Versions</h2>
      <ol
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        className="mt-1 max-h-96 divide-y divide-line overflow-y-auto"
      >
        {versions.map(({ version, changes, savedBy, savedAt }) => (
          <li key={version} className="px-4 py-2 text-sm">
            <p className="flex items-baseline gap-2">
              <span className="min-w-0 grow text-pretty">
                {version}: {changes}
              </span>
              <Moment at={savedAt} />
            </p>
            <p className="flex min-w-0 text-dim text-xs">
              <Name text={savedBy ?? "somebody without a name"} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
