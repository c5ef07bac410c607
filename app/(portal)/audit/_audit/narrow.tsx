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
    <Link href={href} prefetch={false} className={strong ? "record-link font-medium" : "record-link"}>
      {children}
    </Link>
  );
}
