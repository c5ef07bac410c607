"use client";
/** What was copied last, for what, and until when; and the same keys written another way. */

import { Button } from "@/app/_ui/button";
import { EnvironmentBar, EnvironmentTag } from "@/app/_ui/environment";
import { AlertIcon, CheckIcon, CloseIcon, WaitIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { timeText } from "@/app/_ui/time";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import { ConnectLink } from "./connect-notice";
import { type HereActs, KeysHere } from "./keys-here";
import type { Taking } from "./use-keys";
import { useLook } from "./use-look";
import { nameOfWanted } from "./wanted-text";

type PanelProps = HereActs & { taking: Taking };

export function KeysPanel({ taking, hand, ...rest }: PanelProps) {
  const { accountTitle, grant } = taking.target;
  const look = useLook()(grant);
  return (
    <section
      aria-label="Keys"
      className="relative animate-[arrive_0.15s_ease-out] overflow-hidden rounded-xl border border-line bg-panel shadow-rest max-lg:rounded-b-none max-lg:shadow-float"
    >
      <EnvironmentBar look={look} />
      <div className="flex items-start gap-2 px-4 pt-3">
        <div className="grid min-w-0 grow">
          <span className="flex min-w-0 items-center gap-2 font-semibold">
            <Name text={accountTitle} />
            <EnvironmentTag look={look} />
          </span>
          <span className="flex text-dim text-sm">
            <Name text={grant.role} />
          </span>
        </div>
        <Button
          kind="quiet"
          size="small"
          aria-label="Forget these keys"
          title="Forget these keys"
          className="-mr-2 w-7"
          onClick={hand.drop}
        >
          <CloseIcon />
        </Button>
      </div>
      <Status taking={taking} />
      {taking.step === "failed" ? (
        <TroubleNotice
          trouble={taking.trouble}
          way={
            taking.trouble.code === "aws-connection-needed" ? <ConnectLink instance={grant.instance} /> : null
          }
          onAgain={() => hand.take(taking.target, taking.wanted)}
          className="mx-3 mt-2 mb-3"
        />
      ) : null}
      {taking.step === "here" ? <KeysHere taking={taking} hand={hand} {...rest} /> : null}
    </section>
  );
}

const clock = (moment: number) => timeText(new Date(moment), "clock");

/** Read aloud as it changes. */
function Status({ taking }: { taking: Taking }) {
  const what = nameOfWanted(taking.wanted);
  return (
    <output aria-label="Keys" className="block px-4 pt-1.5 pb-3 text-sm empty:hidden">
      {taking.step === "asking" ? (
        <span className="flex items-center gap-2 text-dim">
          <WaitIcon /> Asking AWS for keys
        </span>
      ) : null}
      {taking.step === "here" && taking.copied ? (
        <span className="flex items-center gap-2 font-medium text-good">
          <CheckIcon />
          {taking.wanted.kind === "value" ? `${what} copied` : `Copied for ${what}`}
          <span className="sr-only">, alive until {clock(taking.keys.endsAt)}</span>
        </span>
      ) : null}
      {taking.step === "here" && taking.copied === false ? (
        <span className="flex gap-2 font-medium text-warn">
          <AlertIcon className="mt-px" />
          Your browser did not let us copy. The keys are here: choose a format below, or show them.
        </span>
      ) : null}
    </output>
  );
}
