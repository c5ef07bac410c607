"use client";
/** What the person's menu holds: who they are, what an administrator should know, and the way out. */

import { Menu } from "@base-ui/react/menu";
import Link from "next/link";
import { MenuItem, MenuPopup, MenuSeparator } from "./menu";
import { Name } from "./name";

type PopupProps = {
  anchor: HTMLElement;
  open: boolean;
  onClose: () => void;
  name: string;
  email: string | null;
  note: string | null;
  onSignOut: () => void;
  onSignOutEverywhere: () => void;
};

export function PersonMenuPopup(props: PopupProps) {
  const { anchor, open, onClose, name, email, note, onSignOut, onSignOutEverywhere } = props;
  return (
    <Menu.Root open={open} onOpenChange={(next) => next || onClose()}>
      <MenuPopup label="You" anchor={() => anchor}>
        <div className="px-2.5 pt-1.5 pb-1">
          <p className="flex font-medium">
            <Name text={name} />
          </p>
          {email && email !== name ? (
            <p className="flex text-dim text-sm">
              <Name text={email} />
            </p>
          ) : null}
        </div>
        {note ? (
          <p className="mx-1 mt-1.5 text-pretty rounded-md bg-warn-tint px-2 py-1.5 text-xs">{note}</p>
        ) : null}
        <MenuSeparator />
        <MenuItem render={<Link href="/activity" prefetch={false} />}>Your activity</MenuItem>
        <MenuSeparator />
        <MenuItem onClick={onSignOut}>Sign out</MenuItem>
        <MenuItem onClick={onSignOutEverywhere}>Sign out everywhere…</MenuItem>
      </MenuPopup>
    </Menu.Root>
  );
}
