"use client";
/** Menus and dialogs of the access page. They come when they are first reached for: the list must not wait for them. */

import { lazy, Suspense, useState } from "react";
import type { FormatId } from "@/lib/credentials/formats";
import type { RowName } from "./list-cursor";
import { loadRowMenu } from "./load-row-menu";
import type { RowMenuAt } from "./row-menu";
import type { Confirm } from "./use-confirm";
import type { Taking } from "./use-keys";
import type { Wanted } from "./wanted-text";

const RowMenu = lazy(async () => ({ default: (await loadRowMenu()).RowMenu }));
const KeyHelp = lazy(async () => ({ default: (await import("./key-help")).KeyHelp }));
const ConfirmDialog = lazy(async () => ({ default: (await import("./confirm-dialog")).ConfirmDialog }));
const RevealKeys = lazy(async () => ({ default: (await import("./reveal-keys")).RevealKeys }));

type OverlaysProps = {
  confirm: Confirm;
  format: FormatId;
  menu: { at: RowMenuAt | null; open: boolean; onClose: () => void };
  titleOf: (row: RowName) => string;
  onTake: (row: RowName, wanted: Wanted) => void;
  onCopy: (text: string, what: string) => void;
  taking: Taking | null;
  onHideKeys: () => void;
  help: { open: boolean; onClose: () => void; single: boolean; onSingle: (on: boolean) => void };
};

/** Whether something was ever true: what was opened once stays, so that it can close in peace. */
function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}

export function AccessOverlays({
  confirm,
  format,
  menu,
  titleOf,
  onTake,
  onCopy,
  taking,
  onHideKeys,
  help,
}: OverlaysProps) {
  const everShown = useEver(taking?.step === "here" && taking.shown);
  const everHelped = useEver(help.open);
  return (
    <Suspense>
      {menu.at ? (
        <RowMenu
          at={menu.at}
          open={menu.open}
          onClose={menu.onClose}
          format={format}
          titleOf={titleOf}
          onTake={onTake}
          onCopy={onCopy}
        />
      ) : null}
      {everShown ? <RevealKeys taking={taking} format={format} onClose={onHideKeys} /> : null}
      {confirm.asking ? <ConfirmDialog confirm={confirm} /> : null}
      {everHelped ? <KeyHelp {...help} /> : null}
    </Suspense>
  );
}
