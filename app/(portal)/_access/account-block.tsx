"use client";
/** One account with its roles: who it is on the left, what can be taken on the right. */

import { memo, type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/button";
import { EnvironmentBar } from "@/app/_ui/environment";
import { Cell, Row, RowGroup, RowHeader } from "@/app/_ui/grid";
import { AgainIcon, AlertIcon, WaitIcon } from "@/app/_ui/icons";
import { problems } from "@/lib/core/problems";
import { roleKey } from "./access-changes";
import type { AccessEntry } from "./access-state";
import { AccountName } from "./account-name";
import type { Found } from "./findable";
import { foundIn, type Marks } from "./found-marks";
import { useListActions } from "./list-actions";
import type { RowName, Section } from "./list-cursor";
import { RoleRow } from "./role-row";

export type RowState = { row: RowName; lit: boolean } | null;

export type CopyState = { row: Pick<RowName, "key" | "role">; state: "asking" | "copied" } | null;

/** What all blocks of the list share. The same objects from paint to paint, as long as nothing of it changed. */
export type ListFacts = {
  marks: Marks;
  /** Keys of roles: an account's key and the role. */
  favourites: ReadonlySet<string>;
  fresh: ReadonlySet<string>;
  labels: ReadonlyMap<string, string>;
};

type BlockProps = {
  found: Found;
  section: Section;
  facts: ListFacts;
  /** The chosen row, if it is one of these. */
  chosen: RowState;
  /** The row whose keys are on their way or just came, if it is one of these. */
  copying: CopyState;
  /** The row whose menu is open, if it is one of these. */
  menuOf: RowName | null;
  /** To take it by, where it can be moved. */
  grip?: ReactNode;
};

export const AccountBlock = memo(function AccountBlock(props: BlockProps) {
  const { found, section, facts, chosen, copying, menuOf, grip } = props;
  const { entry, title } = found.findable;
  return (
    <RowGroup className="relative grid grid-cols-[minmax(0,1fr)] border-line border-t px-1 pt-[13px] pb-2.5 md:grid-cols-[minmax(0,5fr)_minmax(0,8fr)] md:gap-4 md:px-2 md:py-[7.5px]">
      <EnvironmentBar look={entry.account.look} />
      <Row className="min-w-0 px-2 pb-1 md:-mb-[3px] md:pt-px md:pb-0">
        <RowHeader>
          {grip}
          <AccountName entry={entry} instance={facts.labels.get(entry.instance)} marks={facts.marks} />
        </RowHeader>
      </Row>
      <div role="presentation" className="min-w-0">
        {found.roles.map((role, place) => (
          <RoleRow
            // By place, as the block itself may be filled anew with another account.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above.
            key={place}
            section={section}
            accountKey={entry.key}
            role={role}
            accountTitle={title}
            found={foundIn(role, facts.marks)}
            chosen={chosen?.row.role === role}
            lit={chosen?.row.role === role && chosen.lit}
            copying={copying?.row.role === role ? copying.state : "no"}
            menuOpen={menuOf?.role === role}
            favourite={facts.favourites.has(roleKey(entry.key, role))}
            isNew={facts.fresh.has(roleKey(entry.key, role))}
            unconfirmed={entry.roles !== null && entry.rolesAt === null}
          />
        ))}
        {section === "favourites" ? null : entry.problem ? (
          <Failed entry={entry} />
        ) : found.roles.length === 0 ? (
          <Empty entry={entry} />
        ) : null}
      </div>
    </RowGroup>
  );
});

function Empty({ entry }: { entry: AccessEntry }) {
  return (
    <Line>
      {entry.roles === null ? (
        <>
          <span className="bone h-3 w-36" />
          <span className="sr-only">Roles are being read</span>
        </>
      ) : (
        "No role in this account"
      )}
    </Line>
  );
}

function Failed({ entry }: { entry: AccessEntry }) {
  const { readAgain } = useListActions();
  const [busy, setBusy] = useState(false);
  async function again() {
    setBusy(true);
    await readAgain(entry);
    setBusy(false);
  }
  return (
    <Line>
      <AlertIcon className="text-warn" />
      <span className="min-w-0 truncate">
        {entry.problem ? problems[entry.problem].title : ""}, so its roles are{" "}
        {entry.roles ? "as they were" : "not known"}
      </span>
      <Button size="small" className="ml-auto" disabled={busy} onClick={again}>
        {busy ? <WaitIcon /> : <AgainIcon />}
        Try again
      </Button>
    </Line>
  );
}

function Line({ children }: { children: ReactNode }) {
  return (
    <Row className="flex h-11 items-center px-2 text-dim text-sm md:h-9">
      <Cell className="flex min-w-0 grow items-center gap-2">{children}</Cell>
    </Row>
  );
}
