"use client";
/** Keys that work wherever the keyboard is, but for places where people write. */

import { useEffect } from "react";
import { isSearchKey } from "@/app/_ui/search-key";

type PageKeys = {
  /** Whether a single sign may do something. */
  single: boolean;
  toBox: () => void;
  onHelp: () => void;
};

export function usePageKeys({ single, toBox, onHelp }: PageKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector("[role=dialog], [role=menu]")) return;
      const { ctrlKey, metaKey, altKey } = event;
      const plain = single && !ctrlKey && !metaKey && !altKey && !isWriting(event.target);
      if (isSearchKey(event) || (plain && event.key === "/")) toBox();
      else if (plain && event.key === "?") onHelp();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [single, toBox, onHelp]);
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}
