"use client";
/** Checks somebody's own files. All of it happens in their browser: this page sends nothing and keeps nothing. */

import { useDeferredValue, useMemo, useRef, useState } from "react";
import { WaitIcon } from "@/app/_ui/icons";
import { useSay } from "@/app/_ui/say";
import { useStable } from "@/app/_ui/use-stable";
import { visibleText } from "@/app/_ui/visible-text";
import { GiveFile } from "@/app/(portal)/profiles/_file/give-file";
import type { GivenFile } from "@/app/(portal)/profiles/_file/given-file";
import { hideSecrets } from "@/app/(portal)/profiles/_file/hide-secrets";
import { type Fault, type Given, readFile, readPasted } from "@/app/(portal)/profiles/_file/read-given";
import { useDrop } from "@/app/(portal)/profiles/_file/use-drop";
import { lint } from "@/lib/profiles/lint";
import type { FileKind, Finding } from "@/lib/profiles/lint-file";
import type { ProfileInstance } from "@/lib/profiles/profile-grant";
import { CheckAside } from "./check-aside";
import { type CheckState, changedTo, fixed, given, nothingGiven, undone } from "./check-state";
import { Findings } from "./findings";
import { isSafe, mendAll } from "./mend";

/** Lets the browser paint. */
const painted = () => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done)));

function inputOf({ files, now }: CheckState, instances: readonly ProfileInstance[]) {
  return { config: files.config?.text ?? "", credentials: files.credentials?.text, instances, now };
}

export function CheckView({ instances }: { instances: readonly ProfileInstance[] }) {
  const [state, setState] = useState(nothingGiven);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const say = useSay();
  const shown = useDeferredValue(state);
  const findings = useMemo(() => lint(inputOf(shown, instances)), [shown, instances]);
  const stale = shown !== state || busy;

  function take(kind: FileKind, name: string, read: Given) {
    setFault(read.ok ? null : read.fault);
    if (!read.ok) return;
    setState((before) => given(before, kind, { name, text: read.text }, Date.now()));
    heading.current?.focus();
  }

  async function takeFiles(files: readonly GivenFile[], wanted?: FileKind) {
    for (const { file } of files) {
      const kind = wanted ?? (file.name === "credentials" ? "credentials" : "config");
      take(kind, file.name, await readFile(file));
    }
  }

  const fix = useStable((finding: Finding) => {
    setState((before) => fixed(before, finding));
    say(visibleText(hideSecrets(`Done: ${finding.fix?.title ?? ""}`)));
  });

  const fixAll = useStable(async (title: string, wanted: (finding: Finding) => boolean) => {
    setBusy(true);
    // The button will be gone.
    heading.current?.focus({ preventScroll: true });
    let next = state;
    let fixes = 0;
    for (const kind of ["config", "credentials"] as const) {
      if (!next.files[kind]) continue;
      const mended = await mendAll(inputOf(next, instances), kind, wanted, painted);
      next = changedTo(next, kind, title, mended);
      fixes += mended.fixes;
    }
    // A file that was given meanwhile counts for more than what was made of the one before.
    setState((now) => (now === state ? next : now));
    setBusy(false);
    say(fixes === 1 ? "1 fix applied" : `${fixes.toLocaleString("en")} fixes applied`);
  });

  const over = useDrop((files) => void takeFiles(files));
  const isEmpty = !state.files.config && !state.files.credentials;
  return (
    <>
      <div className="mb-4">
        <h1 ref={heading} tabIndex={-1} className="font-semibold text-xl tracking-tight outline-none">
          Check my config
        </h1>
        <p className="max-w-prose text-pretty text-dim text-sm">
          Finds what the AWS CLI, boto3 and the SDKs stumble over or read in different ways. Your files stay
          in this browser: nothing of them is sent or kept.
        </p>
      </div>
      {isEmpty ? (
        <Panel over={over}>
          <GiveFile
            place="~/.aws/config"
            fault={fault}
            onFile={(file) => void takeFiles([file])}
            onPaste={(text) => take("config", "config", readPasted(text))}
          />
        </Panel>
      ) : (
        <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_340px]">
          <CheckAside
            state={state}
            safe={findings.filter(isSafe).length}
            busy={stale}
            fault={fault}
            onSafe={() => void fixAll("Safe fixes", isSafe)}
            onUndo={() => {
              setState(undone);
              if (state.changes.length === 1) heading.current?.focus({ preventScroll: true });
            }}
            onFile={(kind, file) => void takeFiles([file], kind)}
            onPaste={(kind, text) => take(kind, kind, readPasted(text))}
            onRemove={(kind) => setState((before) => given(before, kind, null, Date.now()))}
          />
          <div className="min-w-0 lg:order-first" aria-busy={stale}>
            {shown.files.config || shown.files.credentials ? (
              <Findings state={shown} findings={findings} busy={stale} onFix={fix} onFixAll={fixAll} />
            ) : (
              <p className="flex items-center gap-2 text-dim">
                <WaitIcon /> Reading
              </p>
            )}
          </div>
        </div>
      )}
    </>
  );
}

function Panel({ over, children }: { over: boolean; children: React.ReactNode }) {
  return (
    <section
      aria-label="Give a file"
      className={`rounded-xl border border-dashed px-5 py-6 md:px-8 md:py-10 ${over ? "border-accent bg-accent-tint" : "border-field bg-panel"}`}
    >
      <div className="mx-auto max-w-2xl">{children}</div>
    </section>
  );
}
