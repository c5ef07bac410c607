"use client";
/** What clears a text again, for whoever has pasted it. Holds no secret. */

import { Button } from "@/app/_ui/button";
import { CopyIcon } from "@/app/_ui/icons";

export function UndoLine({ text, onCopy }: { text: string; onCopy: () => void }) {
  return (
    <div className="flex items-start gap-1 px-4 pt-2">
      <p className="min-w-0 grow text-dim text-xs">
        Undone by{" "}
        <code className="line-clamp-2 break-all font-mono text-[11px] leading-4">{text.trim()}</code>
      </p>
      <Button
        kind="quiet"
        size="small"
        aria-label="Copy what undoes it"
        title="Copy what undoes it"
        className="-mr-2 w-7"
        onClick={onCopy}
      >
        <CopyIcon />
      </Button>
    </div>
  );
}
