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
      className={`inline-flex min-h-6 max-w-full items-center rounded-sm decoration-faint underline-offset-3 hover:underline ${strong ? "font-medium" : ""}`}
    >
      {children}
    </Link>
  );
}
