"use client";
/** Whose days and hours these are. Only the browser knows the reader's zone, so it offers what the server cannot guess. */

import Link from "next/link";
import { useInBrowser } from "@/app/_ui/use-in-browser";

type ChoiceProps = {
  zone: string;
  /** This page in UTC. */
  utcHref: string;
};

function readersZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const link = "rounded-sm text-accent underline underline-offset-2";

export function ZoneChoice({ zone, utcHref }: ChoiceProps) {
  const own = useInBrowser(readersZone, zone);
  const ownHref = `${utcHref}${utcHref.includes("?") ? "&" : "?"}zone=${encodeURIComponent(own)}`;
  const isOwn = own === zone || (own === "UTC" && zone === "UTC");
  return (
    <p className="text-dim text-sm">
      Days and hours of {zone === "UTC" ? "UTC" : zone.replaceAll("_", " ")}.{" "}
      {isOwn ? null : (
        <Link href={ownHref} prefetch={false} className={link}>
          Use {own.replaceAll("_", " ")}
        </Link>
      )}
      {isOwn && zone !== "UTC" ? (
        <Link href={utcHref} prefetch={false} className={link}>
          Use UTC
        </Link>
      ) : null}
    </p>
  );
}
