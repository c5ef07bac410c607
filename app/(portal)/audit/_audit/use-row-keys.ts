"use client";
/** From row to row by j and k or the arrows; Enter opens, as on every button. Not where people write, and not behind a dialog. */

import { type RefObject, useEffect } from "react";
import { useStable } from "@/app/_ui/use-stable";

/** On what opens a row. */
export const openerMark = "data-opens";

const steps: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches("input, textarea, select, summary, [contenteditable]")
  );
}

export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  const onKey = useStable((event: KeyboardEvent) => {
    const step = steps[event.key];
    const other = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented;
    if (step === undefined || other || isWriting(event.target)) return;
    if (document.querySelector("[role=dialog], [role=listbox]")) return;
    const openers = [...(list.current?.querySelectorAll<HTMLElement>(`[${openerMark}]`) ?? [])];
    const row = document.activeElement?.closest("tr");
    const at = openers.findIndex((opener) => opener.closest("tr") === row);
    // An arrow scrolls the page until somebody is among the rows.
    if (at === -1 && event.key.startsWith("Arrow")) return;
    const next = openers[at === -1 ? 0 : at + step];
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.closest("tr")?.scrollIntoView({ block: "nearest" });
  });

  useEffect(() => {
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [onKey]);
}
