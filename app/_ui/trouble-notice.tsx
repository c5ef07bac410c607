"use client";
/** A problem inside a page: what happened, what to do, the number to pass on, and the ways out. */

import { needsSignIn, type Trouble } from "./ask";
import { Button, OutsideLink } from "./button";
import { AgainIcon, AlertIcon, OutsideIcon } from "./icons";
import { SignInAgain } from "./sign-in-again";

type NoticeProps = {
  trouble: Trouble;
  onAgain?: () => void;
  className?: string;
};

export function TroubleNotice({ trouble, onAgain, className = "" }: NoticeProps) {
  // A sign-in that ran out is the course of things and no fault.
  const ended = needsSignIn(trouble);
  return (
    <section
      role="alert"
      className={`flex gap-3 rounded-lg border px-4 py-3 text-sm ${ended ? "border-line bg-panel" : "border-bad/30 bg-bad-tint"} ${className}`}
    >
      <AlertIcon className={`mt-0.5 ${ended ? "text-dim" : "text-bad"}`} />
      <div className="min-w-0 grow space-y-2">
        <div>
          <p className="font-semibold text-base">{trouble.title}</p>
          <p className="text-pretty">{trouble.remedy}</p>
        </div>
        <div className="flex flex-wrap items-center gap-2 empty:hidden">
          {ended ? <SignInAgain size="small" /> : null}
          {onAgain && !ended ? (
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
        {trouble.reference && !ended ? <Reference value={trouble.reference} /> : null}
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
