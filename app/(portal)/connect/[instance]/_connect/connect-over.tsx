"use client";
/** A code that gives nothing any more, why, and the one click to the next. */

import { needsSignIn, type Trouble } from "@/app/_ui/ask";
import { buttonLook, OutsideLink } from "@/app/_ui/button";
import { OutsideIcon } from "@/app/_ui/icons";
import { Reference, TroubleNotice } from "@/app/_ui/trouble-notice";
import { BeginButton } from "./begin-button";
import type { Known } from "./known";

type OverProps = { known: Known; trouble: Trouble; next: string; onBegin: () => void };

/** These are the course of things: nobody has to be told of them. */
const ordinary: ReadonlySet<Trouble["code"]> = new Set<Trouble["code"]>([
  "aws-approval-expired",
  "aws-approval-denied",
]);

export function ConnectOver({ known, trouble, next, onBegin }: OverProps) {
  if (needsSignIn(trouble)) return <TroubleNotice trouble={trouble} />;
  const isMismatch = trouble.code === "identity-mismatch";
  return (
    <>
      <h2 className="text-balance font-semibold text-lg">{trouble.title}</h2>
      {isMismatch ? (
        <Mismatch known={known} />
      ) : (
        <p className="mt-1 text-pretty text-dim">{trouble.remedy}</p>
      )}
      <div className="mt-6 flex flex-wrap items-center gap-3">
        <BeginButton label="Get a new code" onBegin={onBegin} />
        {isMismatch ? (
          <OutsideLink kind="plain" size="large" href={known.awsPortal}>
            AWS’s own portal
            <OutsideIcon />
          </OutsideLink>
        ) : (
          <a href={next} className={buttonLook("quiet", "large")}>
            Not now
          </a>
        )}
      </div>
      {trouble.reference && !ordinary.has(trouble.code) ? (
        <div className="mt-6 border-line border-t pt-4">
          <Reference value={trouble.reference} />
        </div>
      ) : null}
    </>
  );
}

function Mismatch({ known: { userName } }: { known: Known }) {
  if (userName === null) {
    return (
      <p className="mt-1 text-pretty text-dim">
        Nothing was kept. Your identity provider does not say who you are at AWS: tell whoever runs Sallyport
        that IDENTITY_CENTER_USER_CLAIM names a claim that you do not have.
      </p>
    );
  }
  return (
    <div className="mt-1 space-y-2 text-pretty text-dim">
      <p>
        The code was approved by somebody other than{" "}
        <bdi className="break-all font-medium text-ink">{userName}</bdi>. Nothing was kept.
      </p>
      <p>
        If that was you: sign out in AWS’s own portal, get a new code, and sign in there as{" "}
        <bdi className="break-all font-medium text-ink">{userName}</bdi>. If it was not, tell whoever runs
        Sallyport.
      </p>
    </div>
  );
}
