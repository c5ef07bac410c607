"use client";
/** Your access: find a role, open its console, take its keys. */

import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSay } from "@/app/_ui/say";
import { useRemembered } from "@/app/_ui/use-remembered";
import { AccessAside } from "./access-aside";
import { type AwsPortalLink, ListBones, NoAccount, NoMatch } from "./access-empty";
import { AccessList } from "./access-list";
import { AccessTroubles } from "./access-troubles";
import { copyText } from "./copy-text";
import { type ListActions, ListActionsContext } from "./list-actions";
import { cursorIn, grantOf, type RowName } from "./list-cursor";
import { ListStatus } from "./list-status";
import { loadRowMenu } from "./load-row-menu";
import type { RowMenuAt } from "./row-menu";
import { titleOf } from "./search-access";
import { SearchBox } from "./search-box";
import { useAccess } from "./use-access";
import { ConsoleForm, useConsole } from "./use-console";
import { useFormat } from "./use-format";
import { useFound } from "./use-found";
import { useKeys } from "./use-keys";
import { useListKeys } from "./use-list-keys";

/** Menus and dialogs come when they are first reached for: the list must not wait for them. */
const RowMenu = lazy(async () => ({ default: (await loadRowMenu()).RowMenu }));
const KeyHelp = lazy(async () => ({ default: (await import("./key-help")).KeyHelp }));
const RevealKeys = lazy(async () => ({ default: (await import("./reveal-keys")).RevealKeys }));

type AccessViewProps = {
  portals: readonly AwsPortalLink[];
  formToken: string;
  /** Who to name when asking for access. */
  who: string;
  /** A row that somebody's link asks for. */
  linked: { accountId: string; role: string } | null;
};

export function AccessView({ portals, formToken, who, linked }: AccessViewProps) {
  const access = useAccess();
  const { state, readAgain, readAccountAgain } = access;
  const linkedQuery = linked ? `${linked.accountId} ${linked.role}` : "";
  const [query, setQuery] = useState(linkedQuery);
  const { words, found, rows, roles } = useFound(state.entries, query);
  const [chosen, choose] = useState<RowName | null>(null);
  const [inList, setInList] = useState(false);
  const [helping, setHelping] = useState(false);
  const [singleWord, rememberSingle] = useRemembered("sallyport.single-keys");
  const [format, setFormat] = useFormat();
  const [menu, setMenu] = useState<RowMenuAt | null>(null);
  const [menuOpen, setMenuOpen] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const door = useConsole(formToken);
  const hand = useKeys();
  const say = useSay();

  const onQuery = useCallback((next: string) => {
    setQuery(next);
    choose(null);
  }, []);

  const titleOfRow = useCallback(
    (row: RowName) => {
      const entry = state.entries.get(row.key);
      return entry ? titleOf(entry) : row.key;
    },
    [state.entries],
  );
  const targetOf = useCallback(
    (row: RowName) => ({ grant: grantOf(row), accountTitle: titleOfRow(row) }),
    [titleOfRow],
  );
  const open = useCallback(
    async (row: RowName) => {
      say(`Opening the console: ${row.role}`);
      const outcome = await door.open(grantOf(row));
      if (!outcome.ok) say(`${outcome.trouble.title}. ${outcome.trouble.remedy}`);
    },
    [door.open, say],
  );
  const copy = useCallback(
    (row: RowName) => hand.take(targetOf(row), { kind: "format", format }),
    [hand.take, targetOf, format],
  );
  const onCopy = useCallback(
    async (text: string, what: string) =>
      say((await copyText(text)) ? `${what} copied` : "Your browser did not let us copy"),
    [say],
  );

  const more = useCallback((of: RowName, button: HTMLElement) => {
    setMenu({ row: of, button });
    setMenuOpen(true);
  }, []);

  const cursor = cursorIn(rows, chosen);
  const single = singleWord !== "off";
  const keys = useListKeys({
    rows,
    cursor,
    query,
    box,
    single,
    choose,
    open,
    copy,
    onQuery,
    onHelp: () => setHelping(true),
  });
  const row = rows[cursor];
  const lit = inList || query.trim() !== "";
  const actions: ListActions = useMemo(
    () => ({ open, copy, choose, readAgain: readAccountAgain, more, format }),
    [open, copy, readAccountAgain, more, format],
  );
  // Another search begins at its top; a list that arrives leaves the page where it is.
  useEffect(() => {
    if (scrollY > 0 && words.length > 0) scrollTo({ top: 0, behavior: "instant" });
  }, [words]);

  const everShown = useEver(hand.taking?.step === "here" && hand.taking.shown);
  const everHelped = useEver(helping);
  const hideKeys = useCallback(() => hand.show(false), [hand.show]);
  const first = state.entries.size === 0;
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
            <ListStatus access={access} shown={rows.length} roles={roles} />
          </div>
          <AccessTroubles state={state} portals={portals} onAgain={readAgain} />
          <div id="roles" className="overflow-clip rounded-xl border border-line bg-panel empty:hidden">
            {found.length > 0 ? (
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
            ) : first && state.phase === "reading" ? (
              <ListBones />
            ) : !first ? (
              <NoMatch
                query={query}
                reading={state.phase === "reading"}
                fromLink={linked !== null && query === linkedQuery}
                onClear={() => onQuery("")}
              />
            ) : state.phase === "complete" && state.failures.length === 0 ? (
              <NoAccount who={who} portals={portals} onAgain={readAgain} />
            ) : null}
          </div>
        </div>
        <AccessAside
          hand={hand}
          format={format}
          onFormat={setFormat}
          onCopyUndo={(text) => onCopy(text, "What undoes it")}
          onHelp={() => setHelping(true)}
          portals={portals}
        />
      </div>
      <ConsoleForm form={door.form} />
      <Suspense>
        {menu ? (
          <RowMenu
            at={menu}
            open={menuOpen}
            onClose={() => setMenuOpen(false)}
            format={format}
            titleOf={titleOfRow}
            onTake={(of, wanted) => {
              if (wanted.kind === "format") setFormat(wanted.format);
              hand.take(targetOf(of), wanted);
            }}
            onCopy={onCopy}
          />
        ) : null}
        {everShown ? <RevealKeys taking={hand.taking} format={format} onClose={hideKeys} /> : null}
        {everHelped ? (
          <KeyHelp
            open={helping}
            onClose={() => setHelping(false)}
            single={single}
            onSingle={(on) => rememberSingle(on ? "on" : "off")}
          />
        ) : null}
      </Suspense>
    </ListActionsContext>
  );
}

/** Whether something was ever true: what was opened once stays, so that it can close in peace. */
function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}

/** The row whose button says how its copying goes. */
function copyingOf({ taking }: ReturnType<typeof useKeys>) {
  if (taking?.wanted.kind !== "format") return null;
  const { instance, accountId, role } = taking.target.grant;
  const row = { key: `${instance}/${accountId}`, role };
  if (taking.step === "asking") return { row, state: "asking" as const };
  return taking.step === "here" && taking.copied ? { row, state: "copied" as const } : null;
}
