"use client";
/** Every format, by where its text is put. Whoever types the beginning of a name gets to it. */

import { Menu } from "@base-ui/react/menu";
import { CheckIcon } from "@/app/_ui/icons";
import { MenuGroup, MenuItem, MenuPopup } from "@/app/_ui/menu";
import { type FormatId, formatGroups, formats } from "@/lib/credentials/formats";

type FormatMenuProps = {
  /** The button that it hangs on. */
  anchor: HTMLElement;
  open: boolean;
  current: FormatId;
  onChoose: (format: FormatId) => void;
  onClose: () => void;
};

export function FormatMenu({ anchor, open, current, onChoose, onClose }: FormatMenuProps) {
  return (
    <Menu.Root open={open} onOpenChange={(next) => next || onClose()}>
      <MenuPopup anchor={() => anchor} label="Copy the same keys for">
        {formatGroups.map(({ title, ids }) => (
          <MenuGroup key={title} label={title}>
            <div className="grid grid-cols-2">
              {ids.map((id) => (
                <MenuItem key={id} label={formats[id].label} onClick={() => onChoose(id)}>
                  <span className="grow truncate" title={formats[id].label}>
                    {formats[id].label}
                  </span>
                  {id === current ? (
                    <>
                      <CheckIcon className="text-dim" />
                      <span className="sr-only">, chosen</span>
                    </>
                  ) : null}
                </MenuItem>
              ))}
            </div>
          </MenuGroup>
        ))}
      </MenuPopup>
    </Menu.Root>
  );
}
