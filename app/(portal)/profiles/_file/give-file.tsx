"use client";
/** Ways to give a file to this page: by a dialog or by pasting its text. Dropping is the whole page's, in `use-drop`. */

import { type ClipboardEvent, useId, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { AlertIcon } from "@/app/_ui/icons";
import { useInBrowser } from "@/app/_ui/use-in-browser";
import type { GivenFile } from "./given-file";
import { canKeepHandle, pickFile } from "./pick-file";
import type { Fault } from "./read-given";

type GiveProps = {
  /** The file's place, as people know it. */
  place: string;
  fault: Fault | null;
  /** Whether the file may be written to later. */
  keep?: boolean;
  onFile: (file: GivenFile) => void;
  onPaste: (text: string) => void;
};

export function GiveFile({ place, fault, keep = false, onFile, onPaste }: GiveProps) {
  const chooser = useRef<HTMLInputElement>(null);

  async function choose() {
    if (!keep || !canKeepHandle()) return chooser.current?.click();
    const picked = await pickFile();
    if (picked) onFile(picked);
  }

  return (
    <div className="space-y-4">
      {fault ? <FaultNotice fault={fault} /> : null}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button kind="primary" onClick={() => void choose()}>
          Choose the file
        </Button>
        <span className="text-dim text-sm">
          or drop <code className="font-mono text-xs">{place}</code> anywhere on this page
        </span>
        <input
          ref={chooser}
          type="file"
          hidden
          aria-label={`Choose ${place}`}
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) onFile({ file, handle: null });
            // The same file, mended elsewhere, may be chosen again.
            target.value = "";
          }}
        />
      </div>
      <HiddenFolder />
      <PasteArea place={place} onPaste={onPaste} />
    </div>
  );
}

/** The folder's name begins with a dot, and file dialogs hide it. */
function HiddenFolder() {
  const tip = useInBrowser(() => tipFor(navigator.userAgent), "");
  return <p className="text-dim text-sm empty:hidden">{tip}</p>;
}

function tipFor(agent: string): string {
  if (/Windows/.test(agent)) return "In the dialog, type %USERPROFILE%\\.aws as the file’s name.";
  if (/Mac/.test(agent)) return "The folder is hidden: in the dialog, press ⌘ ⇧ . to see it.";
  return "The folder is hidden: in the dialog, press Ctrl H to see it.";
}

/** What is pasted is taken at once and never stands in the page; what is typed waits for its button. */
function PasteArea({ place, onPaste }: Pick<GiveProps, "place" | "onPaste">) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState(false);

  function take(text: string) {
    if (area.current) area.current.value = "";
    setTyped(false);
    onPaste(text);
  }

  function pasted(event: ClipboardEvent) {
    const text = event.clipboardData.getData("text/plain");
    if (text === "" || area.current?.value !== "") return;
    event.preventDefault();
    take(text);
  }

  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium text-sm">
        Or paste the text of {place}
      </label>
      <textarea
        ref={area}
        id={id}
        rows={3}
        // Some browsers send what is checked to a service; and nothing is to be kept for a later visit.
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        data-gramm="false"
        placeholder="[default]"
        onPaste={pasted}
        onInput={({ currentTarget }) => setTyped(currentTarget.value !== "")}
        className="block w-full resize-y rounded-md border border-field bg-page px-3 py-2 font-mono text-xs"
      />
      {typed ? (
        <Button className="mt-2" onClick={() => take(area.current?.value ?? "")}>
          Take this text
        </Button>
      ) : null}
    </div>
  );
}

export function FaultNotice({ fault }: { fault: Fault }) {
  return (
    <div role="alert" className="flex gap-3 rounded-lg border border-bad/30 bg-bad-tint px-4 py-3 text-sm">
      <AlertIcon className="mt-0.5 text-bad" />
      <div className="min-w-0">
        <p className="font-semibold text-base">{fault.title}</p>
        <p className="text-pretty">{fault.remedy}</p>
      </div>
    </div>
  );
}
