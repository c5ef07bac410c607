"use client";
/** Instead of rows: why there are none, and the way out. */

import Link from "next/link";
import { buttonLook } from "@/app/_ui/button";
import type { AuditFilter } from "@/lib/core/audit-row";
import { auditHref } from "./audit-address";

export function NothingFound({ filter, before }: { filter: AuditFilter; before: number | null }) {
  const narrowed = Object.keys(filter).length > 0;
  const timed = filter.from !== undefined || filter.until !== undefined;
  const { from: _, until: __, ...anyTime } = filter;
  return (
    <div className="rounded-xl border border-line bg-panel px-6 py-16 text-center">
      <h2 className="font-semibold text-lg">
        {narrowed ? "No event matches" : before === null ? "Nothing has happened yet" : "Nothing is older"}
      </h2>
      <p className="mt-1 text-dim">
        {narrowed
          ? "Take away a filter, or look at another time."
          : before === null
            ? "Sign-ins, keys and consoles show up here the moment they are asked for."
            : "This is where the record begins."}
      </p>
      <div className="mt-4 flex justify-center gap-2 empty:hidden">
        {timed ? (
          <Link href={auditHref(anyTime)} prefetch={false} className={buttonLook("plain")}>
            Any time
          </Link>
        ) : null}
        {narrowed || before !== null ? (
          <Link href="/audit" prefetch={false} className={buttonLook("plain")}>
            Everything
          </Link>
        ) : null}
      </div>
    </div>
  );
}
