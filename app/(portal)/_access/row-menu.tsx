"use client";
/**
 * Everything else that can be done with a role. One menu for all rows, and the rows' buttons are plain ones: a trigger of
 * Base UI in each of thousands would be felt at every keystroke.
 */

import { Menu } from "@base-ui/react/menu";
import { CheckIcon, EyeIcon, LinkIcon } from "@/app/_ui/icons";
import { MenuGroup, MenuItem, MenuPopup, MenuSeparator } from "@/app/_ui/menu";
import { visibleText } from "@/app/_ui/visible-text";
import { type FormatId, formats, isFormatId } from "@/lib/credentials/formats";
import { grantOf, type RowName } from "./list-cursor";
import { valueLabels, type Wanted } from "./wanted-text";

/** Which row's menu, and the button that it hangs on. */
export type RowMenuAt = { row: RowName; button: HTMLElement };

type RowMenuProps = {
  at: RowMenuAt;
  open: boolean;
  onClose: () => void;
  format: FormatId;
  titleOf: (row: RowName) => string;
  onTake: (row: RowName, wanted: Wanted) => void;
  /** Copies something that is no secret, and says what. */
  onCopy: (text: string, what: string) => void;
};

export function RowMenu({ at, open, onClose, ...rest }: RowMenuProps) {
  return (
    <Menu.Root open={open} onOpenChange={(next) => next || onClose()}>
      <RowMenuItems at={at} {...rest} />
    </Menu.Root>
  );
}

type ItemsProps = Omit<RowMenuProps, "at" | "open" | "onClose"> & { at: RowMenuAt };

function RowMenuItems({ at: { row, button }, format, titleOf, onTake, onCopy }: ItemsProps) {
  const { accountId, role } = grantOf(row);
  return (
    <MenuPopup anchor={button} label={`${row.role} in ${visibleText(titleOf(row))}`}>
      <MenuGroup label="Copy keys for">
        <div className="grid grid-cols-2">
          {Object.keys(formats)
            .filter(isFormatId)
            .map((id) => (
              <MenuItem key={id} onClick={() => onTake(row, { kind: "format", format: id })}>
                <span className="grow truncate">{formats[id].label}</span>
                {id === format ? <CheckIcon className="text-dim" /> : null}
              </MenuItem>
            ))}
        </div>
      </MenuGroup>
      <MenuSeparator />
      <MenuGroup label="Copy one value of the keys">
        {valueLabels.map((label) => (
          <MenuItem key={label} onClick={() => onTake(row, { kind: "value", label })}>
            {label}
          </MenuItem>
        ))}
      </MenuGroup>
      <MenuItem onClick={() => onTake(row, { kind: "show", format })}>
        <span className="grow">Show keys</span>
        <EyeIcon className="text-dim" />
      </MenuItem>
      <MenuSeparator />
      <MenuItem onClick={() => onCopy(accountId, "Account id")}>Copy account id</MenuItem>
      <MenuItem onClick={() => onCopy(role, "Role name")}>Copy role name</MenuItem>
      <MenuItem onClick={() => onCopy(linkTo(row), "Link to this row")}>
        <span className="grow">Copy link to this row</span>
        <LinkIcon className="text-dim" />
      </MenuItem>
    </MenuPopup>
  );
}

/** Opens the page with this row found. It gives nobody a role that is not theirs. */
function linkTo(row: RowName): string {
  const { accountId, role } = grantOf(row);
  return `${location.origin}/?${new URLSearchParams({ account: accountId, role })}`;
}
