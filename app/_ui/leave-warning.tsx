"use client";
/** What is not saved is not lost by a click that led elsewhere. */

import { useEffect, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";

/** Where a click would lead away from this page in this tab; null for all others. */
function leadsTo(event: MouseEvent): string | null {
  const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (elsewhere || !link || link.target === "_blank" || link.origin !== location.origin) return null;
  return link.pathname === location.pathname ? null : link.href;
}

/** Whoever has said so on the page is not asked by the browser, too. */
export function letLeave(): void {
  addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), {
    capture: true,
    once: true,
  });
}

export function LeaveWarning({ changed }: { changed: boolean }) {
  const [to, setTo] = useState<string | null>(null);

  useEffect(() => {
    if (!changed) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const href = leadsTo(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      setTo(href);
    };
    addEventListener("beforeunload", onUnload);
    // Before the links' own listeners.
    document.addEventListener("click", onClick, true);
    return () => {
      removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [changed]);

  function leave() {
    letLeave();
    if (to) location.assign(to);
  }

  return (
    <Dialog open={to !== null} onClose={() => setTo(null)} title="Leave without saving?">
      <p className="text-pretty text-dim">Your changes are on this page alone, and will be gone.</p>
      <div className="mt-4 flex gap-2">
        <Button kind="primary" onClick={() => setTo(null)}>
          Stay
        </Button>
        <Button onClick={leave}>Leave</Button>
      </div>
    </Dialog>
  );
}
