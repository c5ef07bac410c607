/** Accounts that somebody waits to be told of, and what tells them. */

import type { AccessLine } from "@/lib/core/access";
import { entryKey } from "./take-lines";

export function expectations() {
  const waiting = new Map<string, (() => void)[]>();
  const begun = new Set<string>();
  const settle = (key: string) => {
    for (const done of waiting.get(key) ?? []) done();
    waiting.delete(key);
  };
  return {
    isEmpty: () => waiting.size === 0,
    expect: (key: string, done: () => void = () => {}) =>
      waiting.set(key, [...(waiting.get(key) ?? []), done]),
    hear: (line: AccessLine) => {
      if (line.kind === "roles" || line.kind === "account-failed")
        settle(entryKey(line.instance, line.accountId));
      if (line.kind !== "kept") return;
      // The first such line of a reading is what was known before. Later ones are what another tab's reading brings.
      if (begun.has(line.instance))
        for (const { accountId } of line.accounts) settle(entryKey(line.instance, accountId));
      begun.add(line.instance);
    },
    /** A reading begins. */
    begin: () => begun.clear(),
    settleAll: () => [...waiting.keys()].forEach(settle),
  };
}
