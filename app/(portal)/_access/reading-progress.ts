/** How far a reading is, and how old the list. Pure. */

import type { AccessState, InstanceState } from "./access-state";

/** Fewer accounts than this are asked for behind what is shown, without a word. */
const fewAccounts = 20;

export type Progress =
  /** Nothing is known of which accounts there are. */
  | { kind: "accounts" }
  /** `first`: roles that were never read. `again`: known ones, on request or for their age. */
  | { kind: "first" | "again"; done: number; total: number; answered: number };

function sum(state: AccessState, of: (one: InstanceState) => number): number {
  return Array.from(state.instances.values(), of).reduce((all, one) => all + one, 0);
}

/** Accounts whose roles AWS has never told nor failed to tell, where the instance still may tell them. */
function unreadIn({ entries, instances }: AccessState): number {
  let unread = 0;
  for (const { instance, rolesAt, problem } of entries.values()) {
    if (rolesAt === null && problem === null && !instances.get(instance)?.problem) unread += 1;
  }
  return unread;
}

/** Null where nobody waits for anything: nothing is being read, or only a little, behind what is shown. */
export function progressOf(state: AccessState): Progress | null {
  if (state.phase !== "reading") return null;
  const silent = Array.from(state.instances.values()).every(({ accountsAt }) => accountsAt === null);
  if (silent && state.entries.size === 0) return { kind: "accounts" };
  const answered = sum(state, (one) => one.answered);
  const unread = unreadIn(state);
  if (unread > 0) {
    return { kind: "first", done: state.entries.size - unread, total: state.entries.size, answered };
  }
  const due = sum(state, (one) => one.due);
  return due + answered > fewAccounts && due > 0
    ? { kind: "again", done: answered, total: answered + due, answered }
    : null;
}

/** When AWS last told the list of accounts, of the instance where that is longest ago; ISO 8601. Instances never read say so elsewhere. */
export function checkedAtOf({ instances }: AccessState): string | null {
  const times = Array.from(instances.values(), ({ accountsAt }) => accountsAt).filter((at) => at !== null);
  return times.sort()[0] ?? null;
}

/** Whether every instance has shown all that is known of it, or has said why not. */
export function isAllThere({ phase, instances }: AccessState): boolean {
  return phase === "complete" || Array.from(instances.values()).every(({ whole, failed }) => whole || failed);
}
