"use client";
/** Menus and dialogs of the access page. They come when they are first reached for: the list must not wait for them. */

import { lazy, Suspense, useState } from "react";
import { useSay } from "@/app/_ui/say";
import type { FormatId } from "@/lib/credentials/formats";
import { grantOf, type RowName } from "./list-cursor";
import { loadRowMenu } from "./load-row-menu";
import { roleFacts } from "./role-facts";
import type { RowMenuActs, RowMenuAt } from "./row-menu";
import { isSameGrant } from "./take-keys";
import { useAccess } from "./use-access";
import type { Confirm } from "./use-confirm";
import type { Taking } from "./use-keys";
import type { Liking } from "./use-preferences";

const RowMenu = lazy(async () => ({ default: (await loadRowMenu()).RowMenu }));
const KeyHelp = lazy(async () => ({ default: (await import("./key-help")).KeyHelp }));
const ConfirmDialog = lazy(async () => ({ default: (await import("./confirm-dialog")).ConfirmDialog }));
const RevealKeys = lazy(async () => ({ default: (await import("./reveal-keys")).RevealKeys }));
const RoleDetails = lazy(async () => ({ default: (await import("./role-details")).RoleDetails }));

type OverlaysProps = Pick<RowMenuActs, "onTake" | "onCopy"> & {
  confirm: Confirm;
  format: FormatId;
  menu: { at: RowMenuAt | null; open: boolean; onClose: () => void };
  titleOf: (row: RowName) => string;
  liking: Liking;
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

export function AccessOverlays(props: OverlaysProps) {
  const { confirm, format, menu, taking, onHideKeys, help } = props;
  const [details, setDetails] = useState<{ row: RowName; open: boolean } | null>(null);
  const everShown = useEver(taking?.step === "here" && taking.shown);
  const everHelped = useEver(help.open);
  return (
    <Suspense>
      {menu.at ? (
        <MenuOfRow {...props} at={menu.at} onDetails={(row) => setDetails({ row, open: true })} />
      ) : null}
      {details ? <RoleDetails {...details} onClose={() => setDetails({ ...details, open: false })} /> : null}
      {everShown ? <RevealKeys taking={taking} format={format} onClose={onHideKeys} /> : null}
      {confirm.asking ? <ConfirmDialog confirm={confirm} /> : null}
      {everHelped ? <KeyHelp {...help} /> : null}
    </Suspense>
  );
}

type MenuProps = OverlaysProps & Pick<RowMenuActs, "onDetails"> & { at: RowMenuAt };

function MenuOfRow({ at, menu, format, titleOf, liking, onTake, onCopy, onDetails }: MenuProps) {
  const { state } = useAccess();
  const say = useSay();
  const { favourites, hidden } = liking.preferences;
  const grant = grantOf(at.row);
  const title = titleOf(at.row);
  const isHidden = hidden.some((one) => isSameGrant({ ...one, role: grant.role }, grant));
  return (
    <RowMenu
      at={at}
      open={menu.open}
      onClose={menu.onClose}
      format={format}
      title={title}
      facts={roleFacts(state, at.row)}
      favourite={favourites.some((one) => isSameGrant(one, grant))}
      hidden={isHidden}
      onTake={onTake}
      onCopy={onCopy}
      onDetails={onDetails}
      onFavourite={() => liking.toggleFavourite(grant)}
      onHide={(_, hide) => {
        liking.hide({ instance: grant.instance, accountId: grant.accountId }, hide);
        say(hide ? "Hidden. It is told below the list." : "Not hidden any more");
      }}
    />
  );
}
