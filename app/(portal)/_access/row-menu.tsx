"use client";
/** Everything else that can be done with a role. One menu for all rows: each opens it with its own name. */

import { Menu } from "@base-ui/react/menu";
import { CheckIcon, EyeIcon, LinkIcon } from "@/app/_ui/icons";
import { MenuGroup, MenuItem, MenuPopup, MenuSeparator } from "@/app/_ui/menu";
import { visibleText } from "@/app/_ui/visible-text";
import { type FormatId, formats, isFormatId } from "@/lib/credentials/formats";
import type { RowMenuHandle } from "./list-actions";
import { grantOf, type RowName } from "./list-cursor";
import { valueLabels, type Wanted } from "./wanted-text";

type RowMenuProps = {
  handle: RowMenuHandle;
  format: FormatId;
  titleOf: (row: RowName) => string;
  onTake: (row: RowName, wanted: Wanted) => void;
  /** Copies something that is no secret, and says what. */
  onCopy: (text: string, what: string) => void;
};

export function RowMenu({ handle, ...rest }: RowMenuProps) {
  return (
    <Menu.Root handle={handle} modal={false}>
      {({ payload }) => (payload ? <RowMenuItems row={payload} {...rest} /> : null)}
    </Menu.Root>
  );
}

function RowMenuItems({
  row,
  format,
  titleOf,
  onTake,
  onCopy,
}: Omit<RowMenuProps, "handle"> & { row: RowName }) {
  const { accountId, role } = grantOf(row);
  return (
    <MenuPopup label={`${row.role} in ${visibleText(titleOf(row))}`}>
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
