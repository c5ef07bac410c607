"use client";
/** A value that narrows the record to itself. */

import Link from "next/link";
import type { ReactNode } from "react";

export function Narrow({
  href,
  strong = false,
  children,
}: {
  href: string;
  strong?: boolean;
  children: ReactNode;
}) {
  return (
    <Link
      href={href}
      prefetch={false}
      className={strong ? "record-link min-w-0 font-medium" : "record-link min-w-0"}
    >
      {children}
    </Link>
  );
}
