"use client";
/** Why nothing is written, and the way on where there is one. */

import { Button } from "@/app/_ui/button";
import { AlertIcon } from "@/app/_ui/icons";
import { CodeText } from "@/app/(portal)/profiles/_file/code-text";
import { hideSecrets } from "@/app/(portal)/profiles/_file/hide-secrets";
import type { Merge } from "@/lib/profiles/merge";
import { inTheWay } from "./apply-state";

const mostShown = 20;

type RefusedProps = { merged: Extract<Merge, { ok: false }>; onLeaveOut: () => void };

export function ApplyRefused({ merged, onLeaveOut }: RefusedProps) {
  const names = inTheWay(merged);
  const more = merged.findings.length - mostShown;
  return (
    <div role="alert" className="flex gap-3 rounded-lg border border-line bg-warn-tint px-4 py-3 text-sm">
      <AlertIcon className="mt-0.5 text-warn" />
      <div className="min-w-0 grow space-y-2">
        <p className="font-semibold text-base">Nothing would be written</p>
        <MergeFindings findings={merged.findings.slice(0, mostShown)} />
        {more > 0 ? <p>And {more.toLocaleString("en")} more.</p> : null}
        {names.length > 0 ? (
          <>
            <Button size="small" className="max-w-full" onClick={onLeaveOut}>
              <span className="truncate">
                {names.length === 1
                  ? `Keep mine, leave ${names[0]} out`
                  : `Keep mine, leave these ${names.length.toLocaleString("en")} out`}
              </span>
            </Button>
            <p className="text-pretty text-dim">
              The set’s profile of that name is then not put in, and yours stays what it is.
            </p>
          </>
        ) : null}
      </div>
    </div>
  );
}

export function MergeFindings({ findings }: { findings: Merge["findings"] }) {
  return (
    <ul className="space-y-1">
      {findings.map(({ line, message }) => (
        <li key={`${line} ${message}`} className="wrap-anywhere text-pretty">
          {line === null ? null : <span className="font-medium">Line {line.toLocaleString("en")}: </span>}
          <CodeText text={hideSecrets(message)} />
        </li>
      ))}
    </ul>
  );
}
