"use client";
/** Puts a set's block into somebody's own config file, in their browser: what it changes is seen first, and the file goes nowhere. */

import { useDeferredValue, useId, useMemo, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { useSay } from "@/app/_ui/say";
import { GiveFile } from "@/app/(portal)/profiles/_file/give-file";
import type { GivenFile } from "@/app/(portal)/profiles/_file/given-file";
import { type Fault, type Given, readFile, readPasted } from "@/app/(portal)/profiles/_file/read-given";
import { useDrop } from "@/app/(portal)/profiles/_file/use-drop";
import type { ProfileBlock } from "@/lib/profiles/profile-block";
import { ApplyRefused } from "./apply-refused";
import { ApplyResult } from "./apply-result";
import { inTheWay, leftOut, nothingYet, outcomeOf, type Way, withExisting } from "./apply-state";
import { saveBack } from "./save-back";

export type ApplyProps = { block: ProfileBlock; setName: string };

export function ApplyInBrowser({ block, setName }: ApplyProps) {
  const [state, setState] = useState(nothingYet);
  const [fault, setFault] = useState<Fault | null>(null);
  const [saving, setSaving] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  const say = useSay();
  const shown = useDeferredValue(state);
  const merged = useMemo(() => outcomeOf(shown, block), [shown, block]);
  const stale = shown !== state;

  function take(read: Given, handle: GivenFile["handle"]) {
    setFault(read.ok ? null : read.fault);
    if (!read.ok) return;
    setState((before) => withExisting(before, { text: read.text, handle }));
    heading.current?.focus();
  }
  const takeFile = async ({ file, handle }: GivenFile) => take(await readFile(file), handle);
  const over = useDrop(([first]) => void (first && takeFile(first)));

  async function save(text: string) {
    if (!state.existing) return;
    setSaving(true);
    const saved = await saveBack(state.existing, text);
    setSaving(false);
    setFault(saved.ok ? null : saved.fault);
    const now = saved.ok ? text : saved.now;
    if (now !== null)
      setState((before) =>
        before.existing ? { ...before, existing: { ...before.existing, text: now } } : before,
      );
    if (saved.ok) say("Saved into your file");
  }

  return (
    <section
      aria-labelledby={id}
      className={`rounded-lg border px-4 py-4 ${over ? "border-accent border-dashed bg-accent-tint" : "border-line"}`}
    >
      <h3 ref={heading} id={id} tabIndex={-1} className="wrap-anywhere font-semibold outline-none">
        Put {setName} into your config
      </h3>
      <p className="mb-3 max-w-prose text-pretty text-dim text-sm">
        Nothing of your file is sent or kept. You see what changes before anything is written.
      </p>
      {merged === null || !shown.existing ? (
        <>
          <GiveFile
            place="~/.aws/config"
            keep
            fault={fault}
            onFile={(file) => void takeFile(file)}
            onPaste={(text) => take(readPasted(text), null)}
          />
          <Button kind="quiet" className="mt-3" onClick={() => take({ ok: true, text: "" }, null)}>
            I have no config yet
          </Button>
        </>
      ) : (
        <div className="space-y-4" aria-busy={stale}>
          <Ways
            way={state.way}
            onWay={(way) => setState((before) => ({ ...before, way }))}
            onOther={() => setState((before) => withExisting(before, null))}
          />
          {merged.ok ? (
            <ApplyResult
              merged={merged}
              existing={shown.existing}
              setId={block.setId}
              way={shown.way}
              left={shown.left}
              fault={fault}
              busy={stale || saving}
              onSave={(text) => void save(text)}
            />
          ) : (
            <ApplyRefused
              merged={merged}
              onLeaveOut={() => setState((before) => leftOut(before, inTheWay(merged)))}
            />
          )}
        </div>
      )}
    </section>
  );
}

const ways: readonly (readonly [Way, string])[] = [
  ["put in", "Put it in"],
  ["take out", "Take it out again"],
];

function Ways({ way, onWay, onOther }: { way: Way; onWay: (way: Way) => void; onOther: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">What to do</legend>
        {ways.map(([one, words]) => (
          <button
            key={one}
            type="button"
            aria-pressed={way === one}
            onClick={() => onWay(one)}
            className="h-7 rounded-full border border-edge bg-panel px-3 text-sm hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-tint aria-pressed:font-medium"
          >
            {words}
          </button>
        ))}
      </fieldset>
      <Button kind="quiet" size="small" className="ml-auto" onClick={onOther}>
        Another file
      </Button>
    </div>
  );
}
