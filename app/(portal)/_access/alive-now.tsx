"use client";
/** Keys that were taken on this page and still work: whose, for what, how long. Holds no secret. */

import { Button } from "@/app/_ui/button";
import { EnvironmentDot } from "@/app/_ui/environment";
import { CloseIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { visibleText } from "@/app/_ui/visible-text";
import { Countdown } from "./countdown-text";
import { type EndingKeys, renewId } from "./ending-keys";
import { RenewButton } from "./renew-button";
import type { Target } from "./take-keys";
import { useLook } from "./use-look";
import { nameOfWanted, type Wanted } from "./wanted-text";

type AliveProps = {
  alive: readonly EndingKeys[];
  onForget: (id: number) => void;
  onRenew: (target: Target, wanted: Wanted) => void;
};

export function AliveNow({ alive, onForget, onRenew }: AliveProps) {
  const lookOf = useLook();
  return (
    <ul className="divide-y divide-line">
      {alive.map(({ id, target, wanted, endsAt, replaced }) => (
        <li key={id} className="group flex items-center gap-2 py-2 pl-1">
          <div className="grid min-w-0 grow">
            <span className="flex items-center gap-2 font-medium text-sm">
              <EnvironmentDot look={lookOf(target.grant)} />
              {lookOf(target.grant)?.environment ? (
                <span className="sr-only">{lookOf(target.grant)?.environment}</span>
              ) : null}
              <Name text={target.accountTitle} />
            </span>
            <span className="flex gap-1 text-dim text-xs">
              <Name text={target.grant.role} /> <span className="shrink-0">· {nameOfWanted(wanted)}</span>
            </span>
          </div>
          <Countdown endsAt={endsAt} className="font-medium font-mono text-sm" />
          {replaced ? null : (
            <RenewButton
              id={renewId(id)}
              of={visibleText(target.accountTitle)}
              onRenew={() => onRenew(target, wanted)}
            />
          )}
          <Button
            kind="quiet"
            size="small"
            aria-label="Take out of this list"
            title="Take out of this list. The keys stay alive."
            className="-mr-1 w-7"
            onClick={() => onForget(id)}
          >
            <CloseIcon />
          </Button>
        </li>
      ))}
    </ul>
  );
}
