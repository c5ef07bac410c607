"use client";
/** A small button that copies one value. */

import { CopyIcon } from "@/app/_ui/icons";
import { useSay } from "@/app/_ui/say";
import { copyText } from "@/app/(portal)/_access/copy-text";

export function CopyValue({ what, value }: { what: string; value: string }) {
  const say = useSay();
  return (
    <button
      type="button"
      aria-label={`Copy ${what}`}
      title={`Copy ${what}`}
      onClick={async () => say((await copyText(value)) ? "Copied" : "Your browser did not let us copy")}
      className="grid size-6 shrink-0 place-items-center rounded-md text-dim hover:bg-hover hover:text-ink"
    >
      <CopyIcon />
    </button>
  );
}
