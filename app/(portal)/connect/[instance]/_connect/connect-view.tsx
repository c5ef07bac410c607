"use client";
/** One column: what will happen, the code, the way to AWS, and how it stands. */

import { useCallback } from "react";
import { buttonLook } from "@/app/_ui/button";
import { LinkIcon, WaitIcon } from "@/app/_ui/icons";
import { BeginButton } from "./begin-button";
import { ConnectOver } from "./connect-over";
import { ConnectStatus } from "./connect-status";
import { ConnectWaiting } from "./connect-waiting";
import type { Known } from "./known";
import { useConnect } from "./use-connect";

export function ConnectView({ known, next }: { known: Known; next: string }) {
  const { instance, pending } = known;
  // Replaced, so that Back leads to where the person was and not to a code that has served.
  const goOn = useCallback(() => location.replace(next), [next]);
  const { step, begin } = useConnect(
    instance.id,
    pending ? { kind: "waiting", code: pending, hint: null } : { kind: "ready" },
    goOn,
  );
  return (
    <div className="mx-auto max-w-[560px] py-2 md:py-8">
      <div className="mb-5">
        <h1 className="text-balance font-semibold text-xl tracking-tight">Connect to AWS</h1>
        <p className="flex items-center gap-2 break-all text-dim">
          <LinkIcon />
          {instance.label}
        </p>
      </div>
      <div className="rounded-xl border border-line bg-panel p-5 shadow-rest sm:p-7">
        {step.kind === "ready" || step.kind === "getting" ? (
          <Ready known={known} next={next} isGetting={step.kind === "getting"} onBegin={begin} />
        ) : null}
        {step.kind === "waiting" ? <ConnectWaiting known={known} step={step} onBegin={begin} /> : null}
        {step.kind === "over" ? (
          <ConnectOver known={known} trouble={step.trouble} next={next} onBegin={begin} />
        ) : null}
        {step.kind === "connected" ? (
          <p className="flex items-center gap-2 font-semibold text-lg">
            <WaitIcon />
            Connected. On you go.
          </p>
        ) : null}
      </div>
      <ConnectStatus step={step} />
    </div>
  );
}

type ReadyProps = { known: Known; next: string; isGetting: boolean; onBegin: () => void };

function Ready({ known, next, isGetting, onBegin }: ReadyProps) {
  const { clientName, userName, isConnected } = known;
  return (
    <>
      <h2 className="font-semibold text-lg">
        {isConnected ? "You are connected" : "One approval on AWS’s own page"}
      </h2>
      <p className="mt-1 text-pretty text-dim">
        {isConnected
          ? "Nothing is to be done. To connect as somebody else at AWS, approve anew."
          : `You get a short code, AWS shows the same one and asks whether “${clientName}” may act for you, and you come back here. It lasts as long as your AWS session.`}
      </p>
      {userName && !isConnected ? (
        <p className="mt-3 text-dim text-sm">
          At AWS, be signed in as <bdi className="break-all font-medium text-ink">{userName}</bdi>.
        </p>
      ) : null}
      <div className="mt-6 flex flex-wrap items-center gap-3">
        {isConnected ? (
          <>
            <a href={next} className={buttonLook("primary", "large")}>
              Go on
            </a>
            <BeginButton kind="plain" label="Connect again" isGetting={isGetting} onBegin={onBegin} />
          </>
        ) : (
          <>
            <BeginButton label="Connect" isGetting={isGetting} onBegin={onBegin} />
            <a href={next} className={buttonLook("quiet", "large")}>
              Not now
            </a>
          </>
        )}
      </div>
    </>
  );
}
