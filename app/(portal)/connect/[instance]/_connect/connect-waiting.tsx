"use client";
/** A code that waits for its approval: to be compared, approved at AWS, and nothing else. */

import { useEffect, useRef, useState } from "react";
import { Button, OutsideLink } from "@/app/_ui/button";
import { CheckIcon, OutsideIcon, WaitIcon } from "@/app/_ui/icons";
import { TimeLeft } from "@/app/_ui/time-left";
import { copyText } from "@/app/(portal)/_access/copy-text";
import type { Known } from "./known";
import type { Code, Step } from "./use-connect";

type WaitingProps = { known: Known; step: Extract<Step, { kind: "waiting" }>; onBegin: () => void };

export function ConnectWaiting({ known, step, onBegin }: WaitingProps) {
  const { code, hint } = step;
  return (
    <>
      <h2 className="font-semibold text-lg">Approve this code at AWS</h2>
      <TheCode key={code.userCode} code={code} />
      <WayToAws key={code.verificationUriComplete} code={code} />
      <p className="mt-5 font-medium text-sm">Allow it there only if</p>
      <ul className="mt-1 list-disc space-y-1 pl-5 text-pretty text-sm marker:text-faint">
        <li>AWS shows the same code,</li>
        <li>
          it names <strong className="font-medium">{known.clientName}</strong> and asks for access to your AWS
          accounts{known.userName ? "," : "."}
        </li>
        {known.userName ? (
          <li>
            you are signed in there as <bdi className="break-all font-medium">{known.userName}</bdi>.
          </li>
        ) : null}
      </ul>
      <div className="mt-5 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-t pt-4 text-sm">
        <span className="flex items-center gap-2">
          <WaitIcon />
          {hint ? `${hint.title}. Asking again.` : "Waiting for your approval"}
        </span>
        <TimeLeft
          key={code.userCode}
          secondsLeft={code.secondsLeft}
          label="Time left to approve"
          className="text-dim"
        />
      </div>
      <div className="mt-3 flex items-center justify-between gap-4">
        <p className="text-pretty text-dim text-xs">
          Approve a code only because you see it here. Nobody will ever send you one.
        </p>
        <Button kind="quiet" size="small" className="-mr-2" onClick={onBegin}>
          New code
        </Button>
      </div>
    </>
  );
}

function TheCode({ code: { userCode } }: { code: Code }) {
  const [copied, setCopied] = useState(false);
  return (
    <div className="mt-4 flex flex-wrap items-center gap-3 rounded-lg border border-line bg-sunken px-4 py-4">
      <code
        translate="no"
        className="grow select-all whitespace-nowrap text-center font-mono font-semibold text-2xl tracking-widest"
      >
        {userCode}
      </code>
      <Button size="small" className="mx-auto" onClick={async () => setCopied(await copyText(userCode))}>
        {copied ? <CheckIcon /> : null}
        {copied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}

function WayToAws({ code: { verificationUri, verificationUriComplete } }: { code: Code }) {
  const link = useRef<HTMLAnchorElement>(null);
  // The button that was pressed is gone: the next step is here.
  useEffect(() => link.current?.focus({ preventScroll: true }), []);
  return (
    <div className="mt-4">
      <OutsideLink ref={link} kind="primary" size="large" className="w-full" href={verificationUriComplete}>
        Open AWS
        <OutsideIcon />
      </OutsideLink>
      <p className="mt-2 text-pretty text-center text-dim text-xs">
        On another device, enter the code at{" "}
        <OutsideLink href={verificationUri} className="wrap-anywhere underline">
          {verificationUri.replace(/^https:\/\//, "").replace(/\/$/, "")}
        </OutsideLink>
      </p>
    </div>
  );
}
