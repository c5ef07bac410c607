"use client";
/** Beside the list: what was taken and how long it lives, what is used most, the keys of the keyboard, and where everything else is. */

import { useMemo } from "react";
import { Button, OutsideLink } from "@/app/_ui/button";
import { OutsideIcon } from "@/app/_ui/icons";
import { Keys } from "@/app/_ui/keys";
import { calledName } from "@/lib/core/account-look";
import type { Grant } from "@/lib/core/grant";
import type { AwsPortalLink } from "./access-empty";
import { AliveNow } from "./alive-now";
import { EndWarnings } from "./end-warnings";
import { type EndingKeys, endingKeys } from "./ending-keys";
import type { HereActs } from "./keys-here";
import { KeysPanel } from "./keys-panel";
import { type Recent, RecentsList } from "./recents-list";
import { entryKey } from "./take-lines";
import { type Telling, TellMe, useTelling } from "./tell-me";
import { useAccess } from "./use-access";
import type { Liking } from "./use-preferences";

type AsideProps = HereActs & {
  onHelp: () => void;
  portals: readonly AwsPortalLink[];
  recents: readonly Grant[];
  liking: Liking;
};

export function AccessAside({ hand, portals, onHelp, recents, liking, ...panel }: AsideProps) {
  const { taking, alive } = hand;
  const keys = useMemo(() => endingKeys(alive), [alive]);
  const telling = useTelling();
  return (
    <aside
      aria-label="Beside the list"
      className="flex flex-col gap-6 text-sm lg:sticky lg:top-6 lg:max-h-[calc(100dvh-48px)] lg:self-start lg:overflow-y-auto"
    >
      {taking ? (
        <div className="max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-30 max-lg:mx-auto max-lg:max-w-xl">
          <KeysPanel key={taking.id} taking={taking} hand={hand} {...panel} />
        </div>
      ) : null}
      <NotKept liking={liking} />
      <AliveSection keys={keys} hand={hand} telling={telling} onRenew={panel.onRenew} />
      <EndWarnings keys={keys} notify={telling.on} />
      <Recents recents={recents} />
      <section className="pointer-coarse:hidden max-lg:hidden">
        <Title>Keyboard</Title>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-dim">
          <Key keys="↑ ↓">choose</Key>
          <Key keys="↵">console</Key>
          <Key keys="C">copy</Key>
          <Key keys="F">favourite</Key>
          <button
            type="button"
            onClick={onHelp}
            className="flex min-h-6 items-center gap-1.5 rounded-sm hover:text-ink"
          >
            <Keys keys="?" /> all keys
          </button>
        </p>
      </section>
      <Elsewhere portals={portals} />
      {/* Room below, so that the panel at the foot of a small screen hides no row for good. */}
      {taking ? <div aria-hidden="true" className="h-84 lg:hidden" /> : null}
    </aside>
  );
}

/** Calm: what was changed is to be seen, and is tried again. */
function NotKept({ liking: { trouble, keepNow } }: { liking: Liking }) {
  return (
    <div role="status" className="empty:hidden">
      {trouble ? (
        <div className="rounded-lg border border-line bg-panel px-3 py-2.5">
          <p className="text-pretty">
            What you changed of your list is not kept yet: {trouble.title.charAt(0).toLowerCase()}
            {trouble.title.slice(1)}.
          </p>
          <Button size="small" className="mt-2" onClick={keepNow}>
            Try again
          </Button>
        </div>
      ) : null}
    </div>
  );
}

type AliveSectionProps = Pick<HereActs, "hand" | "onRenew"> & {
  keys: readonly EndingKeys[];
  telling: Telling;
};

function AliveSection({ keys, hand: { taking, forget }, telling, onRenew }: AliveSectionProps) {
  const others = keys.filter(({ id }) => taking?.step !== "here" || id !== taking.id);
  return (
    <section className="empty:hidden">
      {others.length > 0 || !taking ? <Title>Alive now</Title> : null}
      {others.length > 0 ? (
        <AliveNow alive={others} onForget={forget} onRenew={onRenew} />
      ) : taking ? null : (
        <p className="text-pretty text-dim">
          Keys that you copy here are listed with the time they have left.
        </p>
      )}
      {keys.length > 0 ? <TellMe telling={telling} /> : null}
      {keys.length > 0 ? (
        <p className="mt-2 text-pretty text-dim text-xs">
          They work until their end, even after you sign out: AWS ends them, not Sallyport. This list knows
          only of keys copied since the page was opened.
        </p>
      ) : null}
    </section>
  );
}

/** Those whose account is in the list. */
function Recents({ recents }: { recents: readonly Grant[] }) {
  const { state } = useAccess();
  const known = recents.flatMap(({ instance, accountId, role }): Recent[] => {
    const entry = state.entries.get(entryKey(instance, accountId));
    if (!entry || entry.roles?.includes(role) === false) return [];
    const row = { section: "accounts" as const, key: entry.key, role };
    return [{ row, title: calledName(entry.account), look: entry.account.look }];
  });
  if (known.length === 0) return null;
  return (
    <section>
      <Title>Recent</Title>
      <RecentsList recents={known} />
    </section>
  );
}

function Elsewhere({ portals }: { portals: readonly AwsPortalLink[] }) {
  return (
    <section>
      <Title>Not in this list?</Title>
      <p className="text-pretty text-dim">
        Applications, and roles that were given to you in another way, live in AWS’s own portal.
      </p>
      {portals.map(({ instance, label, url }) => (
        <p key={instance} className="mt-1 flex">
          <OutsideLink href={url} className="inline-flex min-h-6 min-w-0 items-center gap-1">
            <span className="truncate">{label}</span>
            <OutsideIcon />
          </OutsideLink>
        </p>
      ))}
    </section>
  );
}

function Key({ keys, children }: { keys: string; children: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <Keys keys={keys} /> {children}
    </span>
  );
}

function Title({ children }: { children: string }) {
  return <h2 className="mb-1.5 font-medium text-dim text-xs">{children}</h2>;
}
