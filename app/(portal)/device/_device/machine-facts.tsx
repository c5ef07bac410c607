"use client";
/** What is known of a machine that waits: its own words, and where it really asked from. */

import { AlertIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import { TimeLeft } from "@/app/_ui/time-left";
import type { ShownPairing } from "@/lib/core/pairing";

export function MachineFacts({ pairing }: { pairing: ShownPairing }) {
  const { machine, address, sameAddress, userAgent, begunAt, secondsLeft } = pairing;
  return (
    <dl className="mt-4 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 rounded-lg border border-line bg-sunken px-4 py-3 text-sm">
      <dt className="text-dim">Calls itself</dt>
      <dd className="font-semibold">
        <Name text={machine} className="wrap-anywhere whitespace-normal" />
      </dd>
      <dt className="text-dim">Asked from</dt>
      <dd>
        <code className="wrap-anywhere font-mono">{address}</code>
        {sameAddress ? <span className="text-dim">, as your browser</span> : null}
      </dd>
      <dt className="text-dim">With</dt>
      <dd className="wrap-anywhere">
        <Name text={userAgent || "nothing said"} className="whitespace-normal" />
      </dd>
      <dt className="text-dim">Asked at</dt>
      <dd className="flex flex-wrap justify-between gap-x-4">
        <Time at={begunAt} shape="second" />
        <TimeLeft secondsLeft={secondsLeft} label="Time left to allow it" />
      </dd>
    </dl>
  );
}

/** Every machine could be somebody else's; one from elsewhere more likely so. */
export function MachineWarning({ pairing: { sameAddress, address } }: { pairing: ShownPairing }) {
  if (sameAddress) {
    return (
      <p className="mt-4 text-pretty text-sm">
        Go on only if you started this yourself on that machine. Nobody will ever send you a code.
      </p>
    );
  }
  return (
    <div
      role="note"
      className="mt-4 flex gap-3 rounded-lg border border-warn/40 bg-warn-tint px-4 py-3 text-sm"
    >
      <AlertIcon className="mt-0.5 text-warn" />
      <div className="space-y-1 text-pretty">
        <p className="font-semibold text-base">This machine is somewhere else than you</p>
        <p>
          It asked from <code className="wrap-anywhere font-mono">{address}</code>, and your browser comes
          from another address. For a server that is as it should be. It is also what you would see if
          somebody had sent you their own code, to get your access to AWS.
        </p>
        <p className="font-medium">Go on only if you started this yourself on that machine.</p>
      </div>
    </div>
  );
}
