"use client";
/** The look of menus. What they do, from arrow keys to readers aloud, is Base UI's. */

import { Menu } from "@base-ui/react/menu";
import type { ComponentProps, ReactNode } from "react";

const item =
  "flex min-h-[30px] cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-1 text-sm outline-none data-highlighted:bg-hover data-disabled:opacity-50";

type PopupProps = {
  children: ReactNode;
  label: string;
  /** The button that it hangs on and gives the keyboard back to, as it is in the page now. */
  anchor: () => HTMLElement;
};

export function MenuPopup({ children, label, anchor }: PopupProps) {
  return (
    // Inside the landmark that its button stands in: nothing of the page is outside of one.
    <Menu.Portal container={anchor().closest<HTMLElement>("main, header")}>
      <Menu.Positioner
        anchor={anchor}
        align="end"
        sideOffset={6}
        collisionPadding={8}
        className="z-50 outline-none"
      >
        <Menu.Popup
          aria-label={label}
          finalFocus={anchor}
          className="max-h-(--available-height) w-72 max-w-[calc(100vw-16px)] overflow-y-auto rounded-xl bg-panel p-1.5 text-ink shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          {children}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  );
}

export function MenuItem({ className = "", ...rest }: ComponentProps<typeof Menu.Item>) {
  return <Menu.Item {...rest} className={`${item} ${className}`} />;
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Menu.Group>
      <Menu.GroupLabel className="px-2.5 pt-2 pb-1 font-medium text-dim text-xs">{label}</Menu.GroupLabel>
      {children}
    </Menu.Group>
  );
}

export function MenuSeparator() {
  return <Menu.Separator className="mx-2.5 my-1.5 h-px bg-line" />;
}
