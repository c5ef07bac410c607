"use client";

/** A text to copy. None of it is a secret. */

import { Button } from "@/app/_ui/button";
import { CopyIcon } from "@/app/_ui/icons";
import { useSay } from "@/app/_ui/say";
import { copyText } from "@/app/(portal)/_access/copy-text";
import type { Snippet } from "@/lib/credentials/uses/use";

export function SnippetBox({ snippet: { title, text } }: { snippet: Pick<Snippet, "title" | "text"> }) {
  const say = useSay();
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 flex min-h-7 items-end justify-between gap-3 text-sm">
        <span className="text-pretty">{title}</span>
        <Button
          kind="quiet"
          size="small"
          aria-label={`Copy: ${title}`}
          onClick={async () => say((await copyText(text)) ? "Copied" : "Your browser did not let us copy")}
        >
          <CopyIcon />
          Copy
        </Button>
      </figcaption>
      {/* Long lines are folded on the screen alone: what is copied has none of it. */}
      <pre className="whitespace-pre-wrap rounded-lg border border-line bg-sunken px-3.5 py-3 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
        {text.trimEnd()}
      </pre>
    </figure>
  );
}
