/** One thing that a person did, or that was done to what is theirs. */

import { EnvironmentTag } from "@/app/_ui/environment";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import { visibleText } from "@/app/_ui/visible-text";
import { outcomeTones } from "@/app/(portal)/audit/_audit/audit-words";
import { clientWords } from "@/app/(portal)/tokens/_tokens/token-words";
import type { OwnEvent } from "@/lib/portal/own-history";
import { cameWords, ownWords } from "./own-words";

function From({ event }: { event: OwnEvent }) {
  const { address, userAgent } = event;
  if (!address) return null;
  return (
    <>
      <span className="truncate font-mono text-xs" title={address}>
        {address}
      </span>
      {userAgent ? (
        <span className="shrink-0 truncate text-xs max-lg:hidden" title={userAgent}>
          {clientWords(userAgent)}
        </span>
      ) : null}
    </>
  );
}

function Where({ event }: { event: OwnEvent }) {
  const { account, role } = event;
  if (!account) return null;
  return (
    <>
      <Name text={account.title} />
      <EnvironmentTag look={account.look} />
      {role ? (
        <span className="flex min-w-0 text-dim">
          <Name text={role} />
        </span>
      ) : null}
    </>
  );
}

export function OwnEventRow({ event, year }: { event: OwnEvent; year: number }) {
  const isThisYear = new Date(event.at).getUTCFullYear() === year;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 border-line border-t px-4 py-2.5 text-sm first:border-t-0 hover:bg-hover md:grid-cols-[132px_minmax(0,1.2fr)_minmax(0,1.6fr)_148px_minmax(0,1fr)] md:py-2 lg:px-5">
      <span
        className={`whitespace-nowrap text-dim max-md:text-xs ${event.byOther ? "max-md:col-span-2" : "max-md:order-2 max-md:text-right"}`}
      >
        {isThisYear ? (
          <>
            <Time at={event.at} shape="day" /> <Time at={event.at} shape="second" className="text-ink" />
          </>
        ) : (
          <Time at={event.at} shape="full" />
        )}
      </span>
      {event.byOther ? (
        <span className="wrap-anywhere text-pretty max-md:order-3 max-md:col-span-2 max-md:font-medium md:col-span-4">
          {visibleText(ownWords(event))}
        </span>
      ) : (
        <>
          <span className="flex min-w-0 max-md:order-1 max-md:font-medium">
            <Name text={ownWords(event)} />
          </span>
          <span className="flex min-w-0 items-center gap-2 empty:hidden max-md:order-3 max-md:col-span-2 md:empty:flex">
            <Where event={event} />
          </span>
          <span
            className={`whitespace-nowrap max-md:order-5 max-md:text-right ${outcomeTones[event.outcome]}`}
          >
            {cameWords(event)}
          </span>
          <span className="flex min-w-0 items-center gap-2 text-dim max-md:order-4">
            <From event={event} />
          </span>
        </>
      )}
    </li>
  );
}
