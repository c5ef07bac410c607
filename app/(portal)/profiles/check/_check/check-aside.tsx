"use client";
/** The files in hand, what can be done to all of it at once, and what was done. */

import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { CopyIcon, DownloadIcon, PlusIcon, WaitIcon } from "@/app/_ui/icons";
import { useSay } from "@/app/_ui/say";
import { copyText } from "@/app/(portal)/_access/copy-text";
import { FaultNotice, GiveFile } from "@/app/(portal)/profiles/_file/give-file";
import type { GivenFile } from "@/app/(portal)/profiles/_file/given-file";
import type { Fault } from "@/app/(portal)/profiles/_file/read-given";
import { downloadText } from "@/app/(portal)/profiles/_file/save-text";
import type { FileKind } from "@/lib/profiles/lint-file";
import { ChangeList } from "./change-list";
import type { CheckedFile, CheckState } from "./check-state";

type AsideProps = {
  state: CheckState;
  /** How many safe fixes there are. */
  safe: number;
  busy: boolean;
  fault: Fault | null;
  onSafe: () => void;
  onUndo: () => void;
  onFile: (kind: FileKind, file: GivenFile) => void;
  onPaste: (kind: FileKind, text: string) => void;
  onRemove: (kind: FileKind) => void;
};

export function CheckAside(props: AsideProps) {
  const { state, safe, busy, fault, onSafe, onUndo } = props;
  return (
    <aside aria-label="Files and fixes" className="min-w-0 space-y-4 lg:sticky lg:top-4">
      {fault ? <FaultNotice fault={fault} /> : null}
      {safe > 0 ? (
        <div>
          <Button kind="primary" disabled={busy} onClick={onSafe} className="max-sm:w-full lg:w-full">
            {busy ? <WaitIcon /> : null}
            Apply {safe === 1 ? "the safe fix" : `all ${safe.toLocaleString("en")} safe fixes`}
          </Button>
          <p className="mt-1.5 text-pretty text-dim text-xs">
            Safe: the AWS CLI reads afterwards what it read before, and a file it refused, it reads. The other
            fixes change something; you decide, one by one.
          </p>
        </div>
      ) : null}
      {(["config", "credentials"] as const).map((kind) => (
        <FileSlot key={kind} {...props} kind={kind} file={state.files[kind]} />
      ))}
      <ChangeList changes={state.changes} busy={busy} onUndo={onUndo} />
    </aside>
  );
}

type SlotProps = AsideProps & { kind: FileKind; file: CheckedFile | null };

function FileSlot({ kind, file, state, onFile, onPaste, onRemove }: SlotProps) {
  if (!file) return <Another kind={kind} onFile={onFile} onPaste={onPaste} />;
  const isMended = state.changes.some((change) => change.file === kind);
  return (
    <section aria-label={`~/.aws/${kind}`} className="rounded-xl border border-line bg-panel px-4 py-3">
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 truncate font-mono font-semibold text-sm">~/.aws/{kind}</h2>
        <span className="ml-auto shrink-0 text-dim text-xs">{isMended ? "mended here" : "as given"}</span>
      </div>
      <p className="truncate text-dim text-xs">{sizeWords(file.text)}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        {isMended ? <Mended kind={kind} text={file.text} /> : null}
        <Button kind="quiet" size="small" onClick={() => onRemove(kind)}>
          {kind === "config" ? "Check another" : "Take it away"}
        </Button>
      </div>
      {isMended ? (
        <p className="mt-2 text-pretty text-dim text-xs">
          Put it in the place of yours yourself: this page cannot write there.
        </p>
      ) : null}
    </section>
  );
}

function Mended({ kind, text }: { kind: FileKind; text: string }) {
  const say = useSay();
  async function copy() {
    say((await copyText(text)) ? `Copied ${kind}` : "The browser did not let us copy. Download it instead.");
  }
  return (
    <>
      <Button size="small" onClick={() => downloadText(kind, text)}>
        <DownloadIcon />
        Download
      </Button>
      <Button size="small" onClick={() => void copy()}>
        <CopyIcon />
        Copy
      </Button>
    </>
  );
}

/** What is inside exists only while it is open: nothing in the page waits where nobody sees it. */
function Another({ kind, onFile, onPaste }: Pick<SlotProps, "kind" | "onFile" | "onPaste">) {
  const [open, setOpen] = useState(false);
  return (
    <details
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      className="rounded-xl border border-line bg-panel px-4 py-3"
    >
      <summary className="flex items-center gap-2 font-medium text-sm">
        <PlusIcon className="text-dim" />
        Add ~/.aws/{kind}
      </summary>
      {open ? (
        <div className="mt-3">
          <GiveFile
            place={`~/.aws/${kind}`}
            fault={null}
            onFile={(file) => onFile(kind, file)}
            onPaste={(text) => onPaste(kind, text)}
          />
        </div>
      ) : null}
    </details>
  );
}

function sizeWords(text: string): string {
  const lines = text === "" ? 0 : text.replace(/\r\n|\r|\n$/, "").split(/\r\n|\r|\n/).length;
  const kilobytes = Math.ceil(text.length / 1024).toLocaleString("en");
  return `${lines.toLocaleString("en")} ${lines === 1 ? "line" : "lines"}, ${kilobytes} kB`;
}
