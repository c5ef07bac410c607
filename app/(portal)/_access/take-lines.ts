/** Takes lines into what is known. Many at once share one copy of each map: a thousand accounts come as a thousand lines. Pure. */

import type { AccessLine, NamedAccount, ShownAccount } from "@/lib/core/access";
import type { AccessEntry, InstanceState, Listing } from "./access-state";

type Line<K extends AccessLine["kind"]> = Extract<AccessLine, { kind: K }>;

type DraftInstance = Omit<InstanceState, "named"> & { named: Set<string> };

type Draft = {
  entries: Map<string, AccessEntry>;
  instances: Map<string, DraftInstance>;
  sets: Map<string, Line<"permission-sets">["sets"]>;
  changes: Listing["changes"];
};

type Told = Pick<ShownAccount, "roles" | "rolesAt" | "problem" | "groups">;

const untold: Told = { roles: null, rolesAt: null, problem: null, groups: null };

export const unreadInstance: Omit<InstanceState, "named"> = {
  accountsAt: null,
  whole: false,
  heard: false,
  answered: 0,
  due: 0,
  problem: null,
  failed: false,
};

export function entryKey(instance: string, accountId: string): string {
  return `${instance}/${accountId}`;
}

/** Always in the same order of fields: entries are compared by their text. */
function entryWith(
  instance: string,
  { accountId, name, email, look, path, tags }: NamedAccount,
  { roles, rolesAt, problem, groups }: Told,
): AccessEntry {
  const account = { accountId, name, email, look, path, tags };
  return { key: entryKey(instance, accountId), instance, account, roles, rolesAt, problem, groups };
}

export function entryOf(instance: string, shown: ShownAccount): AccessEntry {
  return entryWith(instance, shown, shown);
}

/** Times are ISO 8601 in UTC, which sorts as text. */
function isOlder(at: string | null, known: string | null): boolean {
  return known !== null && (at === null || at < known);
}

/** An entry that says nothing new stays the very object that it was: rows know by it that they need not be made anew. */
function put({ entries }: Draft, next: AccessEntry): void {
  const known = entries.get(next.key);
  if (!known || JSON.stringify(known) !== JSON.stringify(next)) entries.set(next.key, next);
}

function instanceIn({ instances }: Draft, id: string): DraftInstance {
  const known = instances.get(id);
  if (known) return known;
  const one = { ...unreadInstance, named: new Set<string>() };
  instances.set(id, one);
  return one;
}

/** What the page shows of an instance and the instance does not have is gone. */
function dropUnnamed({ entries }: Draft, instance: string, has: ReadonlySet<string>): void {
  for (const [key, entry] of entries) {
    if (entry.instance === instance && !has.has(key)) entries.delete(key);
  }
}

/** AWS answered: what kept it from answering before is over, in this reading, too, which waits for what passes. */
function works(one: DraftInstance): void {
  Object.assign(one, { problem: null, failed: false });
}

function takeKept(draft: Draft, { instance, accounts, accountsAt, whole }: Line<"kept">): void {
  const one = instanceIn(draft, instance);
  const has = new Set<string>();
  for (const shown of accounts) {
    const kept = entryOf(instance, shown);
    const known = draft.entries.get(kept.key);
    has.add(kept.key);
    put(draft, known && isOlder(kept.rolesAt, known.rolesAt) ? entryWith(instance, shown, known) : kept);
    // After the first such line, they are what another tab's reading brings.
    if (one.heard && isOlder(known?.rolesAt ?? "", kept.rolesAt)) one.answered += 1;
  }
  one.accountsAt = accountsAt;
  one.heard = true;
  if (!whole) return;
  dropUnnamed(draft, instance, has);
  one.whole = true;
}

function takeAccounts(draft: Draft, { instance, accounts, complete, at }: Line<"accounts">): void {
  const one = instanceIn(draft, instance);
  for (const account of accounts) {
    const key = entryKey(instance, account.accountId);
    put(draft, entryWith(instance, account, draft.entries.get(key) ?? untold));
    one.named.add(key);
  }
  works(one);
  if (!complete) return;
  dropUnnamed(draft, instance, one.named);
  one.accountsAt = at;
  one.whole = true;
}

function takeAnswer(draft: Draft, line: Line<"roles" | "account-failed">): void {
  const one = instanceIn(draft, line.instance);
  one.answered += 1;
  one.due = Math.max(0, one.due - 1);
  const known = draft.entries.get(entryKey(line.instance, line.accountId));
  // Nobody named it: it may have been taken away meanwhile.
  if (!known) return;
  if (line.kind === "account-failed") {
    put(draft, { ...known, problem: line.problem });
    return;
  }
  works(one);
  if (isOlder(line.at, known.rolesAt)) return;
  put(draft, { ...known, roles: line.roles, rolesAt: line.at, problem: null, groups: line.groups });
}

function takeFailure(draft: Draft, { instance, problem }: Line<"instance-failed">): void {
  Object.assign(instanceIn(draft, instance), { problem, failed: true, due: 0 });
}

function take(draft: Draft, line: AccessLine): void {
  if (line.kind === "kept") takeKept(draft, line);
  else if (line.kind === "accounts") takeAccounts(draft, line);
  else if (line.kind === "roles" || line.kind === "account-failed") takeAnswer(draft, line);
  else if (line.kind === "due") instanceIn(draft, line.instance).due = line.due;
  else if (line.kind === "permission-sets") draft.sets.set(line.instance, line.sets);
  else if (line.kind === "changes") draft.changes = line.changes;
  else if (line.kind === "instance-failed") takeFailure(draft, line);
}

export function takeLines(listing: Listing, lines: readonly AccessLine[]): Listing {
  const draft: Draft = {
    entries: new Map(listing.entries),
    instances: new Map(
      Array.from(listing.instances, ([id, one]) => [id, { ...one, named: new Set(one.named) }]),
    ),
    sets: new Map(listing.sets),
    changes: listing.changes,
  };
  for (const line of lines) take(draft, line);
  return draft;
}
