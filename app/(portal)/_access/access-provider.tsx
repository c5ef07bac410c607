"use client";
/** Holds what is known of a person's access for the whole page, from the first screen on. */

import { type ReactNode, useMemo } from "react";
import type { AccessState, FirstScreen } from "./access-state";
import { isAllThere } from "./reading-progress";
import { type Access, AccessContext } from "./use-access";
import { useReading } from "./use-reading";

type ProviderProps = {
  instances: readonly { id: string; label: string }[];
  first: Pick<FirstScreen, "accounts" | "checkedAt"> & { accountCount: number; roleCount: number };
  changes: FirstScreen["changes"];
  /** The server's clock when it made the page, in milliseconds since 1970. */
  now: number;
  children: ReactNode;
};

function countsOf(state: AccessState, first: ProviderProps["first"]): Access["counts"] {
  let roles = 0;
  for (const entry of state.entries.values()) roles += entry.roles?.length ?? 0;
  const known = { accounts: state.entries.size, roles };
  if (isAllThere(state)) return known;
  return {
    accounts: Math.max(known.accounts, first.accountCount),
    roles: Math.max(known.roles, first.roleCount),
  };
}

export function AccessProvider({ instances, first, changes, now, children }: ProviderProps) {
  const reading = useReading({
    instances: instances.map(({ id }) => id),
    accounts: first.accounts,
    checkedAt: first.checkedAt,
    changes,
    now,
  });
  const { state } = reading;
  const labels = useMemo(
    () => new Map(instances.length > 1 ? instances.map(({ id, label }) => [id, label]) : []),
    [instances],
  );
  const counts = useMemo(() => countsOf(state, first), [state, first]);
  const access = useMemo<Access>(
    () => ({
      state,
      labels,
      counts,
      readOn: reading.readOn,
      readAgain: reading.readAgain,
      readAccountAgain: reading.readAccountAgain,
      look: reading.look,
    }),
    [state, labels, counts, reading.readOn, reading.readAgain, reading.readAccountAgain, reading.look],
  );
  return <AccessContext value={access}>{children}</AccessContext>;
}
