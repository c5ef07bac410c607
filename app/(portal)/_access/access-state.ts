/** What is known of a person's access while AWS is still answering. Pure: lines in, state out. */

import type { Trouble } from "@/app/_ui/ask";
import type { AccessLine } from "@/lib/core/access";
import type { Account } from "@/lib/core/account";
import type { ProblemCode } from "@/lib/core/problems";

export type AccessEntry = {
  key: string;
  instance: string;
  account: Account;
  /** Null until AWS has told them. */
  roles: readonly string[] | null;
  /** Why they could not be read this time. Roles of an earlier reading stay. */
  problem: ProblemCode | null;
};

export type AccessState = {
  /** `cut`: the answer ended before its end. `refused`: there was none. */
  phase: "reading" | "complete" | "cut" | "refused";
  entries: ReadonlyMap<string, AccessEntry>;
  /** Accounts that this reading has named, and of those the ones whose roles are answered. */
  named: ReadonlySet<string>;
  answered: ReadonlySet<string>;
  failures: readonly { instance: string; problem: ProblemCode }[];
  trouble: Trouble | null;
  /** When AWS last told all of it, as milliseconds since 1970 on this machine's clock. */
  checkedAt: number | null;
};

export const nothingYet: AccessState = {
  phase: "reading",
  entries: new Map(),
  named: new Set(),
  answered: new Set(),
  failures: [],
  trouble: null,
  checkedAt: null,
};

export type AccessNews =
  | { kind: "begun" }
  | { kind: "lines"; lines: readonly AccessLine[]; now: number }
  | { kind: "ended" }
  | { kind: "refused"; trouble: Trouble };

export function entryKey(instance: string, accountId: string): string {
  return `${instance}/${accountId}`;
}

type Draft = {
  entries: Map<string, AccessEntry>;
  named: Set<string>;
  answered: Set<string>;
  failures: { instance: string; problem: ProblemCode }[];
};

function takeAccounts(draft: Draft, { instance, accounts }: Extract<AccessLine, { kind: "accounts" }>): void {
  for (const account of accounts) {
    const key = entryKey(instance, account.accountId);
    const known = draft.entries.get(key);
    draft.entries.set(key, { key, instance, account, roles: known?.roles ?? null, problem: null });
    draft.named.add(key);
  }
}

function takeAnswer(draft: Draft, line: Extract<AccessLine, { kind: "roles" | "account-failed" }>): void {
  const key = entryKey(line.instance, line.accountId);
  const entry = draft.entries.get(key);
  if (!entry) return;
  const news = line.kind === "roles" ? { roles: line.roles, problem: null } : { problem: line.problem };
  draft.entries.set(key, { ...entry, ...news });
  draft.answered.add(key);
}

/** At the end, what this reading did not name is gone, except where an instance could not say. */
function dropVanished({ entries, named, failures }: Draft): void {
  const silent = new Set(failures.map(({ instance }) => instance));
  for (const [key, { instance }] of entries) {
    if (!named.has(key) && !silent.has(instance)) entries.delete(key);
  }
}

function take(state: AccessState, lines: readonly AccessLine[], now: number): AccessState {
  const draft: Draft = {
    entries: new Map(state.entries),
    named: new Set(state.named),
    answered: new Set(state.answered),
    failures: [...state.failures],
  };
  let ended = false;
  for (const line of lines) {
    if (line.kind === "accounts") takeAccounts(draft, line);
    else if (line.kind === "roles" || line.kind === "account-failed") takeAnswer(draft, line);
    else if (line.kind === "instance-failed") draft.failures.push(line);
    else ended = true;
  }
  if (!ended) return { ...state, ...draft };
  dropVanished(draft);
  const checkedAt = draft.failures.length === 0 ? now : state.checkedAt;
  return { ...state, ...draft, phase: "complete", checkedAt };
}

/** A new reading keeps what an earlier one showed, until it knows better. */
export function accessAfter(state: AccessState, news: AccessNews): AccessState {
  switch (news.kind) {
    case "begun":
      return { ...nothingYet, entries: state.entries, checkedAt: state.checkedAt };
    case "lines":
      return take(state, news.lines, news.now);
    case "ended":
      return state.phase === "reading" ? { ...state, phase: "cut" } : state;
    case "refused":
      return { ...state, phase: "refused", trouble: news.trouble };
  }
}
