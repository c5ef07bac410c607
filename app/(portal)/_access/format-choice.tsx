"use client";
/** The same keys for another tool: written from memory, nobody is asked. */

import { lazy, Suspense, useEffect, useState } from "react";
import { Button } from "@/app/_ui/button";
import { ChevronIcon } from "@/app/_ui/icons";
import { type FormatId, formats } from "@/lib/credentials/formats";
import { loadFormatMenu } from "./load-format-menu";

const FormatMenu = lazy(async () => ({ default: (await loadFormatMenu()).FormatMenu }));

type FormatChoiceProps = {
  chosen: FormatId;
  /** False while something must be typed first, or cannot be written. */
  ready: boolean;
  onCopy: () => void;
  onChoose: (format: FormatId) => void;
};

export function FormatChoice({ chosen, ready, onCopy, onChoose }: FormatChoiceProps) {
  const [open, setOpen] = useState(false);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);

  useEffect(() => void loadFormatMenu(), []);

  return (
    <div className="flex px-4 pt-3">
      <Button disabled={!ready} onClick={onCopy} className="min-w-0 grow shrink rounded-r-none border-r-0">
        <span className="truncate">Copy for {formats[chosen].label}</span>
      </Button>
      <button
        type="button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label="Another format"
        title="Another format"
        onClick={({ currentTarget }) => {
          setAnchor(currentTarget);
          setOpen(true);
        }}
        className="inline-flex h-8 w-8 shrink-0 items-center justify-center rounded-r-md border border-edge bg-panel text-dim transition-colors duration-100 hover:border-field hover:bg-hover hover:text-ink aria-expanded:bg-hover aria-expanded:text-ink"
      >
        <ChevronIcon className="rotate-90" />
      </button>
      {anchor ? (
        <Suspense>
          <FormatMenu
            anchor={anchor}
            open={open}
            current={chosen}
            onChoose={onChoose}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
