"use client";
/** Your access: find a role, open its console, take its keys. */

import { useEffect, useMemo, useRef, useState } from "react";
import { useRemembered } from "@/app/_ui/use-remembered";
import { useStable } from "@/app/_ui/use-stable";
import type { Grant } from "@/lib/core/grant";
import type { Preferences } from "@/lib/core/preferences";
import { AccessAside } from "./access-aside";
import { newRolesOf, roleKey } from "./access-changes";
import { type AwsPortalLink, NothingShown } from "./access-empty";
import { AccessList } from "./access-list";
import { AccessOverlays } from "./access-overlays";
import { AccessTroubles } from "./access-troubles";
import type { ListFacts } from "./account-block";
import { GroupChoice } from "./group-choice";
import { HiddenLine } from "./hidden-line";
import { ListActionsContext } from "./list-actions";
import { cursorIn, grantOf, type RowName } from "./list-cursor";
import { groupingsOf } from "./list-items";
import { ListStatus } from "./list-status";
import { PageChips } from "./page-chips";
import { isAllThere } from "./reading-progress";
import type { RowMenuAt } from "./row-menu";
import { SearchBox } from "./search-box";
import { entryKey } from "./take-lines";
import { useAccess } from "./use-access";
import { ConsoleForm, useConsole } from "./use-console";
import { useFormat } from "./use-format";
import { type KeysInHand, useKeys } from "./use-keys";
import { useListKeys } from "./use-list-keys";
import { type Liking, usePreferences } from "./use-preferences";
import { useRecents } from "./use-recents";
import { useRowActions } from "./use-row-actions";
import { type PortalInstance, useSearch } from "./use-search";
import { usePointer } from "./use-still";

/** A row that somebody's link asks for. Older links name no instance. */
type Linked = { instance: string | null; accountId: string; role: string } | null;

type AccessViewProps = {
  portals: readonly AwsPortalLink[];
  formToken: string;
  /** Who to name when asking for access. */
  who: string;
  linked: Linked;
  instances: readonly PortalInstance[];
  preferences: Preferences;
  recents: readonly Grant[];
};

/** Of a search, roles of the first so many accounts are worth being asked for before others. */
const bestWanted = 50;

export function AccessView(props: AccessViewProps) {
  const { portals, formToken, who, linked, instances } = props;
  const { state, readAccountAgain } = useAccess();
  const pointer = usePointer();
  const linkedQuery = linked ? `${linked.accountId} ${linked.role}` : "";
  const liking = usePreferences(props.preferences);
  const [recents, onUse] = useRecents(props.recents);
  const [chosen, choose] = useState<RowName | null>(() => rowOf(linked));
  const search = useSearch({
    first: linkedQuery,
    instances,
    preferences: liking.preferences,
    recents,
    onOther: () => choose(null),
  });
  const { query, onQuery, answer, items, rows, counts } = search;
  const [inList, setInList] = useState(false);
  const [helping, setHelping] = useState(false);
  const [menu, setMenu] = useState<RowMenuAt | null>(null);
  const [menuOpen, setMenuOpen] = useState(false);
  const [singleWord, rememberSingle] = useRemembered("sallyport.single-keys");
  const [format, onFormat] = useFormat();
  const box = useRef<HTMLInputElement>(null);
  const door = useConsole(formToken);
  const hand = useKeys();
  const { titleOfRow, open, openHome, take, renew, copy, copyPlain, confirm } = useRowActions({
    entries: state.entries,
    door,
    hand,
    format,
    onFormat,
    placeOf: search.placeOf,
    onUse,
  });

  const onHelp = useStable(() => setHelping(true));
  const onHideKeys = useStable(() => hand.show(false));
  const { favourite, move } = useFavouriteActions(liking);
  const more = useStable((row: RowName, button: HTMLElement) => {
    setMenu({ row, button });
    setMenuOpen(true);
  });
  const actions = useMemo(
    () => ({ open, openHome, copy, choose, favourite, move, readAgain: readAccountAgain, more, format }),
    [open, openHome, copy, favourite, move, readAccountAgain, more, format],
  );
  const facts = useFacts(search.marks, liking.preferences.favourites);

  const single = singleWord !== "off";
  const cursor = cursorIn(rows, chosen);
  const row = rows[cursor];
  const lit = inList || query.trim() !== "";
  const keys = useListKeys({ rows, cursor, query, box, single, onQuery, onHelp, ...actions });

  // Another search begins at its top; a list that arrives leaves the page where it is.
  const searched = query.trim();
  useEffect(() => {
    if (scrollY > 0 && searched !== "") scrollTo({ top: 0, behavior: "instant" });
  }, [searched]);

  const best = useMemo(
    () => search.found?.slice(0, bestWanted).map(({ findable }) => findable.entry.key) ?? null,
    [search.found],
  );
  const choices = useMemo(
    () => groupingsOf(search.all, liking.preferences.groupBy),
    [search.all, liking.preferences.groupBy],
  );

  function results() {
    if (items.length > 0) {
      return (
        <AccessList
          items={items}
          facts={facts}
          pointer={pointer}
          arrangement={`${searched}\n${liking.preferences.groupBy}`}
          searched={best}
          counted={isAllThere(state)}
          chosen={row ? { row, lit } : null}
          chosenItem={row?.item ?? -1}
          copying={copyingOf(hand)}
          menuOf={menuOpen ? (menu?.row ?? null) : null}
          tools={
            <GroupChoice choices={choices} current={liking.preferences.groupBy} onChoose={liking.groupBy} />
          }
          onKeyDown={keys.onListKey}
          onInside={setInList}
        />
      );
    }
    // Where all that matches is hidden, the line below says so.
    if (state.entries.size > 0 && counts.hidden > 0) return null;
    const fromLink = (linked !== null && query === linkedQuery) || Boolean(answer?.link);
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
            {answer ? (
              <PageChips
                answer={answer}
                onWithout={search.onWithout}
                onForce={search.onForce}
                onClear={() => onQuery("")}
              />
            ) : null}
            <ListStatus shown={counts.shown} roles={counts.roles} />
          </div>
          <AccessTroubles portals={portals} />
          <div id="roles" className="overflow-clip rounded-xl border border-line bg-panel empty:hidden">
            {results()}
          </div>
          <HiddenLine
            hidden={counts.hidden}
            searching={searched !== ""}
            shown={search.showHidden}
            onShow={search.setShowHidden}
          />
        </div>
        <AccessAside
          hand={hand}
          format={format}
          onFormat={onFormat}
          onCopyPlain={copyPlain}
          onRenew={renew}
          onHelp={onHelp}
          portals={portals}
          recents={recents}
          liking={liking}
        />
      </div>
      <ConsoleForm form={door.form} />
      <AccessOverlays
        confirm={confirm}
        format={format}
        menu={{ at: menu, open: menuOpen, onClose: () => setMenuOpen(false) }}
        titleOf={titleOfRow}
        liking={liking}
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

/** The very row, where the search for it finds others too. */
function rowOf(linked: Linked): RowName | null {
  if (!linked?.instance) return null;
  const { instance, accountId, role } = linked;
  return { section: "accounts", key: entryKey(instance, accountId), role };
}

function useFavouriteActions({ toggleFavourite, moveFavourite }: Liking) {
  const favourite = useStable((row: RowName) => toggleFavourite(grantOf(row)));
  const move = useStable((row: RowName, to: RowName) => moveFavourite(grantOf(row), grantOf(to)));
  return { favourite, move };
}

function useFacts(marks: ListFacts["marks"], favourites: readonly Grant[]): ListFacts {
  const { state, labels } = useAccess();
  const fresh = useMemo(() => newRolesOf(state.changes, state.startedAt), [state.changes, state.startedAt]);
  return useMemo(() => {
    const keys = favourites.map(({ instance, accountId, role }) =>
      roleKey(entryKey(instance, accountId), role),
    );
    return { marks, favourites: new Set(keys), fresh, labels };
  }, [marks, favourites, fresh, labels]);
}

/** The row whose button says how its copying goes. */
function copyingOf({ taking }: KeysInHand) {
  if (taking?.wanted.kind !== "format") return null;
  const { instance, accountId, role } = taking.target.grant;
  const row = { key: `${instance}/${accountId}`, role };
  if (taking.step === "asking") return { row, state: "asking" as const };
  return taking.step === "here" && taking.copied ? { row, state: "copied" as const } : null;
}
