"use client";
/** The ways by which a set comes into somebody's config file: in this browser, by a program that keeps it fresh, by a link for others. */

import { lazy, type ReactNode, Suspense, useState } from "react";
import { Button } from "@/app/_ui/button";
import { CopyIcon } from "@/app/_ui/icons";
import { useSay } from "@/app/_ui/say";
import { copyText } from "@/app/(portal)/_access/copy-text";
import type { ProfileBlock } from "@/lib/profiles/profile-block";

const ApplyInBrowser = lazy(async () => ({
  default: (await import("@/app/(portal)/profiles/_apply/apply-in-browser")).ApplyInBrowser,
}));

function Way({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="space-y-2 border-line border-t px-4 py-4 first:border-t-0">
      <h2 className="font-medium">{title}</h2>
      {children}
    </section>
  );
}

function Command({ children, what }: { children: string; what: string }) {
  const say = useSay();
  async function copy() {
    say((await copyText(children)) ? "Copied." : "The browser did not let it be copied.");
  }
  return (
    <div className="flex items-start gap-2">
      <code className="min-w-0 grow select-all whitespace-pre-wrap break-all rounded-md bg-sunken px-3 py-2 font-mono text-xs">
        {children}
      </code>
      <Button size="small" onClick={copy} aria-label={`Copy ${what}`} title={`Copy ${what}`}>
        <CopyIcon />
      </Button>
    </div>
  );
}

type WaysProps = { id: string; title: string; portalUrl: string; block: ProfileBlock | null };

export function Ways({ id, title, portalUrl, block }: WaysProps) {
  const [applying, setApplying] = useState(false);
  return (
    <div className="rounded-xl border border-line bg-panel">
      <Way title="In this browser">
        <p className="text-pretty text-dim text-sm">
          Choose your file and see what changes. It stays on this machine, and every line of your own stays as
          it is.
        </p>
        {applying && block ? (
          <Suspense>
            <ApplyInBrowser block={block} setName={title} />
          </Suspense>
        ) : (
          <Button disabled={!block} onClick={() => setApplying(true)}>
            Put it into my config
          </Button>
        )}
      </Way>
      <Way title="By itself, every hour">
        <p className="text-pretty text-dim text-sm">
          Pair the machine once; then a small program keeps the set as it is. It needs sh, curl and awk.
        </p>
        <Command what="the command that pairs">{`curl -fsS ${portalUrl}/pair | sh`}</Command>
        <Command what="the command that subscribes">{`curl -fsS ${portalUrl}/profiles.sh | sh -s -- ${id}`}</Command>
        <Command what="the command that prints a schedule">
          {`curl -fsS ${portalUrl}/profiles.sh | sh -s -- --schedule ${id}`}
        </Command>
      </Way>
      <Way title="For somebody of the same group">
        <p className="text-pretty text-dim text-sm">
          Whoever the set is shared with opens this and has their own roles under the same names.
        </p>
        <Command what="the link">{`${portalUrl}/profiles/${id}`}</Command>
      </Way>
    </div>
  );
}
