"use client";
/** One column: the code that a machine shows, what that machine is, what it may have, and what came of it. */

import { type ReactNode, useEffect, useRef } from "react";
import { Button, buttonLook } from "@/app/_ui/button";
import { CheckIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import type { PairingPage } from "@/lib/portal/pairing-page";
import { CodeForm } from "./code-form";
import { DecideForm } from "./decide-form";
import { HowTo } from "./how-to";
import { usePairing } from "./use-pairing";

export function DeviceView({ known }: { known: PairingPage }) {
  const { step, enter, allow, refuse, startOver } = usePairing(known.pending);
  return (
    <div className="mx-auto max-w-[640px] py-2 md:py-8">
      <h1 className="mb-5 text-balance font-semibold text-xl tracking-tight">Pair a machine</h1>
      <div className="rounded-xl border border-line bg-panel p-5 shadow-rest sm:p-7">
        {step.kind === "entering" ? (
          <CodeForm isAsking={step.isAsking} trouble={step.trouble} onCode={enter} />
        ) : null}
        {step.kind === "deciding" ? (
          <DecideForm
            key={step.pairing.id}
            pairing={step.pairing}
            life={known.life}
            asking={step.asking}
            trouble={step.trouble}
            onAllow={(wanted) => allow(step.pairing, wanted)}
            onRefuse={() => refuse(step.pairing)}
            onStartOver={startOver}
          />
        ) : null}
        {step.kind === "allowed" ? <Allowed machine={step.machine} onStartOver={startOver} /> : null}
        {step.kind === "refused" ? <Refused machine={step.machine} onStartOver={startOver} /> : null}
      </div>
      {step.kind === "entering" ? <HowTo known={known} /> : null}
    </div>
  );
}

type OverProps = { machine: string; onStartOver: () => void };

/** The button that was pressed is gone: reading and the keyboard go on here. */
function Over({ heading, children }: { heading: ReactNode; children: ReactNode }) {
  const said = useRef<HTMLOutputElement>(null);
  useEffect(() => said.current?.focus({ preventScroll: true }), []);
  return (
    <output ref={said} tabIndex={-1} className="block outline-none" aria-label="Pairing">
      <span className="flex items-center gap-2 font-semibold text-lg">{heading}</span>
      {children}
    </output>
  );
}

function Allowed({ machine, onStartOver }: OverProps) {
  return (
    <>
      <Over
        heading={
          <>
            <CheckIcon className="text-good" />
            Allowed
          </>
        }
      >
        <span className="mt-1 block text-pretty text-dim">
          <Name text={machine} className="whitespace-normal break-all font-medium text-ink" /> fetches its
          token within a few seconds, and says there how to use it. You can close this page.
        </span>
      </Over>
      <div className="mt-6 flex flex-wrap items-center gap-3">
        <a href="/tokens" className={buttonLook("plain", "large")}>
          Your access tokens
        </a>
        <Button kind="quiet" size="large" onClick={onStartOver}>
          Pair another machine
        </Button>
      </div>
    </>
  );
}

function Refused({ machine, onStartOver }: OverProps) {
  return (
    <>
      <Over heading="Refused">
        <span className="mt-1 block text-pretty text-dim">
          <Name text={machine} className="whitespace-normal break-all font-medium text-ink" /> gets nothing.
          If somebody sent you that code, tell whoever runs Sallyport: it is on the record.
        </span>
      </Over>
      <div className="mt-6">
        <Button size="large" onClick={onStartOver}>
          Enter another code
        </Button>
      </div>
    </>
  );
}
