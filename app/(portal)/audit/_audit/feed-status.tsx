"use client";
/** One line above the rows: how many there are, how far back was searched, and whether what is new arrives. */

import Link from "next/link";
import { useEffect, useState } from "react";
import { needsSignIn } from "@/app/_ui/ask";
import { buttonLook } from "@/app/_ui/button";
import { SignInAgain } from "@/app/_ui/sign-in-again";
import { Time } from "@/app/_ui/time";
import type { AuditFilter } from "@/lib/core/audit-row";
import { askCount, type Counted } from "./ask-audit";
import { auditHref } from "./audit-address";
import type { Live } from "./use-live";

type StatusProps = { filter: AuditFilter; live: Live; atHead: boolean; since: string | null };

export function FeedStatus({ filter, live, atHead, since }: StatusProps) {
  return (
    <div className="mb-2 flex min-h-7 flex-wrap items-center gap-x-4 gap-y-1 text-dim text-sm">
      <MatchCount filter={filter} />
      {since ? (
        <span>
          Searched back to <Time at={since} shape="full" />; choose a time to search further.
        </span>
      ) : null}
      <span className="ml-auto">
        {atHead ? (
          <Liveness live={live} />
        ) : (
          <Link
            href={auditHref(filter.until ? withoutEnd(filter) : filter)}
            prefetch={false}
            className={buttonLook("quiet", "small")}
          >
            To the newest
          </Link>
        )}
      </span>
    </div>
  );
}

function withoutEnd({ until: _, ...filter }: AuditFilter): AuditFilter {
  return filter;
}

function Liveness({ live: { trouble, askNow } }: { live: Live }) {
  if (!trouble) {
    return (
      <span
        className="flex items-center gap-1.5"
        title="New events appear by themselves while this page is seen."
      >
        <span aria-hidden="true" className="size-2 rounded-full bg-good" />
        Live
      </span>
    );
  }
  const ended = needsSignIn(trouble);
  return (
    <span role="alert" className="flex flex-wrap items-center gap-2 text-warn">
      <span aria-hidden="true" className="size-2 rounded-full bg-warn" />
      Not live: {trouble.title}. What is here stays.
      {ended ? (
        <SignInAgain size="small" />
      ) : (
        <button type="button" onClick={askNow} className={buttonLook("plain", "small")}>
          Try now
        </button>
      )}
    </span>
  );
}

/** Asked for after the rows are there, so that they wait for nothing. */
function MatchCount({ filter }: { filter: AuditFilter }) {
  const [counted, setCounted] = useState<Counted>(null);
  useEffect(() => {
    const leaving = new AbortController();
    askCount(filter, leaving.signal)
      .then((outcome) => {
        if (!leaving.signal.aborted && outcome.ok) setCounted(outcome.value.counted);
      })
      .catch(() => {});
    return () => leaving.abort();
  }, [filter]);
  // Where it cannot be counted, nothing is missed by not being told; that there are none is said below.
  if (!counted || counted.count === 0) return null;
  const { count, more } = counted;
  const number = count.toLocaleString("en");
  return <span>{more ? `${number}+ events` : count === 1 ? "1 event" : `${number} events`}</span>;
}
