"use client";
/** What the person used most and last, one click away. */

import { Button } from "@/app/_ui/button";
import { EnvironmentDot } from "@/app/_ui/environment";
import { CopyIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { visibleText } from "@/app/_ui/visible-text";
import type { AccountLook } from "@/lib/core/account-look";
import { useListActions } from "./list-actions";
import type { RowName } from "./list-cursor";

export type Recent = { row: RowName; title: string; look: AccountLook | null };

export function RecentsList({ recents }: { recents: readonly Recent[] }) {
  const { openHome, copy } = useListActions();
  return (
    <ul className="-mx-1.5">
      {recents.map(({ row, title, look }) => (
        <li key={`${row.key}/${row.role}`} className="group flex items-center rounded-md hover:bg-hover">
          <button
            type="button"
            title={`Open the console: ${row.role} in ${visibleText(title)}`}
            onClick={() => openHome(row)}
            className="flex min-h-8 min-w-0 grow items-center gap-2 rounded-md px-1.5 text-left"
          >
            <EnvironmentDot look={look} />
            {look?.environment ? <span className="sr-only">{look.environment}</span> : null}
            <span className="flex min-w-0 max-w-[60%] shrink-0 font-medium">
              <Name text={title} />
            </span>
            <span className="ml-auto flex min-w-0 text-dim text-xs">
              <Name text={row.role} />
            </span>
          </button>
          <Button
            kind="quiet"
            size="small"
            aria-label={`Copy keys: ${row.role} in ${visibleText(title)}`}
            title="Copy keys"
            onClick={() => copy(row)}
            className="w-7"
          >
            <CopyIcon />
          </Button>
        </li>
      ))}
    </ul>
  );
}
