"use client";
/** Your access: find a role, open its console, take its keys. */

import { useEffect, useMemo, useRef, useState } from "react";
import { useRemembered } from "@/app/_ui/use-remembered";
import { useStable } from "@/app/_ui/use-stable";
import { AccessAside } from "./access-aside";
import { type AwsPortalLink, NothingShown } from "./access-empty";
import { AccessList } from "./access-list";
import { AccessOverlays } from "./access-overlays";
import { AccessTroubles } from "./access-troubles";
import { ListActionsContext } from "./list-actions";
import { cursorIn, type RowName } from "./list-cursor";
import { ListStatus } from "./list-status";
import type { RowMenuAt } from "./row-menu";
import { SearchBox } from "./search-box";
import { useAccess } from "./use-access";
import { ConsoleForm, useConsole } from "./use-console";
import { useFormat } from "./use-format";
import { useFound } from "./use-found";
import { type KeysInHand, useKeys } from "./use-keys";
import { useListKeys } from "./use-list-keys";
import { useRowActions } from "./use-row-actions";

type AccessViewProps = {
  portals: readonly AwsPortalLink[];
  formToken: string;
  /** Who to name when asking for access. */
  who: string;
  /** A row that somebody's link asks for. */
  linked: { accountId: string; role: string } | null;
};

export function AccessView({ portals, formToken, who, linked }: AccessViewProps) {
  const { state, readAccountAgain } = useAccess();
  const linkedQuery = linked ? `${linked.accountId} ${linked.role}` : "";
  const [query, setQuery] = useState(linkedQuery);
  const { words, found, rows, roles } = useFound(state.entries, query);
  const [chosen, choose] = useState<RowName | null>(null);
  const [inList, setInList] = useState(false);
  const [helping, setHelping] = useState(false);
  const [menu, setMenu] = useState<RowMenuAt | null>(null);
  const [menuOpen, setMenuOpen] = useState(false);
  const [singleWord, rememberSingle] = useRemembered("sallyport.single-keys");
  const [format, onFormat] = useFormat();
  const box = useRef<HTMLInputElement>(null);
  const door = useConsole(formToken);
  const hand = useKeys();
  const { titleOfRow, open, take, copy, copyPlain, confirm } = useRowActions({
    entries: state.entries,
    door,
    hand,
    format,
    onFormat,
  });

  const onQuery = useStable((next: string) => {
    setQuery(next);
    choose(null);
  });
  const onHelp = useStable(() => setHelping(true));
  const onHideKeys = useStable(() => hand.show(false));
  const more = useStable((row: RowName, button: HTMLElement) => {
    setMenu({ row, button });
    setMenuOpen(true);
  });
  const actions = useMemo(
    () => ({ open, copy, choose, readAgain: readAccountAgain, more, format }),
    [open, copy, readAccountAgain, more, format],
  );

  const single = singleWord !== "off";
  const cursor = cursorIn(rows, chosen);
  const row = rows[cursor];
  const lit = inList || query.trim() !== "";
  const keys = useListKeys({ rows, cursor, query, box, single, choose, open, copy, onQuery, onHelp });

  // Another search begins at its top; a list that arrives leaves the page where it is.
  useEffect(() => {
    if (scrollY > 0 && words.length > 0) scrollTo({ top: 0, behavior: "instant" });
  }, [words]);

  function results() {
    if (found.length > 0) {
      return (
        <AccessList
          found={found}
          words={words}
          chosen={row ? { row, lit } : null}
          chosenBlock={row?.block ?? -1}
          copying={copyingOf(hand)}
          menuOf={menuOpen ? (menu?.row ?? null) : null}
          onKeyDown={keys.onListKey}
          onInside={setInList}
        />
      );
    }
    const fromLink = linked !== null && query === linkedQuery;
    const onClear = () => onQuery("");
    return <NothingShown query={query} fromLink={fromLink} onClear={onClear} who={who} portals={portals} />;
  }

  return (
    <ListActionsContext value={actions}>
      <h1 className="sr-only">Your access</h1>
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_288px]">
        <div className="min-w-0">
          <div className="sticky top-0 z-20 -mx-4 bg-page px-4 pt-1 pb-2 md:-mx-1 md:px-1">
            <SearchBox
              box={box}
              query={query}
              onQuery={onQuery}
              onKeyDown={keys.onBoxKey}
              pointsAt={keys.pointsAt}
            />
            <ListStatus shown={rows.length} roles={roles} />
          </div>
          <AccessTroubles portals={portals} />
          <div id="roles" className="overflow-clip rounded-xl border border-line bg-panel empty:hidden">
            {results()}
          </div>
        </div>
        <AccessAside
          hand={hand}
          format={format}
          onFormat={onFormat}
          onCopyUndo={(text) => copyPlain(text, "What undoes it")}
          onHelp={onHelp}
          portals={portals}
        />
      </div>
      <ConsoleForm form={door.form} />
      <AccessOverlays
        confirm={confirm}
        format={format}
        menu={{ at: menu, open: menuOpen, onClose: () => setMenuOpen(false) }}
        titleOf={titleOfRow}
        onTake={take}
        onCopy={copyPlain}
        taking={hand.taking}
        onHideKeys={onHideKeys}
        help={{
          open: helping,
          onClose: () => setHelping(false),
          single,
          onSingle: (on) => rememberSingle(on ? "on" : "off"),
        }}
      />
    </ListActionsContext>
  );
}

/** The row whose button says how its copying goes. */
function copyingOf({ taking }: KeysInHand) {
  if (taking?.wanted.kind !== "format") return null;
  const { instance, accountId, role } = taking.target.grant;
  const row = { key: `${instance}/${accountId}`, role };
  if (taking.step === "asking") return { row, state: "asking" as const };
  return taking.step === "here" && taking.copied ? { row, state: "copied" as const } : null;
}
