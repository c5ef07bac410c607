"use client";
/** A problem inside a page: what happened, what to do, the number to pass on, and the ways out. */

import type { ReactNode } from "react";
import { needsSignIn, type Trouble } from "./ask";
import { Button, OutsideLink } from "./button";
import { AgainIcon, AlertIcon, OutsideIcon } from "./icons";
import { SignInAgain } from "./sign-in-again";

type NoticeProps = {
  trouble: Trouble;
  onAgain?: () => void;
  /** What helps in place of trying again, where something does. */
  way?: ReactNode;
  className?: string;
};

export function TroubleNotice({ trouble, onAgain, way = null, className = "" }: NoticeProps) {
  // A sign-in that ran out is the course of things and no fault.
  const ended = needsSignIn(trouble);
  const calm = ended || way !== null;
  return (
    <section
      role="alert"
      className={`flex gap-3 rounded-lg border px-4 py-3 text-sm ${calm ? "border-line bg-panel" : "border-bad/30 bg-bad-tint"} ${className}`}
    >
      <AlertIcon className={`mt-0.5 ${calm ? "text-dim" : "text-bad"}`} />
      <div className="min-w-0 grow space-y-2">
        <div>
          <p className="font-semibold text-base">{trouble.title}</p>
          <p className="text-pretty">{trouble.remedy}</p>
        </div>
        <div className="flex flex-wrap items-center gap-2 empty:hidden">
          {ended ? <SignInAgain size="small" /> : null}
          {way}
          {onAgain && !calm ? (
            <Button size="small" onClick={onAgain}>
              <AgainIcon />
              Try again
            </Button>
          ) : null}
          {trouble.awsPortal ? (
            <OutsideLink kind="plain" size="small" href={trouble.awsPortal}>
              AWS’s own portal
              <OutsideIcon />
            </OutsideLink>
          ) : null}
        </div>
        {trouble.reference && !calm ? <Reference value={trouble.reference} /> : null}
      </div>
    </section>
  );
}

/** The one thing of a failure that a person can pass on. */
export function Reference({ value }: { value: string }) {
  return (
    <p className="text-dim text-xs">
      Reference <code className="select-all font-mono text-2xs">{value}</code>
    </p>
  );
}
