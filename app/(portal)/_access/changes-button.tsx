"use client";
/** Says that roles were gained or lost, and opens the list of them. */

import { lazy, Suspense, useRef, useState } from "react";
import { useInBrowser } from "@/app/_ui/use-in-browser";
import { useRemembered } from "@/app/_ui/use-remembered";
import type { AccessChange } from "@/lib/core/access";
import { changeWords, unseenOf } from "./access-changes";

const load = () => import("./changes-panel");
const ChangesPanel = lazy(async () => ({ default: (await load()).ChangesPanel }));

/** What is said depends on the reader's day and on what was dismissed: the server knows neither and says nothing. */
export function ChangesButton({ changes }: { changes: readonly AccessChange[] }) {
  const inBrowser = useInBrowser(() => true, false);
  const [seenAt, remember] = useRemembered("sallyport.changes-seen");
  const [open, setOpen] = useState<boolean | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const unseen = unseenOf(changes, seenAt);
  const newest = unseen[0]?.at;
  if (!inBrowser || !newest) return <span />;
  const { what, since } = changeWords(unseen, Date.now());
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open === true}
        onPointerEnter={load}
        onClick={() => setOpen(!open)}
        className="min-h-6 shrink-0 justify-self-end whitespace-nowrap rounded-sm text-accent underline-offset-2 hover:underline"
      >
        {what} <span className="max-sm:sr-only">{since}</span>
      </button>
      <Suspense>
        {open === null || !button.current ? null : (
          <ChangesPanel
            anchor={button.current}
            open={open}
            changes={unseen}
            onClose={() => setOpen(false)}
            onDismiss={() => remember(newest)}
          />
        )}
      </Suspense>
    </>
  );
}
