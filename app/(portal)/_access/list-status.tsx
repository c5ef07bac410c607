"use client";
/** The line under the search: how much is shown, what is new, how far the reading is, how old the list is. */

import { useEffect, useState } from "react";
import { Button } from "@/app/_ui/button";
import { AgainIcon, AlertIcon } from "@/app/_ui/icons";
import { useNow } from "@/app/_ui/use-now";
import type { AccessState } from "./access-state";
import { ChangesButton } from "./changes-button";
import { ReadingAloud } from "./reading-aloud";
import { checkedAtOf, type Progress, progressOf } from "./reading-progress";
import { ageWords, countWords, farWords, isStale, leftWords, retryWords, whatWords } from "./reading-words";
import { type Access, useAccess } from "./use-access";

/** A reading shorter than this is not worth a word. */
const noticedMs = 500;

/** `shown` of `roles`: those that the search found, and all that could be. */
export function ListStatus({ shown, roles }: { shown: number; roles: number }) {
  const access = useAccess();
  const { state, counts } = access;
  const progress = progressOf(state);
  const all = Math.max(roles, counts.roles);
  const counted = all > 0 ? countWords(shown === roles ? all : shown, all, counts.accounts) : "";
  return (
    <div className="relative mt-2 grid min-h-14 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-1 text-dim text-sm sm:flex sm:min-h-7">
      {/* Read aloud where a search changed it, and not with each account that comes. */}
      <output aria-label="Shown" aria-live={shown === roles ? "off" : "polite"} className="truncate">
        {counted}
      </output>
      <ChangesButton changes={state.changes} />
      {state.lost ? (
        <Lost lost={state.lost} onNow={access.readOn} />
      ) : progress ? (
        <Reading progress={progress} startedAt={state.startedAt} />
      ) : (
        <Settled access={access} />
      )}
      <ReadingAloud state={state} progress={progress} />
    </div>
  );
}

function Settled({ access: { state, readAgain } }: { access: Access }) {
  const checkedAt = checkedAtOf(state);
  const reading = state.phase === "reading";
  const noticed = useLasting(reading, noticedMs);
  return (
    <>
      <span className="sm:ml-auto">
        {noticed ? "checking" : checkedAt === null ? null : <Age at={checkedAt} first={state.startedAt} />}
      </span>
      <Button kind="quiet" size="small" onClick={readAgain} disabled={noticed} className="-mr-1">
        <AgainIcon />
        Check again
      </Button>
    </>
  );
}

/** `first`: the clock that the server saw, so that the first paint is the same on both sides. */
function Age({ at, first }: { at: string; first: number }) {
  const passedMs = useNow(first, 15_000) - Date.parse(at);
  return <span className={isStale(passedMs) ? "font-medium text-warn" : ""}>{ageWords(passedMs)}</span>;
}

function Lost({ lost, onNow }: { lost: NonNullable<AccessState["lost"]>; onNow: () => void }) {
  const now = useNow(lost.retryAt ?? 0);
  return (
    <>
      <span className="flex min-w-0 items-center gap-2 sm:ml-auto">
        <AlertIcon className="text-warn" />
        <span className="truncate">
          {lost.trouble.title}. {retryWords(lost.retryAt === null ? null : lost.retryAt - now)}
        </span>
      </span>
      <Button kind="quiet" size="small" onClick={onNow} disabled={lost.retryAt === null} className="-mr-1">
        <AgainIcon />
        <span className="max-sm:sr-only">Try now</span>
      </Button>
    </>
  );
}

function Reading({ progress, startedAt }: { progress: Progress; startedAt: number }) {
  const now = useNow(startedAt);
  const known = progress.kind === "accounts" ? {} : { value: progress.done, max: progress.total };
  return (
    <span className="col-span-2 flex min-w-0 items-center gap-3 sm:ml-auto">
      <progress
        aria-label="Reading from AWS"
        {...known}
        className="h-1 w-24 shrink-0 appearance-none overflow-hidden rounded-full bg-line max-sm:absolute max-sm:inset-x-1 max-sm:bottom-0 max-sm:h-0.5 max-sm:w-auto [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent [&::-webkit-progress-value]:transition-[width]"
      />
      <span className="truncate">
        <span className={progress.kind === "accounts" ? "" : "max-sm:sr-only"}>{whatWords(progress)}</span>
        {farWords(progress)}
        {leftWords(progress, now - startedAt)}
      </span>
    </span>
  );
}

/** Whether something has held for so long, and still does. */
function useLasting(holds: boolean, ms: number): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!holds) return setLasts(false);
    const timer = setTimeout(() => setLasts(true), ms);
    return () => clearTimeout(timer);
  }, [holds, ms]);
  return holds && lasts;
}
