"use client";
/** The line under the search: how much is shown, how far the reading is, how old the list is. */

import { Button } from "@/app/_ui/button";
import { AgainIcon } from "@/app/_ui/icons";
import { ago } from "@/app/_ui/remaining";
import { useNow } from "@/app/_ui/use-now";
import { countWords, readingWords } from "./reading-words";
import type { Access } from "./use-access";

type StatusProps = { access: Access; shown: number; roles: number };

export function ListStatus({ access, shown, roles }: StatusProps) {
  const { state, readAgain } = access;
  const counted = roles > 0 ? countWords(shown, roles, state.entries.size) : "";
  return (
    <div className="mt-2 flex min-h-7 flex-wrap items-center gap-x-4 gap-y-0.5 px-1 text-dim text-sm">
      <output aria-label="Shown">{counted}</output>
      {state.phase === "reading" ? (
        <Reading access={access} />
      ) : (
        <span className="ml-auto flex items-center gap-1">
          {state.checkedAt === null ? null : <Checked at={state.checkedAt} />}
          <Button kind="quiet" size="small" onClick={readAgain} className="-mr-1">
            <AgainIcon />
            <span className="max-sm:sr-only">Check again</span>
          </Button>
        </span>
      )}
    </div>
  );
}

function Checked({ at }: { at: number }) {
  const now = useNow(at, 15_000);
  return <span>checked {ago(now - at)}</span>;
}

function Reading({ access: { state, startedAt } }: { access: Access }) {
  const now = useNow(startedAt);
  const [named, answered] = [state.named.size, state.answered.size];
  const words = readingWords({ named, answered, passedMs: now - startedAt });
  return (
    <span className="flex items-center gap-3 md:ml-auto">
      <progress
        aria-label="Reading from AWS"
        {...(named > 0 ? { value: answered, max: named } : {})}
        className="h-1 w-24 appearance-none overflow-hidden rounded-full bg-line max-sm:w-16 [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent [&::-webkit-progress-value]:transition-[width]"
      />
      <span>{words}</span>
    </span>
  );
}
