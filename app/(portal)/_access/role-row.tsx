"use client";
/** One role: its name and what can be done with it. Quiet until it is pointed at or chosen. */

import { memo } from "react";
import { Button } from "@/app/_ui/button";
import { Cell, Row } from "@/app/_ui/grid";
import { CheckIcon, MoreIcon, OutsideIcon, StarIcon, WaitIcon } from "@/app/_ui/icons";
import { Name, type Range } from "@/app/_ui/name";
import { visibleText } from "@/app/_ui/visible-text";
import { formats } from "@/lib/credentials/formats";
import { useListActions } from "./list-actions";
import { type RowName, rowId, type Section } from "./list-cursor";
import { loadRowMenu } from "./load-row-menu";

type RoleRowProps = {
  section: Section;
  accountKey: string;
  role: string;
  accountTitle: string;
  /** Where in its name the search was found. */
  found: readonly Range[];
  /** In the tab order: one row of the whole list is. */
  chosen: boolean;
  /** Shown as the one that the Enter key would open. */
  lit: boolean;
  copying: "no" | "asking" | "copied";
  menuOpen: boolean;
  favourite: boolean;
  isNew: boolean;
  /** From assignments alone: AWS has not told it to this person yet. */
  unconfirmed: boolean;
};

/** Most rows stay what they are from one letter to the next, and each has many buttons. */
export const RoleRow = memo(function RoleRow(props: RoleRowProps) {
  const { section, accountKey, role, accountTitle, found, chosen, lit, menuOpen, isNew, unconfirmed } = props;
  const row: RowName = { section, key: accountKey, role };
  const { choose } = useListActions();
  return (
    <Row
      id={rowId(row)}
      aria-label={`${role} in ${visibleText(accountTitle)}`}
      aria-selected={lit}
      data-row=""
      data-lit={lit || menuOpen || undefined}
      tabIndex={chosen ? 0 : -1}
      onFocus={() => choose(row)}
      className="flex h-11 scroll-mt-[128px] scroll-mb-24 items-center gap-2 rounded-md px-2 outline-offset-[-2px] hover:bg-hover data-lit:bg-selected md:h-9"
    >
      <Cell className="flex min-w-0 grow items-center gap-2">
        <Name text={role} found={found} />
        {isNew ? <span className={`${markLook} border-accent/40 text-accent`}>new</span> : null}
        {unconfirmed ? (
          <span title="Not confirmed by AWS yet" className={`${markLook} border-transparent text-dim`}>
            <span className="max-sm:sr-only">not confirmed yet</span>
            <span aria-hidden="true" className="sm:hidden">
              ?
            </span>
          </span>
        ) : null}
      </Cell>
      <Actions {...props} row={row} />
    </Row>
  );
});

const markLook = "shrink-0 rounded-sm border px-1 text-2xs leading-[14px]";

function Actions({ row, chosen, copying, menuOpen, favourite }: RoleRowProps & { row: RowName }) {
  const { open, copy, favourite: toggle, more, format } = useListActions();
  const reachable = chosen ? 0 : -1;
  return (
    <Cell className="flex shrink-0 items-center gap-1.5">
      <Button
        kind="primary"
        size="small"
        tabIndex={reachable}
        onClick={() => open(row)}
        className="at-rest max-md:h-8 pointer-coarse:border-edge pointer-coarse:bg-panel pointer-coarse:text-ink"
      >
        Console
        <OutsideIcon className="-mr-0.5 opacity-70 max-sm:hidden" />
      </Button>
      <Button
        size="small"
        tabIndex={reachable}
        onClick={() => copy(row)}
        className={`max-md:h-8 max-md:w-16 md:w-[152px] md:justify-start ${copying === "no" ? "at-rest" : ""}`}
      >
        <CopyFace copying={copying} label={formats[format].label} />
      </Button>
      <Button
        kind="quiet"
        size="small"
        aria-label={`Favourite: ${row.role}`}
        aria-pressed={favourite}
        title={favourite ? "Favourite. F takes it off." : "Make it a favourite (F)"}
        tabIndex={reachable}
        onClick={() => toggle(row)}
        className="at-rest-hidden -mr-1.5 w-7 max-md:hidden"
      >
        <StarIcon filled={favourite} className={favourite ? "text-accent" : ""} />
      </Button>
      <Button
        kind="quiet"
        size="small"
        aria-label={`More for ${row.role}`}
        aria-haspopup="menu"
        aria-expanded={menuOpen}
        tabIndex={reachable}
        onPointerEnter={loadRowMenu}
        onClick={(event) => more(row, event.currentTarget)}
        className="w-8 aria-expanded:bg-hover aria-expanded:text-ink max-md:h-8"
      >
        <MoreIcon />
      </Button>
    </Cell>
  );
}

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
        <span className="max-md:sr-only">Copied</span>
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
