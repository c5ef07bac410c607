"use client";
/** The file exactly as it is for the reader, in each form; to copy or to save. Of a long one the beginning is shown. */

import { Button } from "@/app/_ui/button";
import { CopyIcon, WaitIcon } from "@/app/_ui/icons";
import { useSay } from "@/app/_ui/say";
import { copyText } from "@/app/(portal)/_access/copy-text";
import type { ProfileFile } from "@/lib/profiles/profile-format";
import type { Files } from "./ask-files";

/** A browser lays out so many without being noticed, and nobody reads more. */
const mostLines = 1500;

function save({ fileName, text }: ProfileFile): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: fileName });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function beginning(text: string): { shown: string; more: number } {
  let at = -1;
  for (let line = 0; line < mostLines; line += 1) {
    at = text.indexOf("\n", at + 1);
    if (at < 0) return { shown: text, more: 0 };
  }
  return { shown: text.slice(0, at + 1), more: text.slice(at + 1).split("\n").length - 1 };
}

function OneFile({ file }: { file: ProfileFile }) {
  const say = useSay();
  const { shown, more } = beginning(file.text);
  async function copy() {
    say((await copyText(file.text)) ? `Copied ${file.fileName}.` : "The browser did not let it be copied.");
  }
  return (
    <div className="border-line border-t first:border-t-0">
      <div className="flex items-center gap-2 px-4 py-2">
        <code className="min-w-0 grow truncate font-mono text-dim text-xs">{file.fileName}</code>
        <Button size="small" onClick={copy} aria-label={`Copy ${file.fileName}`}>
          <CopyIcon />
          Copy
        </Button>
        <Button size="small" onClick={() => save(file)} aria-label={`Download ${file.fileName}`}>
          Download
        </Button>
      </div>
      <section
        aria-label={`The file ${file.fileName}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        className="max-h-[60vh] overflow-auto overscroll-contain border-line border-t bg-sunken px-4 py-3"
      >
        <pre className="w-fit min-w-full font-mono text-xs" translate="no">
          {shown === "" ? "# No role of yours is in this set." : shown}
        </pre>
        {more > 0 ? (
          <p className="mt-2 text-dim text-xs">
            {more.toLocaleString("en")} more lines. Copy and Download take all of them.
          </p>
        ) : null}
      </section>
    </div>
  );
}

export function FilePanel({ files, waiting }: { files: Files | null; waiting: boolean }) {
  if (!files) {
    return (
      <div className="flex items-center gap-2 rounded-xl border border-line bg-panel px-4 py-6 text-dim text-sm">
        {waiting ? <WaitIcon /> : null}
        {waiting ? "Making your file" : "There is no file."}
      </div>
    );
  }
  return (
    <div aria-busy={waiting} className="overflow-hidden rounded-xl border border-line bg-panel">
      {files.files.map((file) => (
        <OneFile key={file.fileName} file={file} />
      ))}
    </div>
  );
}
