"use client";
/** One access token: what for, from where, how it is used, and its end. */

import { Fragment, type ReactNode } from "react";
import { Name } from "@/app/_ui/name";
import { ago, remaining } from "@/app/_ui/remaining";
import { Time } from "@/app/_ui/time";
import type { ShownToken } from "@/lib/core/shown-token";
import { clientWords, endWords, scopeWords, wayWords } from "./token-words";

/** By `instance/account`. */
export type AccountNames = Readonly<Record<string, string>>;

type RowProps = {
  token: ShownToken;
  names: AccountNames;
  now: number;
  /** Whose it is, where that has to be said. */
  owner?: ReactNode;
  /** What can be done with it. */
  children?: ReactNode;
};

const passed = (now: number, at: string) => ago(now - Date.parse(at));

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-dim text-xs">{label}</dt>
      <dd className="text-pretty text-sm">{children}</dd>
    </div>
  );
}

function Address({ children }: { children: string }) {
  return <span className="wrap-anywhere font-mono text-xs">{children}</span>;
}

function Scope({ token, names }: { token: ShownToken; names: AccountNames }) {
  const { grants } = token;
  if (!grants) return scopeWords(token);
  return (
    <details>
      <summary className="w-fit rounded-sm underline decoration-edge underline-offset-2">
        {scopeWords(token)}
      </summary>
      <ul className="mt-1 max-h-48 space-y-0.5 overflow-y-auto text-sm">
        {grants.map(({ instance, accountId, role }) => (
          <li key={`${instance}/${accountId}/${role}`} className="flex flex-wrap gap-x-1.5">
            {role} <span className="text-dim">in</span>{" "}
            <Name text={names[`${instance}/${accountId}`] ?? accountId} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Networks({ networks }: { networks: readonly string[] }) {
  if (networks.length === 0) return "Anywhere";
  return networks.map((network, place) => (
    <Fragment key={network}>
      {place > 0 ? ", " : null}
      <Address>{network}</Address>
    </Fragment>
  ));
}

function End({ token, now }: { token: ShownToken; now: number }) {
  if (token.ended) {
    return (
      <>
        {endWords(token.ended.why)}, <Time at={token.ended.at} shape="day" />{" "}
        <Time at={token.ended.at} shape="clock" />
      </>
    );
  }
  return (
    <>
      <Time at={token.expiresAt} shape="day" /> <Time at={token.expiresAt} shape="clock" />
      <span className="text-dim">, in {remaining(Date.parse(token.expiresAt) - now)}</span>
    </>
  );
}

export function TokenRow({ token, names, now, owner, children }: RowProps) {
  const { name, networks, made, madeBy, lastUse, ended } = token;
  return (
    <li aria-label={name} className={`px-4 py-3.5 md:px-5 ${ended ? "bg-sunken" : ""}`}>
      <div className="flex items-start gap-3">
        <div className="min-w-0 grow">
          <h2 className="flex min-w-0 font-medium text-base">
            <Name text={name} />
          </h2>
          {owner}
        </div>
        {children}
      </div>
      <dl className="mt-2 grid gap-x-6 gap-y-2 sm:grid-cols-2 md:grid-cols-3 lg:grid-cols-5">
        <Fact label="For">
          <Scope token={token} names={names} />
        </Fact>
        <Fact label="From">
          <Networks networks={networks} />
        </Fact>
        <Fact label="Made">
          {passed(now, made.at)} {wayWords(madeBy)}, from <Address>{made.address}</Address>
        </Fact>
        <Fact label="Last used">
          {lastUse ? (
            <>
              {passed(now, lastUse.at)} from <Address>{lastUse.address}</Address> by{" "}
              <span title={lastUse.client}>{clientWords(lastUse.client)}</span>
            </>
          ) : (
            "Never"
          )}
        </Fact>
        <Fact label={ended ? "Ended" : "Ends"}>
          <End token={token} now={now} />
        </Fact>
      </dl>
    </li>
  );
}
