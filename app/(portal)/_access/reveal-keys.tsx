"use client";
/** Keys on the screen, because somebody asked to see them. They go by themselves, and when the page is not looked at. */

import { useEffect, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { EnvironmentTag } from "@/app/_ui/environment";
import { useNow } from "@/app/_ui/use-now";
import { visibleText } from "@/app/_ui/visible-text";
import { type FormatId, formats } from "@/lib/credentials/formats";
import { copyText } from "./copy-text";
import type { Taking } from "./use-keys";
import { useLook } from "./use-look";
import { wantedText } from "./wanted-text";

const shownMs = 30_000;

type RevealProps = { taking: Taking | null; format: FormatId; onClose: () => void };

export function RevealKeys({ taking, format, onClose }: RevealProps) {
  const open = taking?.step === "here" && taking.shown;
  const lookOf = useLook();
  const title = (
    <span className="flex items-center gap-2">
      Keys <EnvironmentTag look={taking ? lookOf(taking.target.grant) : null} />
    </span>
  );
  const about = taking ? `${taking.target.grant.role} in ${visibleText(taking.target.accountTitle)}` : "";
  return (
    <Dialog open={open} onClose={onClose} title={title} description={about} wide>
      {open ? <Shown key={taking.id} taking={taking} format={format} onClose={onClose} /> : null}
    </Dialog>
  );
}

type ShownProps = { taking: Extract<Taking, { step: "here" }>; format: FormatId; onClose: () => void };

function Shown({ taking, format, onClose }: ShownProps) {
  const { keys, target, wanted } = taking;
  const shownFormat = wanted.kind === "value" ? format : wanted.format;
  const text = wantedText(wanted.kind === "value" ? { kind: "show", format } : wanted, target, keys);
  const [until] = useState(() => Date.now() + shownMs);
  const left = Math.max(0, until - useNow(Date.now()));
  const [copied, setCopied] = useState<boolean | null>(null);

  useEffect(() => {
    const timer = setTimeout(onClose, shownMs);
    return () => clearTimeout(timer);
  }, [onClose]);

  return (
    <>
      <pre className="select-all overflow-x-auto whitespace-pre-wrap break-all rounded-lg border border-line bg-sunken p-4 font-mono text-xs">
        {text}
      </pre>
      <p className="mt-2 text-dim text-xs">{formats[shownFormat].quoting}</p>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <Button kind="primary" onClick={async () => setCopied(await copyText(text))}>
          {copied ? "Copied" : `Copy for ${formats[shownFormat].label}`}
        </Button>
        <Button onClick={onClose}>Hide</Button>
        <span className="ml-auto text-dim text-sm">Hides in {Math.ceil(left / 1000)} s</span>
      </div>
    </>
  );
}
