"use client";
/** All that is known of a role and its account. */

import type { ReactNode } from "react";
import { Dialog } from "@/app/_ui/dialog";
import { EnvironmentTag } from "@/app/_ui/environment";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import { calledName } from "@/lib/core/account-look";
import type { AccessEntry } from "./access-state";
import type { RowName } from "./list-cursor";
import { roleFacts } from "./role-facts";
import { useAccess } from "./use-access";

type DetailsProps = { row: RowName; open: boolean; onClose: () => void };

export function RoleDetails({ row, open, onClose }: DetailsProps) {
  const { state, labels } = useAccess();
  const entry = state.entries.get(row.key);
  if (!entry) return null;
  const { description, length, groups } = roleFacts(state, row);
  const title = (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
      <Name text={calledName(entry.account)} />
      <EnvironmentTag look={entry.account.look} />
    </span>
  );
  return (
    <Dialog open={open} onClose={onClose} title={title} description={row.role} wide>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2 text-sm">
        <Fact name="Role">{description}</Fact>
        <Fact name="Session">{length}</Fact>
        <Fact name="Given by">{groups.length > 0 ? groups.join(", ") : null}</Fact>
        <AccountFacts entry={entry} instance={labels.get(entry.instance) ?? null} />
        <dt className="text-dim">Confirmed by AWS</dt>
        <dd>{entry.rolesAt ? <Time at={entry.rolesAt} shape="full" /> : "not yet"}</dd>
      </dl>
    </Dialog>
  );
}

function AccountFacts({ entry, instance }: { entry: AccessEntry; instance: string | null }) {
  const { accountId, name, look, email, path, tags } = entry.account;
  return (
    <>
      <dt className="text-dim">Account</dt>
      <dd className="select-all font-mono text-[0.93em]">{accountId}</dd>
      <Fact name="Called by AWS">{look?.displayName ? name : null}</Fact>
      <Fact name="E-mail">{email}</Fact>
      <Fact name="Organisation">{path}</Fact>
      <Fact name="Instance">{instance}</Fact>
      {Object.entries(tags ?? {}).map(([key, value]) => (
        <Fact key={key} name={key} tag>
          {value || "no value"}
        </Fact>
      ))}
    </>
  );
}

/** Nothing where nothing is known. Names and values come from others: hidden characters in them are shown. */
function Fact({ name, tag = false, children }: { name: string; tag?: boolean; children: string | null }) {
  if (!children) return null;
  const value: ReactNode = (
    <Name text={children} className="overflow-visible whitespace-pre-wrap break-words" />
  );
  return (
    <>
      <dt className="flex max-w-48 gap-1.5 text-dim">
        {tag ? <span className="shrink-0">Tag</span> : null}
        <Name text={name} />
      </dt>
      <dd className="min-w-0">{value}</dd>
    </>
  );
}
