"use client";
/** One role: its name and what can be done with it. Quiet until it is pointed at or chosen. */

import { Menu } from "@base-ui/react/menu";
import { memo } from "react";
import { Button, buttonLook } from "@/app/_ui/button";
import { Cell, Row } from "@/app/_ui/grid";
import { CheckIcon, MoreIcon, OutsideIcon, WaitIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { visibleText } from "@/app/_ui/visible-text";
import { formats } from "@/lib/credentials/formats";
import { useListActions } from "./list-actions";
import { type RowName, rowId } from "./list-cursor";
import { foundIn } from "./search-access";

type RoleRowProps = {
  row: RowName;
  accountTitle: string;
  words: readonly string[];
  /** In the tab order: one row of the whole list is. */
  chosen: boolean;
  /** Shown as the one that the Enter key would open. */
  lit: boolean;
  copying: "no" | "asking" | "copied";
};

const atRest =
  "pointer-fine:not-group-hover:not-group-focus-within:not-group-data-lit:border-transparent pointer-fine:not-group-hover:not-group-focus-within:not-group-data-lit:bg-transparent pointer-fine:not-group-hover:not-group-focus-within:not-group-data-lit:text-dim";

export const RoleRow = memo(function RoleRow({
  row,
  accountTitle,
  words,
  chosen,
  lit,
  copying,
}: RoleRowProps) {
  const { open, copy, choose, menu, format } = useListActions();
  const reachable = chosen ? 0 : -1;
  return (
    <Row
      id={rowId(row)}
      aria-label={`${row.role} in ${visibleText(accountTitle)}`}
      aria-selected={lit}
      data-lit={lit || undefined}
      tabIndex={reachable}
      onFocus={() => choose(row)}
      className="group flex h-11 scroll-mt-[128px] scroll-mb-24 items-center gap-2 rounded-md px-2 outline-offset-[-2px] hover:bg-hover data-lit:bg-selected md:h-9"
    >
      <Cell className="flex min-w-0 grow">
        <Name text={row.role} found={foundIn(row.role, words)} />
      </Cell>
      <Cell className="flex shrink-0 items-center gap-1.5">
        <Button
          kind="primary"
          size="small"
          tabIndex={reachable}
          onClick={() => open(row)}
          className={`max-md:h-8 pointer-coarse:border-edge pointer-coarse:bg-panel pointer-coarse:text-ink ${atRest}`}
        >
          Console
          <OutsideIcon className="-mr-0.5 opacity-70" />
        </Button>
        <Button
          size="small"
          tabIndex={reachable}
          onClick={() => copy(row)}
          className={`max-md:h-8 max-md:w-[84px] md:w-[152px] md:justify-start ${copying === "no" ? atRest : ""}`}
        >
          <CopyFace copying={copying} label={formats[format].label} />
        </Button>
        <Menu.Trigger
          handle={menu}
          payload={row}
          aria-label={`More for ${row.role}`}
          tabIndex={reachable}
          className={`${buttonLook("quiet", "small")} w-8 max-md:h-8 data-popup-open:bg-hover data-popup-open:text-ink`}
        >
          <MoreIcon />
        </Menu.Trigger>
      </Cell>
    </Row>
  );
});

function CopyFace({ copying, label }: { copying: RoleRowProps["copying"]; label: string }) {
  if (copying === "asking") {
    return (
      <>
        <WaitIcon />
        <span className="max-md:sr-only">Asking AWS</span>
      </>
    );
  }
  if (copying === "copied") {
    return (
      <>
        <CheckIcon className="text-good" />
        <span>Copied</span>
      </>
    );
  }
  return (
    <>
      <span>
        Copy<span className="max-md:sr-only"> keys</span>
      </span>
      <span className="ml-auto truncate font-normal text-dim max-md:sr-only">{label}</span>
    </>
  );
}
