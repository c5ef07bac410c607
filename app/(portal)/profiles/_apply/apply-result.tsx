"use client";
/** What a merge changes, seen before it is taken: counts, profiles, lines; and then the ways to take it. */

import { useMemo } from "react";
import { Button } from "@/app/_ui/button";
import { CopyIcon, DownloadIcon, WaitIcon } from "@/app/_ui/icons";
import { useSay } from "@/app/_ui/say";
import { copyText } from "@/app/(portal)/_access/copy-text";
import { FaultNotice } from "@/app/(portal)/profiles/_file/give-file";
import type { Fault } from "@/app/(portal)/profiles/_file/read-given";
import { downloadText } from "@/app/(portal)/profiles/_file/save-text";
import type { Merge } from "@/lib/profiles/merge";
import { MergeFindings } from "./apply-refused";
import { changedProfiles, type Existing, type Way } from "./apply-state";
import { DiffView } from "./diff-view";
import { ProfileChanges } from "./profile-changes";
import { regionDiff } from "./region-diff";

type ResultProps = {
  merged: Extract<Merge, { ok: true }>;
  existing: Existing;
  setId: string;
  way: Way;
  left: ReadonlySet<string>;
  fault: Fault | null;
  busy: boolean;
  onSave: (text: string) => void;
};

const nothing: Record<Way, string> = {
  "put in": "Nothing to change: your file has all of it already.",
  "take out": "Nothing to take out: this set is not in your file.",
};

export function ApplyResult(props: ResultProps) {
  const { merged, existing, setId, left, way } = props;
  const rows = useMemo(() => regionDiff(existing.text, merged.text, setId), [existing, merged, setId]);
  const profiles = useMemo(() => changedProfiles(merged), [merged]);
  const same = merged.text === existing.text;
  return (
    <>
      {left.size > 0 && way === "put in" ? (
        <p className="wrap-anywhere text-sm">
          Left out, because you have your own: <span className="font-medium">{[...left].join(", ")}</span>
        </p>
      ) : null}
      {same ? <p className="font-medium">{nothing[way]}</p> : null}
      {merged.findings.length > 0 ? (
        <div className="rounded-lg bg-warn-tint px-4 py-3 text-sm">
          <p className="mb-1 font-medium">Elsewhere in your file AWS’s tools stumble, with or without us</p>
          <MergeFindings findings={merged.findings} />
        </div>
      ) : null}
      <ProfileChanges profiles={profiles} />
      {rows.length > 0 ? <DiffView rows={rows} /> : null}
      <Take {...props} same={same} />
    </>
  );
}

function Take({ merged, existing, fault, busy, same, onSave }: ResultProps & { same: boolean }) {
  const say = useSay();
  async function copy() {
    const done = await copyText(merged.text);
    say(done ? "Copied the whole file" : "The browser did not let us copy. Download it instead.");
  }
  return (
    <div className="space-y-3">
      {fault ? <FaultNotice fault={fault} /> : null}
      <div className="flex flex-wrap gap-2">
        {existing.handle ? (
          <Button kind="primary" disabled={busy || same} onClick={() => onSave(merged.text)}>
            {busy ? <WaitIcon /> : null}
            Save into the file
          </Button>
        ) : null}
        <Button
          kind={existing.handle ? "plain" : "primary"}
          disabled={busy}
          onClick={() => downloadText("config", merged.text)}
        >
          <DownloadIcon />
          Download the file
        </Button>
        <Button disabled={busy} onClick={() => void copy()}>
          <CopyIcon />
          Copy all of it
        </Button>
      </div>
      {existing.handle ? null : (
        <p className="text-pretty text-dim text-sm">
          Put it in the place of your ~/.aws/config. Keep the old one until a command has worked.
        </p>
      )}
    </div>
  );
}
