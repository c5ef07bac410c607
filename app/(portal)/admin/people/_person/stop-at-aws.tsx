"use client";
/** What stops at AWS what a block cannot: a policy to copy, where it goes, how it is taken away, and what even it does not reach. */

import { useCallback, useEffect, useState } from "react";
import type { Outcome } from "@/app/_ui/ask";
import { WaitIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import { SnippetBox } from "@/app/(portal)/_use/snippet-box";
import { userIdPlace, type StopAtAws as Way } from "@/lib/core/stop-at-aws";
import { askStopAtAws } from "./ask-people";

function OneWay({ way, alone }: { way: Way; alone: boolean }) {
  const { label, partition, userId, policy, lookUp } = way;
  return (
    <div className="space-y-3 border-line border-t pt-4 first:border-t-0 first:pt-0">
      {alone ? null : (
        <h3 className="flex min-w-0 gap-2 font-medium text-sm">
          <Name text={label} />
          <span className="shrink-0 font-normal text-dim">partition {partition}</span>
        </h3>
      )}
      {userId ? (
        <p className="text-sm">
          Their user id there: <code className="select-all break-all font-mono text-xs">{userId}</code>
        </p>
      ) : (
        <div className="space-y-2">
          <p className="max-w-2xl text-pretty text-sm">
            Sallyport does not know their user id there. Look it up, and put it where{" "}
            <code className="font-mono text-xs">{userIdPlace}</code> stands; with a wrong id the policy does
            nothing and says nothing.
          </p>
          {lookUp ? (
            <SnippetBox
              snippet={{
                title: "Find the user id, as an administrator of AWS",
                text: lookUp,
              }}
            />
          ) : (
            <p className="text-dim text-sm">
              The provider told neither a user name nor an e-mail address: look for them in the console of IAM
              Identity Center.
            </p>
          )}
        </div>
      )}
      <SnippetBox
        snippet={{
          title: alone ? "The service control policy" : `The service control policy for ${label}`,
          text: policy,
        }}
      />
    </div>
  );
}

function Ways({ ways }: { ways: readonly Way[] }) {
  return (
    <div className="grid gap-x-8 gap-y-5 rounded-xl border border-line bg-panel px-4 py-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] lg:px-5">
      <div className="min-w-0 space-y-5">
        {ways.map((way) => (
          <OneWay key={way.instance} way={way} alone={ways.length === 1} />
        ))}
      </div>
      <div className="space-y-4 text-pretty text-sm">
        <div>
          <h3 className="font-medium">Attach it</h3>
          <p>
            AWS Organizations, Policies, Service control policies: create it, then attach it to the root. It
            holds at once, in every account below, for sessions that run as for new ones. A root takes five
            policies: where five are there, add the statement to one of them.
            {ways.length > 1 ? " Each instance has its own organisation, and its own policy here." : null}
          </p>
        </div>
        <div>
          <h3 className="font-medium">Take it away</h3>
          <p>
            When the last key above has ended, and they are disabled or trusted again: detach it, then delete
            it. Lifting the block here does not do that.
          </p>
        </div>
        <div>
          <h3 className="font-medium">What it does not reach</h3>
          <ul className="list-disc space-y-1 pl-5">
            <li>the management account: no such policy binds it</li>
            <li>service-linked roles</li>
            <li>
              roles that they went on to with their keys, which do not carry the user id: up to an hour each
            </li>
            <li>what they have made: users, access keys, functions and machines that run on by themselves</li>
          </ul>
        </div>
      </div>
    </div>
  );
}

export function StopAtAws({ personId }: { personId: string }) {
  const [outcome, setOutcome] = useState<Outcome<Way[]> | null>(null);

  const load = useCallback(
    (signal: AbortSignal) => {
      setOutcome(null);
      void askStopAtAws(personId, signal).then((answer) => {
        if (!signal.aborted) setOutcome(answer);
      });
    },
    [personId],
  );
  useEffect(() => {
    const leaving = new AbortController();
    load(leaving.signal);
    return () => leaving.abort();
  }, [load]);

  return (
    <section aria-labelledby="stop">
      <h2 id="stop" className="font-semibold text-base">
        Stop it at AWS
      </h2>
      <p className="mb-2 max-w-2xl text-pretty text-dim text-sm">
        The roles of permission sets cannot be edited, so what is alive is stopped from above: by a service
        control policy that denies this one person everything.
      </p>
      {outcome === null ? (
        <p className="flex items-center gap-2 rounded-xl border border-line bg-panel px-4 py-6 text-dim text-sm">
          <WaitIcon />
          Looking for their user id
        </p>
      ) : outcome.ok ? (
        <Ways ways={outcome.value} />
      ) : (
        <TroubleNotice trouble={outcome.trouble} onAgain={() => load(new AbortController().signal)} />
      )}
    </section>
  );
}
