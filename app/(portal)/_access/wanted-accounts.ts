/** Which accounts' roles are worth asking for now, because somebody looks at them or for them. Pure. */

import type { AccessEntry, AccessState } from "./access-state";

/** Roles read so lately are good enough, and whoever was asked for is not asked for again as soon. */
const freshMs = 5 * 60_000;
/** Of a search, the first so many: nobody reads on before these have come. */
const mostFound = 50;
/** The most that one request may name. */
const mostAtOnce = 200;

export type Wanted = { instance: string; accountIds: string[]; again: boolean };

type Looked = {
  /** Keys of the accounts on screen. */
  visible: readonly string[];
  /** Keys of the accounts that a search found; empty where nothing is searched for. */
  found: readonly string[];
};

function isFresh({ roles, rolesAt }: AccessEntry, now: number): boolean {
  return roles !== null && rolesAt !== null && now - Date.parse(rolesAt) < freshMs;
}

/** `asked`: when which key was asked for, in milliseconds since 1970. */
export function keysWanted(
  { entries, instances }: Pick<AccessState, "entries" | "instances">,
  { visible, found }: Looked,
  asked: ReadonlyMap<string, number>,
  now: number,
): string[] {
  const looked = new Set([...visible, ...found.slice(0, mostFound)]);
  const worth = [...looked].filter((key) => {
    const entry = entries.get(key);
    // An instance that is down would fail for each of them.
    if (!entry || instances.get(entry.instance)?.problem) return false;
    return !isFresh(entry, now) && now - (asked.get(key) ?? 0) >= freshMs;
  });
  return worth.slice(0, mostAtOnce);
}

/** As the door takes them: one request for each instance. */
export function wantedByInstance(entries: AccessState["entries"], keys: readonly string[]): Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const key of keys) {
    const entry = entries.get(key);
    if (!entry) continue;
    const { instance, account } = entry;
    const one = wanted.get(instance) ?? { instance, accountIds: [], again: false };
    one.accountIds.push(account.accountId);
    wanted.set(instance, one);
  }
  return [...wanted.values()];
}
