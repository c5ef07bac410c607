"use client";
/** Which event is open, as the address says it: so that it can be sent to somebody, and Back closes it. */

import { useSearchParams } from "next/navigation";
import { useRef } from "react";
import { useStable } from "@/app/_ui/use-stable";
import { eventNumber } from "./audit-address";

function withEvent(seq: number | null): string {
  const url = new URL(location.href);
  if (seq === null) url.searchParams.delete("event");
  else url.searchParams.set("event", String(seq));
  return `${url.pathname}${url.search}`;
}

export type OpenEvent = {
  seq: number | null;
  open: (seq: number) => void;
  close: () => void;
};

export function useOpenEvent(): OpenEvent {
  const seq = eventNumber(useSearchParams().get("event"));
  // Opened on this very page, so that what is one step back is the page without it.
  const pushed = useRef(false);

  const open = useStable((next: number) => {
    if (next === seq) return;
    // From one event to the next is no step of its own.
    if (seq === null) {
      pushed.current = true;
      history.pushState(null, "", withEvent(next));
    } else history.replaceState(null, "", withEvent(next));
  });

  const close = useStable(() => {
    if (seq === null) return;
    if (pushed.current) history.back();
    else history.replaceState(null, "", withEvent(null));
    pushed.current = false;
  });

  return { seq, open, close };
}
