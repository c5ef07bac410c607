"use client";
/**
 * Everything else that can be done with a role. One menu for all rows, and the rows' buttons are plain ones: a trigger of
 * Base UI in each of thousands would be felt at every keystroke.
 */

import { Menu } from "@base-ui/react/menu";
import Link from "next/link";
import { CheckIcon, EyeIcon, LinkIcon, StarIcon } from "@/app/_ui/icons";
import { MenuGroup, MenuItem, MenuPopup, MenuSeparator } from "@/app/_ui/menu";
import { Name } from "@/app/_ui/name";
import { visibleText } from "@/app/_ui/visible-text";
import { type FormatId, formatIds, formats } from "@/lib/credentials/formats";
import { grantOf, type RowName, rowId } from "./list-cursor";
import type { RoleFacts } from "./role-facts";
import { linkToRow, pathToTools } from "./row-link";
import { valueLabels, type Wanted } from "./wanted-text";

/** Which row's menu, and the button that it hangs on. */
export type RowMenuAt = { row: RowName; button: HTMLElement };

export type RowMenuActs = {
  onTake: (row: RowName, wanted: Wanted) => void;
  /** Copies something that is no secret, and says what. */
  onCopy: (text: string, what: string) => void;
  onFavourite: (row: RowName) => void;
  onHide: (row: RowName, hidden: boolean) => void;
  onDetails: (row: RowName) => void;
};

type RowMenuProps = RowMenuActs & {
  at: RowMenuAt;
  open: boolean;
  onClose: () => void;
  format: FormatId;
  title: string;
  facts: RoleFacts;
  favourite: boolean;
  hidden: boolean;
};

export function RowMenu({ open, onClose, ...rest }: RowMenuProps) {
  return (
    <Menu.Root open={open} onOpenChange={(next) => next || onClose()}>
      <RowMenuItems {...rest} />
    </Menu.Root>
  );
}

/** Rows may have been made anew since, and another button stand in that one's place. */
function buttonOf({ row, button }: RowMenuAt): HTMLElement {
  const now = document.getElementById(rowId(row))?.querySelector<HTMLElement>("[aria-haspopup=menu]");
  return now ?? button;
}

type ItemsProps = Omit<RowMenuProps, "open" | "onClose">;

function RowMenuItems(props: ItemsProps) {
  const { row } = props.at;
  return (
    <MenuPopup anchor={() => buttonOf(props.at)} label={`${row.role} in ${visibleText(props.title)}`}>
      <Summary {...props.facts} />
      <CopyItems {...props} />
      <MenuSeparator />
      <ListItems {...props} />
    </MenuPopup>
  );
}

/** The same stands in the details, for whom a menu's words are not read aloud. */
function Summary({ description, length, groups }: RoleFacts) {
  const given = groups.length > 0 ? `by ${groups.join(", ")}` : null;
  const rest = [length, given].filter((text) => text !== null);
  if (!description && rest.length === 0) return null;
  return (
    <div aria-hidden="true" className="mb-1 border-line border-b px-2.5 pt-1.5 pb-2 text-dim text-xs">
      {description ? (
        <div className="line-clamp-3 break-words text-ink">{visibleText(description)}</div>
      ) : null}
      {rest.length > 0 ? (
        <div className="flex">
          <Name text={rest.join(" · ")} />
        </div>
      ) : null}
    </div>
  );
}

function CopyItems({ at: { row }, format, onTake }: ItemsProps) {
  return (
    <>
      <MenuGroup label="Copy keys for">
        <div className="grid grid-cols-2">
          {formatIds
            .filter((id) => formats[id].holdsKeys)
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
        <div className="grid grid-cols-2">
          {valueLabels.map((label) => (
            <MenuItem key={label} onClick={() => onTake(row, { kind: "value", label })}>
              <span className="truncate">{label}</span>
            </MenuItem>
          ))}
          <MenuItem onClick={() => onTake(row, { kind: "show", format })}>
            <span className="grow">Show keys</span>
            <EyeIcon className="text-dim" />
          </MenuItem>
        </div>
      </MenuGroup>
    </>
  );
}

function ListItems({ at: { row }, favourite, hidden, onCopy, onFavourite, onHide, onDetails }: ItemsProps) {
  const { accountId, role } = grantOf(row);
  return (
    <>
      <MenuItem render={<Link href={pathToTools(grantOf(row))} />}>Use it in a tool…</MenuItem>
      <MenuItem onClick={() => onFavourite(row)}>
        <span className="grow">{favourite ? "Take off the favourites" : "Make it a favourite"}</span>
        <StarIcon filled={favourite} className="text-dim" />
      </MenuItem>
      <MenuItem onClick={() => onHide(row, !hidden)}>
        {hidden ? "Do not hide this account" : "Hide this account"}
      </MenuItem>
      <MenuItem onClick={() => onDetails(row)}>Details</MenuItem>
      <MenuSeparator />
      <div className="grid grid-cols-2">
        <MenuItem onClick={() => onCopy(accountId, "Account id")}>Copy account id</MenuItem>
        <MenuItem onClick={() => onCopy(role, "Role name")}>Copy role name</MenuItem>
      </div>
      <MenuItem onClick={() => onCopy(linkToRow(grantOf(row), location.origin), "Link to this row")}>
        <span className="grow">Copy link to this row</span>
        <LinkIcon className="text-dim" />
      </MenuItem>
    </>
  );
}
